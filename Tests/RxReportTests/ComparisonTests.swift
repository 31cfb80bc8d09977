import RxText
import RxReport
import Testing

@Suite struct ComparisonTests {
  private func row(
    _ group: String, _ numerator: String, _ denominator: String, _ estimate: String, _ status: String = "ok"
  ) -> PublishedRow {
    PublishedRow([
      "measure": "prevalence", "sex": group, "denominator_unit": "persons", "numerator": numerator,
      "denominator": denominator, "estimate": estimate, "ci_lower": "", "ci_upper": "", "status": status,
    ])
  }

  private func findings(_ old: PublishedRow, _ new: PublishedRow, tolerance: Double = 0) -> [Comparison
    .Finding]
  {
    Comparison(old: [old], new: [new], tolerance: tolerance, minCell: 11).items.map(\.finding)
  }

  @Test func sameFiguresAreNoFinding() {
    let same = row("F", "50", "100", "500.0000")
    let comparison = Comparison(old: [same], new: [same], tolerance: 0, minCell: 11)
    #expect(comparison.items.isEmpty && comparison.common == 1 && comparison.same == 1)
  }

  @Test func anEstimateMayMoveAsFarAsIsTolerated() {
    let old = row("F", "500", "1000", "500.0000")
    #expect(findings(old, row("F", "525", "1000", "525.0000"), tolerance: 0.05).isEmpty)
    #expect(findings(old, row("F", "526", "1000", "526.0000"), tolerance: 0.05) == [.changed])
  }

  @Test(arguments: [0, 0.05])
  func aRowWithoutAnEstimateIsComparedByItsFigures(tolerance: Double) {
    let undefined = row("F", "40", "80", "", "undefined")
    #expect(findings(undefined, row("F", "400", "800", "9.9000"), tolerance: tolerance) == [.changed])
    #expect(findings(row("F", "400", "800", "9.9000"), undefined, tolerance: tolerance) == [.changed])
    #expect(findings(undefined, row("F", "400", "80", "", "undefined"), tolerance: tolerance) == [.changed])
    #expect(findings(undefined, undefined, tolerance: tolerance).isEmpty)
    let suppressed = row("F", "", "100", "", "suppressed")
    #expect(findings(suppressed, row("F", "", "500", "", "suppressed"), tolerance: tolerance) == [.changed])
    let shown = row("F", "50", "500", "100.0000")
    #expect(findings(suppressed, shown, tolerance: tolerance) == [.shownNow, .changed])
    #expect(findings(row("F", "", "500", "", "suppressed"), shown, tolerance: tolerance) == [.shownNow])
  }

  @Test func aRowWithoutAnEstimateMayMoveAsFarAsIsTolerated() {
    let old = row("F", "400", "800", "", "undefined")
    #expect(findings(old, row("F", "420", "800", "", "undefined"), tolerance: 0.05).isEmpty)
    #expect(findings(old, row("F", "421", "800", "", "undefined"), tolerance: 0.05) == [.changed])
  }

  @Test(arguments: [(1, true), (10, true), (11, false)])
  func countsThatDifferByFew(difference: Int, isSmall: Bool) {
    let found = findings(
      row("F", "500", "1000", "500.0000"), row("F", "\(500 + difference)", "1000", "500.0000"), tolerance: 0.5
    )
    #expect(found == (isSmall ? [.smallDifference] : []))
  }

  @Test func yearsAreNoCounts() {
    let found = findings(
      row("F", "500", "1000.5000", "500.0000"), row("F", "500", "1003.5000", "500.0000"), tolerance: 0.5)
    #expect(found.isEmpty)
  }

  @Test func rowsThatComeAndGoAndAreSuppressed() {
    let comparison = Comparison(
      old: [
        row("F", "50", "100", "500.0000"), row("M", "", "100", "", "suppressed"),
        row("X", "1", "2", "500.0000"),
      ],
      new: [
        row("F", "", "100", "", "suppressed"), row("M", "40", "100", "400.0000"),
        row("Y", "1", "2", "500.0000"),
      ],
      tolerance: 0, minCell: 11)
    #expect(comparison.items.map(\.finding) == [.suppressedNow, .shownNow, .added, .removed])
    let text = comparisonCSV(
      comparison, columns: ["measure", "sex", "numerator", "denominator", "denominator_unit", "status"])
    #expect(
      text.hasPrefix(
        "finding,measure,sex,denominator_unit,old_numerator,old_denominator,old_status,new_numerator,"))
    #expect(text.contains("\nshown_now,prevalence,M,persons,,100,suppressed,40,100,ok,,,\n"))
  }

  @Test func whatBothGiveAway() {
    let row = row("F", "", "100", "", "suppressed")
    var comparison = Comparison(old: [row], new: [row], tolerance: 0, minCell: 11)
    comparison.give(away: "users", range: 3...5, old: row, new: nil)
    comparison.give(away: "users, age 65", range: 4...4, old: nil, new: nil)
    comparison.leaveOpen("counts are rounded")
    #expect(comparison.count(.givenAway) == 2 && comparison.count(.notConcluded) == 1)
    let text = comparisonText(comparison, variables: ["sex"], most: 20)
    #expect(text.contains("given away by both releases together: 2\n"))
    #expect(text.contains("sex F (persons): [c]/100 -> -; users: 3 to 5\n  users, age 65: 4\n"))
    #expect(text.contains("not concluded from both releases together: 1\n  counts are rounded\n"))
    let csv = comparisonCSV(comparison, columns: ["measure", "sex", "denominator"])
    #expect(csv.hasPrefix("finding,measure,sex,old_denominator,new_denominator,what,from,to\n"))
    #expect(csv.contains("\ngiven_away,prevalence,F,100,,users,3,5\n"))
    #expect(csv.contains("\ngiven_away,,,,,\"users, age 65\",4,4\n"))
    #expect(csv.contains("\nnot_concluded,,,,,counts are rounded,,\n"))
  }
}
