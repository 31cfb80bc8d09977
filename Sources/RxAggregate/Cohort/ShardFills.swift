import RxModel

/// The fills of one shard, person by person, each person's by date.
struct ShardFills {
  /// A fill of a person.
  struct Row {
    var day: Int32
    var daysSupply: Int32
    var drug: Int32
    /// Where its kept columns are, in rows of `columns`.
    var extra: UInt32
  }

  /// The kept columns, `columnCount` a row.
  private(set) var columns: [UInt32] = []
  /// How many columns are kept.
  let columnCount: Int
  /// All fills; `range` tells which are of one person.
  private(set) var rows: [Row]
  private var starts: [Int]
  private var dropped: [Int32] = []

  /// The fills that the workers kept of people who are no strangers; of rows that are the same in everything one stays
  /// where duplicates are dropped. - Complexity: O(rows) and a sort of each person's.
  init(_ people: ShardPeople, workers: [PatientShard], columnCount: Int, dropsDuplicates: Bool) {
    self.columnCount = columnCount
    for worker in workers { columns += worker.columns }
    var starts = [Int](repeating: 0, count: people.count + 1)
    for (worker, shard) in workers.enumerated() {
      for chunk in shard.rows.chunks {
        for row in chunk {
          let person = people.person(row.patient, of: worker)
          if person >= 0 { starts[person + 1] += 1 }
        }
      }
    }
    for person in starts.indices.dropFirst() { starts[person] += starts[person - 1] }
    rows = Array(repeating: Row(day: 0, daysSupply: 0, drug: 0, extra: 0), count: starts.last ?? 0)
    self.starts = starts
    var extra: UInt32 = 0
    for (worker, shard) in workers.enumerated() {
      for chunk in shard.rows.chunks {
        for row in chunk {
          defer { extra &+= 1 }
          let person = people.person(row.patient, of: worker)
          guard person >= 0 else { continue }
          rows[starts[person]] = Row(
            day: row.day, daysSupply: row.daysSupply, drug: row.drug, extra: extra)
          starts[person] += 1
        }
      }
    }
    for person in 0..<people.count {
      sort(self.starts[person]..<self.starts[person + 1], fully: dropsDuplicates)
    }
    if dropsDuplicates { dropDuplicates(people.count) }
  }

  /// Where the person's fills, by date, are in `rows`.
  func range(of person: Int) -> Range<Int> {
    starts[person]..<(starts[person + 1] - duplicates(of: person))
  }

  /// How many duplicates of the person's fills were dropped.
  func duplicates(of person: Int) -> Int { dropped.isEmpty ? 0 : Int(dropped[person]) }

  private mutating func sort(_ range: Range<Int>, fully: Bool) {
    guard range.count > 1 else { return }
    if fully {
      let (columns, width) = (columns, columnCount)
      rows[range].sort {
        ($0.day, $0.drug, $0.daysSupply, columns[Int($0.extra) * width])
          < ($1.day, $1.drug, $1.daysSupply, columns[Int($1.extra) * width])
      }
    } else if range.count > 32 {
      rows[range].sort { $0.day < $1.day }
    } else {
      // Claims come nearly in order, and few a person.
      for index in range.dropFirst() {
        let row = rows[index]
        var place = index
        while place > range.lowerBound, rows[place - 1].day > row.day {
          rows[place] = rows[place - 1]
          place -= 1
        }
        rows[place] = row
      }
    }
  }

  private func duplicate(_ row: Row) -> UInt32 { columns[Int(row.extra) * columnCount] }

  private mutating func dropDuplicates(_ personCount: Int) {
    dropped = Array(repeating: 0, count: personCount)
    for person in 0..<personCount {
      let range = starts[person]..<starts[person + 1]
      guard var kept = range.first else { continue }
      for index in range.dropFirst() {
        let (a, b) = (rows[kept], rows[index])
        if (a.day, a.drug, a.daysSupply, duplicate(a)) == (b.day, b.drug, b.daysSupply, duplicate(b)) {
          dropped[person] += 1
        } else {
          kept += 1
          rows[kept] = b
        }
      }
    }
  }
}
