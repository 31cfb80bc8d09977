import RxModel
import RxRelease

/// A curve of new users by days after the start: a measure whose definitions are such days.
struct DurationCurve {
  /// The measure as results.csv writes it; the chart is called so too.
  let measure: String
  /// The curve as a title: `How long new users stay`.
  private let title: String
  /// What the share is of, in words: `still treated`.
  private let share: String
  /// The percentage at day 0.
  private let start: Double

  /// The share of new users who stay, and of those who stop, where death is an end of its own.
  static let all = [
    DurationCurve(
      measure: "persistence", title: "How long new users stay", share: "still treated", start: 100),
    DurationCurve(
      measure: "discontinuation", title: "How many new users stop", share: "who have stopped", start: 0),
  ]

  /// The chart of the last interval whose new users are there at all: of later ones too little is known. Nil where there is
  /// none.
  func chart(_ facts: ReportFacts) -> Document.ChartBlock? {
    let lines = facts.lines(measure)
    let shown = facts.wholeIntervals.last { period in
      lines.contains { Finding.isShown(facts.figures.figure($0, period, facts.everyone)) }
    }
    guard !lines.isEmpty, let shown else { return nil }
    let drugs = lines.map(\.drug).distinct()
    let days = lines.compactMap { line in Self.day(of: line).map { (line, $0) } }
    let series = drugs.map { drug in
      let own = days.filter { $0.0.drug == drug }.sorted { $0.1 < $1.1 }
      let figures = own.map { (day: $0.1, figure: facts.figures.figure($0.0, shown, facts.everyone)) }
      let beginners = figures.compactMap { $0.figure?.denominator?.value }.first.map { Int($0) }
      return StepChart.Series(
        Words.drug(drug), figures.map { (day: $0.day, value: $0.figure?.drawn ?? .absent) },
        beginners: beginners)
    }
    let rows = days.compactMap { line, day in
      facts.figures.figure(line, shown, facts.everyone).map { figure -> [DataTable.Cell] in
        [.label(Words.drug(line.drug)), .number("\(day)"), .parts(figure), .estimate(figure)]
      }
    }
    let name = "\(title), \(Words.period(shown))"
    return Document.ChartBlock(
      id: measure, title: name,
      subtitle:
        "% of new users of \(Words.period(shown)) \(share), by days after the start, with 95% intervals",
      description: rows.map { "\($0[0].text) after \($0[1].text) days: \($0[3].text)" }
        .joined(separator: ". "),
      chart: .steps(StepChart(unit: "% \(share)", start: start, series: series)),
      table: DataTable(
        id: "\(measure)-table", caption: name,
        columns: [.init("Drug", isNumber: false), .init("Days"), .init("n/N"), .init("% (95% interval)")],
        rows: rows))
  }

  /// The days of `at=90/gap30`.
  private static func day(of line: FigureLine) -> Int? {
    let first = line.definition.split(separator: "/").first ?? ""
    return first.hasPrefix("at=") ? Int(first.dropFirst(3)) : nil
  }
}
