import RxModel
import RxReport
import RxText
import Testing

/// Figures of two releases.
@Suite("Figures that move between two releases")
struct ComparisonTests {
  /// A row of prevalence of a year, of everyone.
  private func row(
    year: Int = 2020, _ numerator: String, _ denominator: String, _ estimate: String,
    limits: (String, String) = ("", ""), status: String = "ok", end: String? = nil
  ) -> PublishedRow {
    row("all", year: year, numerator, denominator, estimate, limits: limits, status: status, end: end)
  }

  /// A row of prevalence of a year, of a sex.
  private func row(
    _ sex: String, year: Int = 2020, _ numerator: String, _ denominator: String, _ estimate: String,
    limits: (String, String) = ("", ""), status: String = "ok", end: String? = nil
  ) -> PublishedRow {
    PublishedRow([
      "measure": "prevalence", "drug": "opioid", "period_start": "\(year)-01-01",
      "period_end": end ?? "\(year)-12-31", "sex": sex, "denominator_unit": "persons", "numerator": numerator,
      "denominator": denominator, "estimate": estimate, "ci_lower": limits.0, "ci_upper": limits.1,
      "status": status,
    ])
  }

  private func compare(
    _ old: [PublishedRow], _ new: [PublishedRow], _ rule: FigureRule = .usual,
    _ change: (inout FigureFindings.Circumstances) -> Void = { _ in }
  ) -> Comparison {
    var circumstances = FigureFindings.Circumstances()
    change(&circumstances)
    return Comparison(
      figures: FigureFindings(old: old, new: new, rule: rule, circumstances), volumes: [],
      kinds: Set(Comparison.Kind.allCases))
  }

  private func findings(_ old: PublishedRow, _ new: PublishedRow, _ rule: FigureRule = .usual) -> [Comparison
    .Finding]
  { compare([old], [new], rule).items.map(\.finding) }

  private let fivePercent = FigureRule(tolerance: 0.05, least: 0, asksLimits: false)

  @Test func sameFiguresAreNoFinding() {
    let same = row("50", "100", "500.0000")
    #expect(findings(same, same, .exact).isEmpty)
    #expect(findings(same, row("51", "100", "510.0000"), .exact) == [.changed])
  }

  @Test("An estimate may move as far as is tolerated")
  func tolerance() {
    let old = row("500", "1000", "500.0000")
    #expect(findings(old, row("525", "1000", "525.0000"), fivePercent).isEmpty)
    #expect(findings(old, row("526", "1000", "526.0000"), fivePercent) == [.changed])
  }

  @Test("A change by fewer than the least count is none")
  func least() {
    let rule = FigureRule(tolerance: 0.05, least: 50, asksLimits: false)
    let old = row("500", "1000", "500.0000")
    #expect(findings(old, row("549", "1000", "549.0000"), rule).isEmpty)
    #expect(findings(old, row("550", "1000", "550.0000"), rule) == [.changed])
    // Where no count is shown, it is of so many.
    let hidden = row("", "49", "500.0000")
    #expect(findings(hidden, row("", "49", "700.0000"), rule).isEmpty)
    #expect(findings(row("", "50", "500.0000"), row("", "50", "700.0000"), rule) == [.changed])
  }

  @Test("Limits are widened for the number of figures compared")
  func limits() {
    let rule = FigureRule(tolerance: nil, least: 0, asksLimits: true)
    let old = row("500", "1000", "500.0000", limits: ("469.0000", "531.0000"))
    #expect(findings(old, row("530", "1000", "530.0000"), rule).isEmpty)
    #expect(findings(old, row("532", "1000", "532.0000"), rule) == [.changed])
    // Of a hundred figures the limits reach 3.4807 standard errors in place of 1.96: 555 in place of 531.
    let others = (1...99).map {
      row(year: 2020 + $0, "500", "1000", "500.0000", limits: ("469.0000", "531.0000"))
    }
    #expect(compare([old] + others, [row("555", "1000", "555.0000")] + others, rule).items.isEmpty)
    #expect(compare([old] + others, [row("556", "1000", "556.0000")] + others, rule).items.count == 1)
  }

  @Test("Days have the limits of as many persons as have supplies of 30 days")
  func days() {
    func days(_ numerator: Int, _ estimate: String) -> PublishedRow {
      PublishedRow([
        "measure": "overlap_days", "drug": "benzodiazepine+opioid", "denominator_unit": "days:opioid",
        "numerator": "\(numerator)", "denominator": "10000", "estimate": estimate, "status": "ok",
      ])
    }
    // Of 100 persons the standard error is a tenth; 1.96 of them are 196 in a thousand.
    let old = days(3000, "30.0000")
    #expect(findings(old, days(3580, "35.8000"), .usual).isEmpty)
    #expect(findings(old, days(3600, "36.0000"), .usual) == [.changed])
    #expect(findings(old, days(2400, "24.0000"), .usual) == [.changed])
    let rule = FigureRule(tolerance: 0.05, least: 50, asksLimits: false)
    #expect(findings(old, days(3160, "31.6000"), rule) == [.changed])
  }

  @Test("A row without an estimate is compared by its counts", arguments: [0, 0.05])
  func withoutEstimate(tolerance: Double) {
    let rule = FigureRule(tolerance: tolerance, least: 0, asksLimits: false)
    let undefined = row("40", "80", "", status: "undefined")
    #expect(findings(undefined, row("400", "800", "9.9000"), rule) == [.changed])
    #expect(findings(row("400", "800", "9.9000"), undefined, rule) == [.changed])
    #expect(findings(undefined, undefined, rule).isEmpty)
    let suppressed = row("", "100", "", status: "suppressed")
    #expect(findings(suppressed, row("", "500", "", status: "suppressed"), rule) == [.changed])
  }

