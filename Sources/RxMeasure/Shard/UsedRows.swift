import RxCounts
import RxDecode
import RxModel

/// The rules by which the used rows are told apart beside what measures count. A class, so that to hand them over for each
/// person is one reference.
final class UsedRowRules: Sendable {
  /// A way in which rows are the same that agree in patient, date, drug and days' supply.
  enum Sameness: Sendable {
    /// Nothing else is told of them.
    case alike
    /// They agree in the kept value at this place, a hash of the details.
    case hash(place: Int)
    /// They agree in these details.
    case details(RowDetails)
  }

  /// The number of columns kept of each row.
  let keptCount: Int
  /// The place of the file's number among the kept values; nil where there is one file.
  let filePlace: Int?
  /// The number of prescription files.
  let fileCount: Int
  /// The way in which rows are the same; nil where of such rows one is left.
  let sameness: Sameness?
  /// By registry number, true for a drug that a measure names.
  let isMeasured: [Bool]
  /// The amounts whose texts can be no number, each with its step of the attrition.
  static let amounts: [(step: AttritionStep, column: InputColumn)] = [
    (.quantityUnreadable, .quantity), (.strengthUnreadable, .strength),
  ]

  /// A kept amount that has texts which are no number.
  struct Unreadable: Sendable {
    /// Its place among `amounts`.
    let amount: Int
    /// The place of its level number among the kept values.
    let place: Int
    /// By level number, true where the text is no number.
    let isSet: [Bool]
  }

  /// The amounts that have such texts.
  let unreadable: [Unreadable]

  /// True where a measure names every drug.
  let areAllMeasured: Bool
  /// True where rows are counted by a value that is kept of them.
  let hasValues: Bool

  init(
    keptCount: Int, filePlace: Int?, fileCount: Int, sameness: Sameness?, isMeasured: [Bool],
    unreadable: [Unreadable]
  ) {
    self.keptCount = keptCount
    self.filePlace = filePlace
    self.fileCount = fileCount
    self.sameness = sameness
    self.isMeasured = isMeasured
    self.unreadable = unreadable
    areAllMeasured = isMeasured.allSatisfy(\.self)
    hasValues = !unreadable.isEmpty || filePlace != nil
  }
}

/// Counts of the used rows of a shard: fills on observed days.
struct UsedRows: Sendable {
  /// Two files, the first of which has a row that the second has too.
  struct FilePair: Hashable, Comparable, Sendable {
    let file: Int
    let other: Int

    static func < (a: FilePair, b: FilePair) -> Bool { (a.file, a.other) < (b.file, b.other) }
  }

  /// Those in an interval of their person, of a drug that a measure names.
  private(set) var counted = ShardAttrition.Counted()
  /// Those equal to another, all but the first of each.
  private(set) var equal = ShardAttrition.Counted()
  /// The same by the files of the row and of the first.
  private(set) var equalByFile: [FilePair: Int] = [:]
  /// By amount, those whose text is no number; nil where the data have no such text.
  private(set) var unreadable: [ShardAttrition.Counted?]
  /// By file.
  private(set) var byFile: [Int]

  /// Nothing counted, by `rules`.
  init(_ rules: UsedRowRules) {
    unreadable = UsedRowRules.amounts.map { _ in nil }
    for rule in rules.unreadable { unreadable[rule.amount] = ShardAttrition.Counted() }
    byFile = Array(repeating: 0, count: rules.filePlace == nil ? 0 : rules.fileCount)
  }

  /// Counts one person's fills, which are by date.
  /// - Parameters:
  ///   - shard: the shard's fills.
  ///   - range: those of the person.
  ///   - counted: how many are in an interval of the person, of a drug that a measure names.
  ///   - observed: the person's observed days.
  ///   - rules: the run's.
  mutating func add(
    _ shard: ShardFills, _ range: Range<Int>, counted: Int, observed: [DaySpan], _ rules: UsedRowRules
  ) {
    self.counted.add(counted)
    if rules.hasValues { addValues(shard, range, observed, rules) }
    guard rules.sameness != nil else { return }
    var (equal, dayStart, previous) = (0, range.lowerBound, Day(.min))
    for place in range {
      let day = shard.fills[place].day
      if day != previous {
        (dayStart, previous) = (place, day)
      } else if observed.contains(where: { $0.contains(day) }),
        let first = firstEqual(shard.fills, dayStart..<place, place, shard.keptValues, rules)
      {
        equal += 1
        noteFiles(shard.fills[place], shard.fills[first], shard.keptValues, rules)
      }
    }
    self.equal.add(equal)
  }

