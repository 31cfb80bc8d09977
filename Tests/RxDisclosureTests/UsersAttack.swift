import RxCounts

@testable import RxDisclosure

/// Every integer table of users that agrees with what is published: all users that are shown, zeros, and 1 or more for those
/// that are not. The slow and obvious attack. It looks at the users alone, counter 2, in `rows` x `columns` strata.
struct UsersAttack {
  /// By levels, from what to what users can be, of all groups that are kept back.
  private(set) var ranges: [[String]: ClosedRange<Int>] = [:]
  /// The tables, each as its inner cells.
  private(set) var tables: [[Int]] = []

  private let known: [[String]: Int?]
  private let inner: [[String]]
  private let columns: Int
  private let most: Int
  private let isBelowPersons: Bool
  private let persons: [[String]: Int]

  /// Finds them.
  /// - Parameters:
  ///   - table: of the users of `TableMaker`.
  ///   - rows: its rows.
  ///   - columns: its columns.
  ///   - most: no cell has more users.
  ///   - isBelowPersons: whether users are persons, who are shown.
  init(_ table: ProtectedTable, rows: Int, columns: Int, most: Int, isBelowPersons: Bool = false) {
    self.columns = columns
    self.most = most
    self.isBelowPersons = isBelowPersons
    inner = (0..<rows).flatMap { row in (0..<columns).map { ["r\(row)", "c\($0)"] } }
    var known: [[String]: Int?] = [:]
    var persons: [[String]: Int] = [:]
    for (stratum, group) in table.counts.strata.enumerated() {
      known[group.levels] = table[stratum, 0].isHidden(2) ? .some(nil) : table[stratum, 0].count(2)
      persons[group.levels] = table[stratum, 0].persons
    }
    (self.known, self.persons) = (known, persons)
    extend([])
  }

  private func known(_ levels: [String]) -> Int? { known[levels] ?? 0 }

  private mutating func check(_ values: [Int]) {
    var sums: [[String]: Int] = [:]
    for (levels, value) in zip(inner, values) {
      for key in [levels, [levels[0], "all"], ["all", levels[1]], ["all", "all"]] {
        sums[key, default: 0] += value
      }
    }
    for (levels, sum) in sums {
      if let known = known(levels), known != sum { return }
      if isBelowPersons, sum > persons[levels] ?? 0 { return }
    }
    for (levels, sum) in sums where known(levels) == nil {
      let old = ranges[levels] ?? sum...sum
      ranges[levels] = min(old.lowerBound, sum)...max(old.upperBound, sum)
    }
    tables.append(values)
  }

  private mutating func extend(_ values: [Int]) {
    guard values.count < inner.count else { return check(values) }
    // A row that is complete must agree with its total.
    if values.count % columns == 0, values.count > 0,
      let total = known(["r\(values.count / columns - 1)", "all"]),
      values.suffix(columns).reduce(0, +) != total
    {
      return
    }
    let row = values.count / columns
    if let total = known(["r\(row)", "all"]), values[(row * columns)...].reduce(0, +) > total { return }
    if let value = known(inner[values.count]) { return extend(values + [value]) }
    for value in 1...most { extend(values + [value]) }
  }
}
