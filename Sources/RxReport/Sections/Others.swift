import RxModel
import RxRelease

/// Dose, safety, new users and comparisons: the latest interval for everyone, and how long new users stay or how many stop.
func otherSection(_ facts: ReportFacts) -> Document.Section? {
  guard let latest = facts.latest else { return nil }
  var blocks: [Document.Block] = []
  for curve in DurationCurve.all {
    if let chart = curve.chart(facts) { blocks.append(.chart(chart)) }
  }
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
      !$0.measure.hasPrefix("ratio_") && $0.measure != "dose"
        && !DurationCurve.all.map(\.measure).contains($0.measure)
    }
    let table = plainTable(lines, latest, id: facts.id(kind.rawValue), facts)
    if !table.rows.isEmpty { blocks.append(.table(table)) }
  }
  return blocks.isEmpty ? nil : .init(id: "others", title: "Dose, safety and new users", blocks: blocks)
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
