import RxCounts
import RxModel
import RxRelease

@testable import RxDisclosure

/// A made-up table of counts of one interval: persons and users by two variables, with all margins.
struct TableMaker {
  /// The levels of the first and of the second variable.
  let rows: Int
  let columns: Int

  /// The table of these persons and users, by row and column.
  func table(persons: [[Int]], users: [[Int]], isCohort: Bool = false) -> CountTable {
    var strata: [Stratum] = []
    var counts: [Int64] = []
    func add(_ levels: [String], _ variables: [Int], _ isIn: (Int, Int) -> Bool) {
      var sums = (0, 0)
      for row in 0..<rows {
        for column in 0..<columns where isIn(row, column) {
          sums.0 += persons[row][column]
          sums.1 += users[row][column]
        }
      }
      guard sums.0 > 0 || variables.isEmpty else { return }
      strata.append(
        Stratum(
          levels: levels, variables: variables, ageVariable: nil, ageBand: nil, hasResidents: false))
      counts += [Int64(sums.0), Int64(sums.0 * 365), Int64(sums.1)]
    }
    add(["all", "all"], []) { _, _ in true }
    for row in 0..<rows { add(["r\(row)", "all"], [0]) { one, _ in one == row } }
    for column in 0..<columns { add(["all", "c\(column)"], [1]) { _, one in one == column } }
    for row in 0..<rows {
      for column in 0..<columns { add(["r\(row)", "c\(column)"], [0, 1]) { $0 == row && $1 == column } }
    }
    var table = CountTable(
      intervals: [DaySpan(Day(0), Day(364))], strata: strata, counterCount: 3, counts: counts, residents: [],
      figures: [
        FigureDefinition(
          measure: "prevalence", drug: "x", numerator: 2, denominator: .persons, denominatorUnit: "persons",
          estimate: .per1000Persons, limits: .wilson)
      ])
    if isCohort {
      table.figures.append(
        FigureDefinition(
          measure: "cohort", drug: "", numerator: .count(0), denominator: .persons,
          denominatorUnit: "persons",
          estimate: .percent, limits: .none, derivation: .cohort))
    }
    table.counters = [
      Counter(TestQuantity.persons.meaning, .persons),
      Counter(TestQuantity.days.meaning, .amount(ofPersons: 0)),
      Counter(TestQuantity.users.meaning, .persons),
    ]
    table.relations = [.subset(2, of: 0)]
    return table
  }
}

extension CountTable {
  /// This table under a preset's policy.
  func protected(_ preset: DisclosurePolicy.Preset, threads: Int = 1) throws -> ProtectedTable {
    var summary = DisclosureSummary(DisclosurePolicy(preset))
    return try DisclosureControl.protected(self, DisclosurePolicy(preset), &summary, threads: threads)
  }
}
