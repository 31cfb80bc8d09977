import RxDecode
import RxModel

/// The rules of a study for which of the admitted rows are fills.
struct FillRules: Sendable {
  /// The rule by which rows are reversals and match what they take back; nil where no row can take another
  /// back.
  enum Reversals: Sendable {
    /// Rows that are the same in everything: one reversal takes back one fill.
    case alike(RowDetails)
    /// Kept columns: a row's own claim, and the claim that it reverses. A claim is one, however often its row comes.
    case claims(own: Int, original: Int)
  }

  /// The number of columns kept of each row.
  let keptCount: Int
  /// The place of the file's number among them; nil where there is one file.
  let filePlace: Int?
  let reversals: Reversals?
  /// The details that tell duplicates apart; nil where they stay.
  let duplicates: RowDetails?
}

/// The fills of one shard, person by person, each person's by date: reversals and what they take back are out, and
/// duplicates where they are dropped.
struct ShardFills {
  /// The kept values of the rows, `keptCount` a row.
  let keptValues: [UInt32]
  /// All fills; `range` tells which are of one person.
  private(set) var fills: [Fill]
  private let rules: FillRules
  /// The places where each person's rows begin; one more at the end.
  private var starts: [Int]
  /// The duplicates dropped, by person; empty where none were looked for.
  private var dropped: [Int32] = []
  private var reversals: [Reversals] = []
  /// By kept row, a number that is the same for rows whose details are.
  private var details: [UInt32] = []

  /// The fills among the rows of `shard`. - Complexity: O(rows) and a sort of each person's.
  init(_ shard: AdmittedShard, _ rules: FillRules) {
    self.rules = rules
    keptValues = shard.keptValues
    (fills, starts) = Self.groupByPerson(shard)
    if let filePlace = rules.filePlace { sortByFile(filePlace) }
    if rules.reversals != nil { applyReversals() }
    if let duplicates = rules.duplicates {
      numberDetails(duplicates)
      sortFully()
      dropDuplicates()
    } else {
      sortByDay()
    }
  }

  /// The place of the person's fills, by date, in `fills`.
  func range(of person: Int) -> Range<Int> {
    starts[person]..<(end(of: person) - duplicates(of: person))
  }

  /// The outcome of the person's reversals.
  func reversals(of person: Int) -> Reversals { reversals.isEmpty ? Reversals() : reversals[person] }

  /// The number of duplicates of the person's fills that were dropped.
  func duplicates(of person: Int) -> Int { dropped.isEmpty ? 0 : Int(dropped[person]) }

  /// The place where the person's fills end that are not reversed.
  private func end(of person: Int) -> Int { starts[person + 1] - reversals(of: person).rows }

  private var people: Range<Int> { 0..<(starts.count - 1) }

  // MARK: The passes, in their order

  /// The shard's rows person by person, each person's in the order read, and where each person's begin.
  private static func groupByPerson(_ shard: AdmittedShard) -> (fills: [Fill], starts: [Int]) {
    var starts = [Int](repeating: 0, count: shard.people.count + 1)
    for person in shard.persons { starts[Int(person) + 1] += 1 }
    for person in starts.indices.dropFirst() { starts[person] += starts[person - 1] }
    var fills = [Fill](repeating: Fill(), count: shard.fills.count)
    var next = starts
    for (row, person) in shard.persons.enumerated() {
      fills[next[Int(person)]] = shard.fills[row]
      next[Int(person)] += 1
    }
    return (fills, starts)
  }

  /// Puts each person's rows in the order of the files, so that of rows that are the same it does not matter which worker
  /// read which first.
  private mutating func sortByFile(_ filePlace: Int) {
    let (values, keptCount) = (keptValues, rules.keptCount)
    func file(_ fill: Fill) -> UInt32 { values[Int(fill.keptRow) * keptCount + filePlace] }
    for person in people {
      let range = starts[person]..<starts[person + 1]
      let isInOrder = range.dropFirst().allSatisfy { file(fills[$0 - 1]) <= file(fills[$0]) }
      if !isInOrder { fills[range].sort { (file($0), $0.day) < (file($1), $1.day) } }
    }
  }

  /// Takes reversals, and the fills that they take back, out: leaves each person's others first.
  private mutating func applyReversals() {
    reversals = Array(repeating: Reversals(), count: people.count)
    if case .alike(let details) = rules.reversals { numberDetails(details) }
    for person in people {
      let range = starts[person]..<starts[person + 1]
      guard range.contains(where: { fills[$0].daysSupply < 0 }) else { continue }
      reversals[person] = applyReversals(range)
    }
  }

