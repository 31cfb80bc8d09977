import Testing

/// Does the oracle give what was worked out by hand?
@Suite("The oracle against hand-worked cases")
struct HandWorkedTests {
  @Test("Hand-worked case", arguments: HandWorkedCase.cases)
  func handWorked(handWorked: HandWorkedCase) {
    let differences = handWorked.differences(actual: handWorked.world.expectedRows())
    #expect(differences.isEmpty, "\(differences.joined(separator: "\n"))")
  }

  @Test(
    "Wilson limits as published",
    arguments: [(0, 20, 0, 0.161125), (5, 50, 0.043476, 0.213602), (37, 412, 0.065856, 0.121334)])
  func wilson(count: Int, total: Int, lower: Double, upper: Double) {
    let limits = NaiveStatistics.wilson(count, of: total)
    #expect(abs(limits.lower - lower) < 5e-7 && abs(limits.upper - upper) < 5e-7)
  }

  @Test(
    "Exact Poisson limits as published",
    arguments: [(0, 0, 3.688879), (5, 1.623486, 11.668332), (100, 81.363991, 121.626794)])
  func poisson(count: Int, lower: Double, upper: Double) {
    let limits = NaiveStatistics.poisson(count)
    #expect(abs(limits.lower - lower) < 5e-7 && abs(limits.upper - upper) < 5e-7)
  }

  @Test("Differences are found and named")
  func differencesAreFound() {
    let row = ResultRow(
      measure: "prevalence", drug: "opioid", numerator: "1", denominator: "2", unit: "persons",
      estimate: "500.0000")
    var near = row
    near.estimate = "500.0001"
    #expect(compare(expected: [row], actual: [near]).isEmpty)
    near.estimate = "500.0002"
    #expect(compare(expected: [row], actual: [near]).first?.hasPrefix("estimate: expected 500.0000") == true)
    near.numerator = "2"
    #expect(compare(expected: [row], actual: [near]).count == 2)
    #expect(compare(expected: [row], actual: []).first?.hasPrefix("missing: ") == true)
    #expect(compare(expected: [], actual: [row]).first?.hasPrefix("too many: ") == true)
    #expect(compare(expected: [row], actual: [row, row]).first?.hasPrefix("twice: ") == true)
    #expect(compare(expected: [], actualCSV: "a,b\n").first?.hasPrefix("unexpected header") == true)
  }
}
