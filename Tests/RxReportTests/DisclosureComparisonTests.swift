import RxReport
import RxText
import Testing

/// What both releases give away, as it is told.
@Suite("What two releases give away, apart from what moved")
struct DisclosureComparisonTests {
  private func row(
    _ sex: String, _ numerator: String, _ denominator: String, _ estimate: String, _ status: String = "ok"
  ) -> PublishedRow {
    PublishedRow([
      "measure": "prevalence", "sex": sex, "denominator_unit": "persons", "numerator": numerator,
      "denominator": denominator, "estimate": estimate, "ci_lower": "", "ci_upper": "", "status": status,
    ])
  }

  private func compare(
    _ old: [PublishedRow], _ new: [PublishedRow], hasSameData: Bool = false, minCell: Int? = 11
  ) -> Comparison {
    var circumstances = FigureFindings.Circumstances()
    (circumstances.hasSameData, circumstances.minCell) = (hasSameData, minCell)
    let rule = FigureRule(tolerance: 0.5, least: 0, asksLimits: false)
    return Comparison(
      figures: FigureFindings(old: old, new: new, rule: rule, circumstances), volumes: [],
      kinds: Set(Comparison.Kind.allCases))
  }

  @Test(arguments: [(1, true), (10, true), (11, false)])
  func countsThatDifferByFew(difference: Int, isSmall: Bool) {
    let (old, new) = (
      row("F", "500", "1000", "500.0000"), row("F", "\(500 + difference)", "1000", "500.0000")
    )
    let comparison = compare([old], [new])
    #expect(comparison.items.map(\.finding) == (isSmall ? [.smallDifference] : []))
    #expect(comparison.alarms(.disclosure) == (isSmall ? 1 : 0) && comparison.alarms(.figure) == 0)
    #expect(compare([old], [new], minCell: nil).items.isEmpty)
  }

  @Test func yearsAreNoCounts() {
    let comparison = compare(
      [row("F", "500", "1000.5000", "500.0000")], [row("F", "500", "1003.5000", "500.0000")])
    #expect(comparison.items.isEmpty)
  }

  @Test("What only one keeps back is an alarm where the data are the same", arguments: [true, false])
  func keptBack(hasSameData: Bool) {
    let comparison = compare(
      [row("F", "50", "100", "500.0000"), row("M", "", "100", "", "suppressed")],
      [row("F", "", "100", "", "suppressed"), row("M", "40", "100", "400.0000")], hasSameData: hasSameData)
    #expect(comparison.items.map(\.finding) == [.suppressedNow, .shownNow])
    #expect(comparison.isAlarm == hasSameData)
    let csv = comparisonCSV(
      comparison, columns: ["measure", "sex", "numerator", "denominator", "denominator_unit", "status"])
    #expect(
      csv.hasPrefix(
        "kind,finding,alarm,measure,sex,denominator_unit,old_numerator,old_denominator,old_status,new_numerator,"
      ))
    let alarm = hasSameData ? "yes" : "no"
    #expect(
      csv.contains("\ndisclosure,shown_now,\(alarm),prevalence,M,persons,,100,suppressed,40,100,ok,,,\n"))
  }

  @Test("A section of its own, with the first ten of each and a count")
  func section() {
    let row = row("F", "", "100", "", "suppressed")
    var comparison = compare([row], [row])
    comparison.add([
      Comparison.given(away: "users", range: 3...5, old: row, new: nil),
      Comparison.given(away: "users, age 65", range: 4...4, old: nil, new: nil),
      Comparison.leftOpen("counts are rounded"),
    ])
    #expect(comparison.count(.givenAway) == 2 && comparison.count(.notConcluded) == 1)
    let text = comparisonText(comparison, between: "a and b", reasons: [], past: nil, disclosure: nil)
    #expect(text.hasPrefix("ALARM between a and b: volume 0, figure 0, disclosure 2\n"), "\(text)")
    #expect(
      text.hasSuffix(
        """
        Disclosure:
          given away by both releases together: 2
            ! prevalence, sex F (persons): [c]/100 -> -; users: 3 to 5
            ! users, age 65: 4
          not concluded from both releases together: 1
            counts are rounded

        """), "\(text)")
    let csv = comparisonCSV(comparison, columns: ["measure", "sex", "denominator"])
    #expect(csv.contains("\ndisclosure,given_away,yes,prevalence,F,100,,users,3,5\n"), "\(csv)")
    #expect(csv.contains("\ndisclosure,given_away,yes,,,,,\"users, age 65\",4,4\n"), "\(csv)")
    #expect(csv.contains("\ndisclosure,not_concluded,no,,,,,counts are rounded,,\n"), "\(csv)")
  }

  @Test("Ten lines a kind, then how many more")
  func manyFindings() {
    func many(_ count: Int) -> String {
      var comparison = compare([], [])
      comparison.add((1...count).map { Comparison.leftOpen("part \($0)") })
      return comparisonText(comparison, between: "a and b", reasons: [], past: nil, disclosure: nil)
    }
    #expect(many(10).contains("    part 10\n") && !many(10).contains("more (all"))
    #expect(many(12).contains("  ... and 2 more (all findings: --csv)\n") && !many(12).contains("part 11"))
  }

  @Test("Kinds that nobody asks for are not there")
  func kinds() {
    var comparison = Comparison(
      figures: FigureFindings(old: [], new: [row("F", "60", "100", "600.0000")], rule: .usual, .init()),
      volumes: [], kinds: [.disclosure])
    comparison.add([Comparison.leftOpen("why")])
    #expect(comparison.items.map(\.finding) == [.notConcluded])
    let text = comparisonText(comparison, between: "a and b", reasons: [], past: nil, disclosure: nil)
    #expect(
      text.hasPrefix("no alarm between a and b: disclosure 0\n") && !text.contains("Figures:"), "\(text)")
  }
}