  /// The same for one person's rows.
  private mutating func applyReversals(_ range: Range<Int>) -> Reversals {
    let isByClaim = if case .claims = rules.reversals { true } else { false }
    var open: [ReversalKey: Int] = [:]
    for place in range where fills[place].daysSupply < 0 {
      open[reversalKey(fills[place], isReversal: true), default: 0] += 1
    }
    var counts = Reversals()
    var next = range.lowerBound
    var claims: Set<ReversalKey> = []
    for place in range where fills[place].daysSupply >= 0 {
      let key = reversalKey(fills[place], isReversal: false)
      if let left = open[key], isByClaim || left > 0 {
        counts.reversed += 1
        if isByClaim { claims.insert(key) } else { open[key] = left - 1 }
      } else {
        fills[next] = fills[place]
        next += 1
      }
    }
    counts.matched = isByClaim ? claims.reduce(0) { $0 + (open[$1] ?? 0) } : counts.reversed
    counts.orphans = range.upperBound - next - counts.reversed - counts.matched
    return counts
  }

  private func reversalKey(_ fill: Fill, isReversal: Bool) -> ReversalKey {
    if case .claims(let own, let original) = rules.reversals {
      let place = Int(fill.keptRow) * rules.keptCount + (isReversal ? original : own)
      return ReversalKey(day: 0, daysSupply: 0, drug: 0, number: keptValues[place])
    }
    return ReversalKey(
      day: fill.day.number, daysSupply: abs(fill.daysSupply), drug: fill.drug,
      number: details[Int(fill.keptRow)])
  }

  /// Numbers the details of all rows.
  private mutating func numberDetails(_ rowDetails: RowDetails) {
    var numbers = DetailNumbers()
    details = fills.indices.map { row in
      numbers.number(rowDetails.key(keptValues, from: row * rules.keptCount))
    }
  }

  /// Sorts each person's fills by date; on one date they stay in their order where they are few.
  private mutating func sortByDay() {
    for person in people {
      let range = starts[person]..<end(of: person)
      guard range.count > 1 else { continue }
      if range.count > 32 {
        // The standard library's sort leaves those of one date in their order.
        fills[range].sort { $0.day < $1.day }
        continue
      }
      // Claims come nearly in order, and few a person.
      for index in range.dropFirst() {
        let fill = fills[index]
        var place = index
        while place > range.lowerBound, fills[place - 1].day > fill.day {
          fills[place] = fills[place - 1]
          place -= 1
        }
        fills[place] = fill
      }
    }
  }

  /// The values that are the same in duplicates; an order by them begins with the date.
  @inline(__always)
  private static func sameness(_ fill: Fill, _ details: [UInt32]) -> (Day, Int32, Int32, UInt32) {
    (fill.day, fill.drug, fill.daysSupply, details[Int(fill.keptRow)])
  }

  /// Sorts each person's fills so that duplicates are side by side.
  private mutating func sortFully() {
    let details = details
    for person in people {
      let range = starts[person]..<end(of: person)
      if range.count > 1 {
        fills[range].sort { Self.sameness($0, details) < Self.sameness($1, details) }
      }
    }
  }

  /// Leaves one of each person's fills that are the same.
  private mutating func dropDuplicates() {
    dropped = Array(repeating: 0, count: people.count)
    for person in people {
      let range = starts[person]..<end(of: person)
      guard var last = range.first else { continue }
      for index in range.dropFirst() {
        if Self.sameness(fills[last], details) == Self.sameness(fills[index], details) {
          dropped[person] += 1
        } else {
          last += 1
          fills[last] = fills[index]
        }
      }
    }
  }
}

/// The outcome of a person's reversals, in rows.
struct Reversals: Sendable, Equatable {
  /// Fills that were taken back.
  var reversed = 0
  /// Reversals that took one back.
  var matched = 0
  /// Reversals of nothing that is there.
  var orphans = 0

  /// All rows that are no fills any more.
  var rows: Int { reversed + matched + orphans }
}

/// The key that a reversal and the fill that it takes back have in common: all of the fill, or the claim
/// alone.
private struct ReversalKey: Hashable {
  let day: Int32
  let daysSupply: Int32
  let drug: Int32
  let number: UInt32
}