  @Test("The persons of a group are compared beside its share")
  func persons() {
    let old = row("M", "500", "1000", "500.0000")
    #expect(findings(old, row("M", "250", "500", "500.0000"), fivePercent) == [.changed])
    #expect(findings(old, row("M", "525", "1050", "500.0000"), fivePercent).isEmpty)
  }

  // MARK: Intervals

  @Test("A rolling end moves no rows: intervals that came and went are told once")
  func rollingEnd() {
    let old = (2015...2019).flatMap {
      [row("F", year: $0, "50", "100", "500.0000"), row("M", year: $0, "5", "9", "555.5556")]
    }
    let new = (2016...2020).flatMap {
      [row("F", year: $0, "50", "100", "500.0000"), row("M", year: $0, "5", "9", "555.5556")]
    }
    let comparison = compare(old, new)
    #expect(comparison.items.map(\.finding) == [.intervals, .intervals] && !comparison.isAlarm)
    #expect(
      comparison.items.map(\.what) == [
        "intervals that came: 2020-01-01 to 2020-12-31", "intervals that went: 2015-01-01 to 2015-12-31",
      ])
  }

  @Test("An interval whose end moved is compared for what fell alone")
  func partialInterval() {
    let old = row("500", "1000", "500.0000", end: "2020-06-29")
    let grown = compare([old], [row("900", "1000", "900.0000", end: "2020-06-30")])
    #expect(grown.items.map(\.finding) == [.intervals] && !grown.isAlarm)
    let fallen = compare([old], [row("300", "1000", "300.0000", end: "2020-06-30")])
    #expect(fallen.items.map(\.finding) == [.fell, .intervals] && fallen.isAlarm)
  }

  @Test("An interval that goes on filling is one from the day of the last fill on")
  func fillingInterval() {
    let (old, new) = (row("500", "1000", "500.0000"), row("900", "1000", "900.0000"))
    let filling = compare([old], [new]) { $0.fillingFrom = "2020-12-31" }
    #expect(!filling.isAlarm && filling.count(.changed) == 0)
    let whole = compare([old], [new]) { $0.fillingFrom = "2021-01-01" }
    #expect(whole.isAlarm && whole.count(.changed) == 1)
  }

  // MARK: Rows in one of them

  @Test(
    "A level that came is told once, and is an alarm where it is of many",
    arguments: [(49, false), (50, true)])
  func newLevel(persons: Int, isAlarm: Bool) {
    let old = [row("F", "50", "100", "500.0000")]
    let comparison = compare(old, old + [row("2", "5", "\(persons)", "100.0000")])
    #expect(comparison.items.map(\.what) == ["the level '2' of sex came (of up to \(persons))"])
    #expect(comparison.isAlarm == isAlarm)
  }

  @Test("A measure that went is an alarm where the study is the same", arguments: [true, false])
  func lineThatWent(hasSameStudy: Bool) {
    var other = row("5", "10", "500.0000")
    other.key["measure"] = "fill_rate"
    let rest = row("5", "10", "500.0000")
    let comparison = compare([rest, other], [rest]) { $0.hasSameStudy = hasSameStudy }
    #expect(comparison.items.map(\.what) == ["all 1 rows of fill_rate, opioid went"])
    #expect(comparison.isAlarm == hasSameStudy)
  }

  @Test("Of the same data, study and version nothing may differ")
  func sameRun() {
    let old = [row("F", "5", "10", "500.0000"), row("M", "5", "10", "500.0000")]
    let comparison = compare(old, [row("F", "6", "10", "600.0000")]) { $0.isSame = true }
    #expect(comparison.items.map(\.finding) == [.changed, .removed] && comparison.alarms(.figure) == 2)
  }

  // MARK: Selection

  @Test("Only what is asked for is compared; a name that is none is told with the nearest")
  func selection() throws {
    var fills = row("F", "5", "10", "500.0000")
    fills.key["measure"] = "fill_rate"
    let rows = [row("5", "10", "500.0000"), row("F", "5", "10", "500.0000"), fills]
    func selected(_ change: (inout RowSelection) -> Void) throws -> [PublishedRow] {
      var selection = RowSelection()
      change(&selection)
      return try selection.rows(old: [], new: rows).new
    }
    #expect(try selected { _ in } == rows)
    #expect(try selected { $0.groupings = ["overall"] } == [rows[0]])
    #expect(try selected { $0.groupings = ["sex"] } == [rows[1], fills])
    #expect(try selected { ($0.groupings, $0.measures) = (["sex"], ["prevalence"]) } == [rows[1]])
    #expect(try selected { $0.drugs = ["opioid"] } == rows)
    for (change, message) in [
      ({ $0.groupings = ["sez"] }, "grouping 'sez'"), ({ $0.drugs = ["opiod"] }, "drug 'opiod'"),
      ({ $0.measures = ["prevalance"] }, "measure 'prevalance'"),
    ] as [((inout RowSelection) -> Void, String)] {
      let fault = #expect(throws: (any Error).self) { try selected(change) }
      #expect((fault as? RxFault)?.message.contains(message) == true, "\(String(describing: fault))")
    }
  }

  @Test("Variables of a grouping come in any order")
  func orderOfVariables() throws {
    var both = row("F", "5", "10", "500.0000")
    both.key["age"] = "0-17"
    var selection = RowSelection()
    selection.groupings = ["sex+age"]
    #expect(try selection.rows(old: [both], new: []).old == [both])
  }
}
