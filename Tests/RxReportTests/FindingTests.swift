import RxModel
import RxRelease
import RxStatistics
import Testing

@testable import RxReport

/// A figure with these limits; nil for one that is kept back.
func figure(
  _ estimate: Double?, _ lower: Double = 0, _ upper: Double = 0, unit: String = "per_1000_persons",
  levels: [String] = ["all"]
) throws -> Figure {
  let day = try #require(Day(year: 2020, month: 1, day: 1))
  return Figure(
    measure: "prevalence", definition: "", drug: "opioid", period: DaySpan(day, day), levels: levels,
    numerator: estimate == nil ? nil : .count(10), denominator: .count(1000), denominatorUnit: "persons",
    estimate: estimate, estimateUnit: unit,
    limits: estimate == nil ? nil : ConfidenceLimits(lower: lower, upper: upper),
    status: estimate == nil ? .suppressed : .ok)
}

@Suite("Findings: each rule true, false and undecided")
struct FindingTests {
  @Test("A change is one where the intervals are apart, and none where they touch or a figure is kept back")
  func change() throws {
    let first = try figure(20, 18, 22)
    #expect(Finding.change(from: first, to: try figure(30, 22.1, 38)) == .rose)
    #expect(Finding.change(from: first, to: try figure(10, 8, 17.9)) == .fell)
    #expect(Finding.change(from: first, to: try figure(30, 22, 38)) == nil)
    #expect(Finding.change(from: first, to: try figure(10, 8, 18)) == nil)
    #expect(Finding.change(from: first, to: try figure(nil)) == nil)
    #expect(Finding.change(from: nil, to: first) == nil)
  }

  @Test("A change along several intervals goes nowhere back, and each can be relied on")
  func along() throws {
    let (low, middle, high) = (try figure(10, 9, 11), try figure(12, 10, 14), try figure(20, 18, 22))
    #expect(Finding.change(along: [low, middle, high]) == .rose)
    #expect(Finding.change(along: [high, middle, middle, low]) == .fell)
    #expect(Finding.change(along: [low, high, middle, high]) == nil)
    #expect(Finding.change(along: [low, try figure(nil), high]) == nil)
    #expect(Finding.change(along: [low, nil, high]) == nil)
    #expect(Finding.change(along: [low, try figure(15, 0, 40), high]) == nil)
    #expect(Finding.change(along: [low, middle]) == nil && Finding.change(along: [low]) == nil)
    #expect(Finding.change(from: try figure(1, 0, 9), to: high) == nil)
  }

  @Test("A trend has a direction where its interval holds no 0")
  func trend() throws {
    #expect(Finding.direction(ofTrend: try figure(-2, -3, -0.1)) == .fell)
    #expect(Finding.direction(ofTrend: try figure(2, 0.1, 3)) == .rose)
    #expect(Finding.direction(ofTrend: try figure(-2, -3, 0)) == nil)
    #expect(Finding.direction(ofTrend: try figure(2, 0, 3)) == nil)
    #expect(Finding.direction(ofTrend: try figure(nil)) == nil)
  }

  @Test("A direction is shared where all have it, and there are two or more")
  func shared() {
    #expect(Finding.shared([.fell, .fell]) == .fell)
    #expect(Finding.shared([.rose, .rose, .rose]) == .rose)
    #expect(Finding.shared([.fell, .rose]) == nil)
    #expect(Finding.shared([.fell, nil]) == nil)
    #expect(Finding.shared([nil, .fell]) == nil)
    #expect(Finding.shared([.fell]) == nil)
    #expect(Finding.shared([]) == nil)
  }

  @Test("Ordered groups rise where each is above the one before, and the ends are apart")
  func order() throws {
    let (low, middle, high) = (try figure(10, 9, 11), try figure(12, 10, 14), try figure(20, 18, 22))
    #expect(Finding.change(along: [low, middle, high], isSteady: true) == .rose)
    #expect(Finding.change(along: [high, middle, low], isSteady: true) == .fell)
    #expect(Finding.change(along: [middle, low, high], isSteady: true) == nil)
    #expect(Finding.change(along: [low, try figure(nil), high], isSteady: true) == nil)
    #expect(Finding.change(along: [low, nil, high], isSteady: true) == nil)
    #expect(Finding.change(along: [low, middle, try figure(13, 11, 15)], isSteady: true) == nil)
    // Equal ones don't rise.
    #expect(Finding.change(along: [low, low, high], isSteady: true) == nil)
  }

  @Test("The largest and the smallest are told where their intervals are apart, and can be relied on")
  func extremes() throws {
    let groups = [("a", try figure(30, 25, 35)), ("b", try figure(10, 8, 12)), ("c", try figure(20, 5, 35))]
    let found = try #require(Finding.extremes(groups.map { (name: $0.0, figure: $0.1) }))
    #expect(found.highest == "a" && found.lowest == "b" && found.times == 3)
    #expect(Finding.extremes([("a", try figure(30, 12, 48)), ("b", try figure(10, 8, 12))]) == nil)
    #expect(Finding.extremes([("a", try figure(30, 25, 35)), ("b", try figure(nil))]) == nil)
    #expect(Finding.extremes([("a", try figure(30, 25, 35)), ("b", try figure(0, 0, 0))]) == nil)
    #expect(Finding.extremes([("a", try figure(30, 25, 35))]) == nil)
    // An interval wider than twice the estimate is none to rely on; one just as wide is.
    #expect(Finding.extremes([("a", try figure(30, 25, 35)), ("b", try figure(5, 1, 11.1))]) == nil)
    #expect(Finding.extremes([("a", try figure(30, 25, 35)), ("b", try figure(5, 1, 11))]) != nil)
  }

