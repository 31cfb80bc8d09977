import RxCounts
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
  /// Which columns are kept.
  private let kept: FillColumns
  private let columnCount: Int
  /// All fills; `range` tells which are of one person.
  private(set) var rows: [Row]
  private var starts: [Int]
  private var dropped: [Int32] = []
  /// By person; empty where no row can take another back.
  private var reversals: [Reversals] = []

  /// The fills that the workers kept of people who are no strangers; of rows that are the same in everything one stays
  /// where duplicates are dropped. - Complexity: O(rows) and a sort of each person's.
  init(_ people: ShardPeople, workers: [PatientShard], columns kept: FillColumns, dropsDuplicates: Bool) {
    self.kept = kept
    columnCount = kept.count
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
    if kept.hasReversals { reversals = Array(repeating: Reversals(), count: people.count) }
    for person in reversals.indices { net(person) }
    for person in 0..<people.count {
      sort(self.starts[person]..<end(of: person), fully: dropsDuplicates)
    }
    if dropsDuplicates { dropDuplicates(people.count) }
  }

  /// Where the person's fills, by date, are in `rows`.
  func range(of person: Int) -> Range<Int> {
    starts[person]..<(end(of: person) - duplicates(of: person))
  }

  /// What the person's reversals came to.
  func reversals(of person: Int) -> Reversals { reversals.isEmpty ? Reversals() : reversals[person] }

  /// Where the person's fills end that are not reversed.
  private func end(of person: Int) -> Int { starts[person + 1] - reversals(of: person).rows }

  /// How many duplicates of the person's fills were dropped.
  func duplicates(of person: Int) -> Int { dropped.isEmpty ? 0 : Int(dropped[person]) }

  /// Takes the person's reversals, and the fills that they take back, out: leaves the others first.
  private mutating func net(_ person: Int) {
    let range = starts[person]..<starts[person + 1]
    guard range.contains(where: { rows[$0].daysSupply < 0 }) else { return }
    // A claim is one, however often its row comes; without claims each reversal takes back one fill.
    let isByClaim = kept.place(.claim) != nil
    var open: [ReversalKey: Int] = [:]
    for place in range where rows[place].daysSupply < 0 {
      open[key(rows[place], isReversal: true), default: 0] += 1
    }
    var counts = Reversals()
    var next = range.lowerBound
    var claims: Set<ReversalKey> = []
    for place in range where rows[place].daysSupply >= 0 {
      let key = key(rows[place], isReversal: false)
      if let left = open[key], isByClaim || left > 0 {
        counts.reversed += 1
        if isByClaim { claims.insert(key) } else { open[key] = left - 1 }
      } else {
        rows[next] = rows[place]
        next += 1
      }
    }
    counts.matched = isByClaim ? claims.reduce(0) { $0 + (open[$1] ?? 0) } : counts.reversed
    counts.orphans = range.upperBound - next - counts.reversed - counts.matched
    reversals[person] = counts
  }

  private func key(_ row: Row, isReversal: Bool) -> ReversalKey {
    let first = Int(row.extra) * columnCount
    if let place = kept.place(isReversal ? .original : .claim) {
      return ReversalKey(day: 0, daysSupply: 0, drug: 0, number: columns[first + place])
    }
    let place = kept.place(.reversal) ?? 0
    return ReversalKey(
      day: row.day, daysSupply: abs(row.daysSupply), drug: row.drug, number: columns[first + place])
  }

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
      let range = starts[person]..<end(of: person)
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

/// What a person's reversals came to.
struct Reversals: Sendable {
  /// Fills that were taken back.
  var reversed = 0
  /// Reversals that took one back.
  var matched = 0
  /// Reversals of nothing that is there.
  var orphans = 0

  /// All rows that are no fills any more.
  var rows: Int { reversed + matched + orphans }
}

/// What a reversal and the fill that it takes back have in common: all of the fill, or the claim alone.
private struct ReversalKey: Hashable {
  let day: Int32
  let daysSupply: Int32
  let drug: Int32
  let number: UInt32
}
