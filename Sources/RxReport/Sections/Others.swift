import RxModel
import RxRelease

/// Dose, safety, new users and comparisons: the latest interval for everyone, and how long new users stay.
func otherSection(_ facts: ReportFacts) -> Document.Section? {
  guard let latest = facts.latest else { return nil }
  var blocks: [Document.Block] = []
  if let chart = persistenceChart(facts) { blocks.append(.chart(chart)) }
  let doses = facts.lines("dose")
  if !doses.isEmpty {
    let chart = DefinitionChart(lines: doses, period: latest, facts)
    blocks.append(
      .chart(chart.block(id: "dose", title: "\(facts.title("dose")), \(Words.period(latest))", facts)))
  }
  // Table 1 has the quartiles, where there is one.
  let distribution: [TableKind] = characteristicsBlocks(facts).isEmpty ? [.distribution] : []
  for kind in [TableKind.doses, .safety, .newUsers, .comparisons] + distribution {
    // A ratio is of the levels of a variable alone.
    let lines = facts.lines(kind).filter {
      !$0.measure.hasPrefix("ratio_") && !["persistence", "dose"].contains($0.measure)
    }
    let table = plainTable(lines, latest, id: facts.id(kind.rawValue), facts)
    if !table.rows.isEmpty { blocks.append(.table(table)) }
  }
  return blocks.isEmpty ? nil : .init(id: "others", title: "Dose, safety and new users", blocks: blocks)
}

/// The share of new users who stay, by days after the start.
private func persistenceChart(_ facts: ReportFacts) -> Document.ChartBlock? {
  let lines = facts.lines("persistence")
  // The last interval whose new users are there at all: of later ones too little is known.
  let shown = facts.wholeIntervals.last { period in
    lines.contains { Finding.isShown(facts.figures.figure($0, period, facts.everyone)) }
  }
  guard !lines.isEmpty, let shown else { return nil }
  let drugs = lines.map(\.drug).distinct()
  let days = lines.compactMap { line in day(of: line).map { (line, $0) } }
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
  let name = "How long new users stay, \(Words.period(shown))"
  return Document.ChartBlock(
    id: "persistence", title: name,
    subtitle:
      "% of new users of \(Words.period(shown)) still treated, by days after the start, with 95% intervals",
    description: rows.map { "\($0[0].text) after \($0[1].text) days: \($0[3].text)" }.joined(separator: ". "),
    chart: .steps(StepChart(unit: "% still treated", series: series)),
    table: DataTable(
      id: "persistence-table", caption: name,
      columns: [.init("Drug", isNumber: false), .init("Days"), .init("n/N"), .init("% (95% interval)")],
      rows: rows))
}

/// The days of `at=90/gap30`.
private func day(of line: FigureLine) -> Int? {
  let first = line.definition.split(separator: "/").first ?? ""
  return first.hasPrefix("at=") ? Int(first.dropFirst(3)) : nil
}

/// The figures under other settings: from the least to the greatest, beside the study's own.
func sensitivitySection(_ facts: ReportFacts) -> Document.Section? {
  guard let latest = facts.latest, !facts.publication.sensitivity.isEmpty else { return nil }
  let all = facts.publication.sensitivity.filter { $0.figure.period == latest }
  // A gap is a part of some definitions: under another it is the same line all the same.
  let keys = Set(all.map { SettingFreeLine($0.figure.line) })
  let lines = facts.figures.lines.filter { keys.contains(SettingFreeLine($0)) }
  let units = lines.map { Words.unit($0.estimateUnit, $0.denominatorUnit) }.distinct()
  var blocks: [Document.Block] = [
    .paragraph(
      "The core measures under other settings, for everyone; all of them are in \(code: "sensitivity.csv").")
  ]
  for unit in units {
    let own = lines.filter { Words.unit($0.estimateUnit, $0.denominatorUnit) == unit }
    blocks.append(.chart(rangeChart(own, all.map(\.figure), unit, latest, facts)))
  }
  return .init(id: "sensitivity", title: "Sensitivity", blocks: blocks)
}

/// A line without the gap that its definition names.
private struct SettingFreeLine: Hashable {
  let line: FigureLine

  init(_ line: FigureLine) {
    var line = line
    line.definition = String(
      line.definition.split(separator: "/gap", omittingEmptySubsequences: false).first ?? "")
    self.line = line
  }
}

private func rangeChart(
  _ lines: [FigureLine], _ all: [Figure], _ unit: String, _ period: DaySpan, _ facts: ReportFacts
) -> Document.ChartBlock {
  var rows: [RangeChart.Row] = []
  var cells: [[DataTable.Cell]] = []
  let isAlone = Dictionary(grouping: lines, by: SettingFreeLine.init).mapValues { $0.count == 1 }
  for line in lines {
    let own = facts.figures.figure(line, period, facts.everyone)
    let key = SettingFreeLine(line)
    let related = all.filter { isAlone[key] == true ? SettingFreeLine($0.line) == key : $0.line == line }
    let shown = related.filter { Finding.isShown($0) }.compactMap { figure in
      figure.estimate.map { (figure, $0) }
    }
    let none = related.contains { $0.status == .suppressed } ? suppressedMarker : unavailableMarker
    let (least, greatest) = (shown.min { $0.1 < $1.1 }, shown.max { $0.1 < $1.1 })
    let label = "\(facts.subject(line))"
    let detail = line.definition.isEmpty ? "" : facts.label(line).words
    rows.append(
      .init(
        label, detail: detail, own: own.flatMap { Finding.isShown($0) ? $0.estimate : nil },
        ownText: own?.estimateText ?? unavailableMarker,
        range: least.flatMap { least in greatest.map { least.1...$0.1 } }))
    cells.append([
      .label(label), .label(detail), own.map { .estimate($0) } ?? .none,
      .number(least?.0.estimateText ?? none), .number(greatest?.0.estimateText ?? none),
    ])
  }
  let id = facts.id("sensitivity", unit)
  return Document.ChartBlock(
    id: id, title: "Estimates \(unit) under other settings",
    subtitle:
      "All persons, \(Words.period(period)): the study's own setting, and from the least to the greatest",
    description: cells.map { $0.map(\.text).joined(separator: " ") }.joined(separator: ". "),
    chart: .ranges(RangeChart(unit: Words.variable(unit), rows: rows)),
    table: DataTable(
      id: "\(id)-table", caption: "Estimates \(unit) under other settings, \(Words.period(period))",
      columns: [
        .init("Measure", isNumber: false), .init("Definition", isNumber: false), .init("Own setting"),
        .init("Least"), .init("Greatest"),
      ], rows: cells))
}