  @Test("Titles over time: every group, everyone, or a plain name")
  func titlesOverTime() {
    func title(_ overall: Finding.Direction?, _ groups: [Finding.Direction?], hides: Bool = false) -> String {
      ChartTitle.overTime(
        "Opioid use", overall: overall, groups: groups, which: "in every group", period: ("2018", "2022"),
        hides: hides, name: "Persons with a fill")
    }
    #expect(title(nil, [.fell, .fell]) == "Opioid use fell in every group from 2018 to 2022")
    #expect(
      title(nil, [.rose, .rose], hides: true) == "Opioid use rose in every group shown from 2018 to 2022")
    #expect(title(.fell, []) == "Opioid use fell from 2018 to 2022")
    #expect(title(.rose, [.rose, nil]) == "Persons with a fill, 2018 to 2022")
    #expect(title(nil, []) == "Persons with a fill, 2018 to 2022")
  }

  @Test("Titles by group: with age, times as high, or a plain name")
  func titlesByGroup() throws {
    let rising = [
      ("at 0 to 17", try figure(1, 0.9, 1.1)), ("at 18 to 64", try figure(2, 1.8, 2.2)),
      ("at 65 and over", try figure(4, 3.6, 4.4)),
    ]
    func title(_ variable: String, _ groups: [(String, Figure)]) -> String {
      ChartTitle.byGroup(
        "Opioid use", variable: variable, groups: groups.map { (name: $0.0, figure: $0.1) }, name: "Plain")
    }
    #expect(title("age", rising) == "Opioid use rises with age")
    #expect(title("age", rising.reversed()) == "Opioid use falls with age")
    #expect(title("region", rising) == "Opioid use is 4.0 times as high at 65 and over as at 0 to 17")
    #expect(
      title("age", [rising[1], rising[0], rising[2]])
        == "Opioid use is 4.0 times as high at 65 and over as at 0 to 17")
    // Two groups have no course.
    #expect(
      title("age", [rising[0], rising[2]])
        == "Opioid use is 4.0 times as high at 65 and over as at 0 to 17")
    let hidden = rising + [("in X", try figure(nil))]
    #expect(
      title("region", hidden)
        == "Opioid use is 4.0 times as high at 65 and over as at 0 to 17, of the groups shown")
    #expect(title("region", [rising[0]]) == "Plain")
  }
}

@Suite("Words and numbers of reports")
struct WordsTests {
  private func span(_ start: (Int, Int, Int), _ end: (Int, Int, Int)) throws -> DaySpan {
    DaySpan(
      try #require(Day(year: start.0, month: start.1, day: start.2)),
      try #require(Day(year: end.0, month: end.1, day: end.2)))
  }

  @Test("Periods in words")
  func periods() throws {
    #expect(Words.period(try span((2019, 1, 1), (2019, 12, 31))) == "2019")
    #expect(Words.period(try span((2018, 1, 1), (2022, 12, 31))) == "2018 to 2022")
    #expect(Words.period(try span((2019, 1, 1), (2019, 3, 31))) == "Jan to Mar 2019")
    #expect(Words.period(try span((2020, 2, 1), (2020, 2, 29))) == "Feb 2020")
    #expect(Words.period(try span((2019, 11, 1), (2020, 1, 31))) == "Nov 2019 to Jan 2020")
    #expect(Words.period(try span((2020, 2, 1), (2020, 2, 28))) == "1 Feb 2020 to 28 Feb 2020")
  }

  @Test(
    "Numbers have a comma at every third digit",
    arguments: [
      (0, "0"), (999, "999"), (1000, "1,000"), (12_345, "12,345"), (1_234_567, "1,234,567"),
      (-1234, "-1,234"),
    ])
  func thousands(number: Int, text: String) { #expect(grouped(number) == text) }

  @Test(
    "Estimates round by the rules: a zero is 0, what rounds to zero says so",
    arguments: [
      (0.0, 1, "0"), (0.04, 1, "[low]"), (0.05, 1, "0.1"), (-0.04, 1, "[low]"), (1234.56, 1, "1,234.6"),
      (-0.5, 1, "-0.5"), (0.4, 0, "[low]"), (0.6, 0, "1"),
    ])
  func rounding(estimate: Double, decimals: Int, text: String) {
    #expect(Figure.text(estimate, decimals) == text)
  }

  @Test("A figure that is kept back reads [c], never 0 and never its denominator over nothing")
  func suppressed() throws {
    var kept = try figure(nil)
    #expect(kept.estimateText == "[c]" && kept.estimateWithLimits == "[c]" && kept.partsText == "[c]/1,000")
    kept.denominator = nil
    #expect(kept.partsText == "[c]" && kept.wholeText == "[c]")
    #expect(kept.drawn == .suppressed(range: nil))
  }

  @Test("Levels and units in words")
  func levels() {
    #expect(Words.level("80+", of: "age") == "80 and over")
    #expect(Words.level("18-35", of: "age") == "18 to 35")
    #expect(Words.level("18-35", of: "band") == "18-35")
    #expect(Words.unit("per_1000_persons", "persons") == "per 1,000 persons")
    #expect(Words.unit("per_1000_person_years", "person_years_at_risk") == "per 1,000 person-years at risk")
    #expect(Words.unit("percent", "exposed:opioid") == "% of persons exposed to opioid")
    #expect(Words.list(["a", "b", "c"]) == "a, b and c" && Words.list(["a"]) == "a")
  }
}