  /// Counts a person's rows in their files and as unreadable.
  private mutating func addValues(
    _ shard: ShardFills, _ range: Range<Int>, _ observed: [DaySpan], _ rules: UsedRowRules
  ) {
    var ownUnreadable = 0
    for place in range {
      let fill = shard.fills[place]
      guard observed.contains(where: { $0.contains(fill.day) }) else { continue }
      ownUnreadable |= addRow(fill, shard.keptValues, rules)
    }
    for amount in unreadable.indices where ownUnreadable >> amount & 1 == 1 {
      unreadable[amount]?.patients += 1
    }
  }

  /// Counts a row in its file and as unreadable; returns ones for the amounts that are.
  private mutating func addRow(_ fill: Fill, _ values: [UInt32], _ rules: UsedRowRules) -> Int {
    let first = Int(fill.keptRow) * rules.keptCount
    if let filePlace = rules.filePlace { byFile[Int(values[first + filePlace])] += 1 }
    var found = 0
    for rule in rules.unreadable where rule.isSet[Int(values[first + rule.place])] {
      unreadable[rule.amount]?.rows += 1
      found |= 1 << rule.amount
    }
    return found
  }

  /// The first of the person's rows of the same date, which are at `before`, that the row at `place` is equal to.
  private func firstEqual(
    _ fills: [Fill], _ before: Range<Int>, _ place: Int, _ values: [UInt32], _ rules: UsedRowRules
  ) -> Int? {
    guard let sameness = rules.sameness else { return nil }
    let fill = fills[place]
    return before.first { other in
      guard fills[other].drug == fill.drug, fills[other].daysSupply == fill.daysSupply else { return false }
      let (one, two) = (Int(fills[other].keptRow) * rules.keptCount, Int(fill.keptRow) * rules.keptCount)
      switch sameness {
      case .alike: return true
      case .hash(let column): return values[one + column] == values[two + column]
      case .details(let details): return details.key(values, from: one) == details.key(values, from: two)
      }
    }
  }

  private mutating func noteFiles(_ fill: Fill, _ first: Fill, _ values: [UInt32], _ rules: UsedRowRules) {
    guard let place = rules.filePlace else { return }
    let (file, other) = (
      values[Int(fill.keptRow) * rules.keptCount + place],
      values[Int(first.keptRow) * rules.keptCount + place]
    )
    // The later file has the row again, in whatever order they were read.
    equalByFile[FilePair(file: Int(max(file, other)), other: Int(min(file, other))), default: 0] += 1
  }
}

extension UsedRows: PatientSum {
  mutating func add(_ other: UsedRows, times: Int) {
    counted.add(other.counted, times: times)
    equal.add(other.equal, times: times)
    equalByFile.add(other.equalByFile, times: times)
    for (place, own) in zip(unreadable.indices, other.unreadable) {
      guard let own else { continue }
      var sum = unreadable[place] ?? ShardAttrition.Counted()
      sum.add(own, times: times)
      unreadable[place] = sum
    }
    byFile.add(other.byFile, times: times)
  }

  /// The same of files that have other numbers, ascending as they were, of so many.
  func renumbered(_ numbers: [Int], count: Int) -> UsedRows {
    var result = self
    result.equalByFile = [:]
    for (pair, rows) in equalByFile {
      result.equalByFile[FilePair(file: numbers[pair.file], other: numbers[pair.other])] = rows
    }
    guard !byFile.isEmpty else { return result }
    result.byFile = Array(repeating: 0, count: count)
    for (place, number) in numbers.enumerated() { result.byFile[number] = byFile[place] }
    return result
  }
}

extension UsedRows.FilePair: Storable {
  func store(in bytes: inout StoredBytes) {
    bytes.add(file)
    bytes.add(other)
  }

  init(from bytes: inout StoredReader) throws(StoredFault) {
    file = try bytes.next()
    other = try bytes.next()
  }
}

extension UsedRows: Storable {
  func store(in bytes: inout StoredBytes) {
    bytes.add(counted)
    bytes.add(equal)
    bytes.add(equalByFile)
    bytes.add(unreadable)
    bytes.add(byFile)
  }

  init(from bytes: inout StoredReader) throws(StoredFault) {
    counted = try bytes.next()
    equal = try bytes.next()
    equalByFile = try bytes.next()
    unreadable = try bytes.next()
    byFile = try bytes.next()
  }
}
