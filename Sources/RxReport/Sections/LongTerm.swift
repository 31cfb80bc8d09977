import RxModel
import RxRelease

/// Long-term use under every definition, and the trend of the first.
func longTermSection(_ facts: ReportFacts) -> Document.Section? {
  let all = facts.lines("long_term_use")
  guard let latest = facts.latest, let first = all.first else { return nil }
  let ofUsers = all.filter { $0.denominatorUnit == "users" }
  var blocks: [Document.Block] = []
  if !ofUsers.isEmpty {
    let chart = DefinitionChart(lines: ofUsers, period: latest, facts)
    blocks.append(
      .chart(chart.block(id: "long-term-definitions", title: longTermTitle(chart, facts), facts)))
  }
  let trend = all.filter { $0.definition == first.definition && $0.denominatorUnit == first.denominatorUnit }
  if facts.figures.intervals.count > 1 {
    var chart = overTime(trend, id: "long-term-time", facts)
    chart.subtitle = "\(Words.variable(facts.label(first).words)); \(chart.subtitle.lowercasedFirst)"
    blocks.append(.chart(chart))
  }
  for (variable, groups) in facts.singleGroups {
    if let chart = byGroup(trend, variable, groups, latest, facts) { blocks.append(.detail(chart)) }
  }
  return .init(id: "long-term", title: "Long-term use", blocks: blocks)
}

/// The title of long-term use under every definition.
private func longTermTitle(_ chart: DefinitionChart, _ facts: ReportFacts) -> String {
  let count = chart.labels.count
  let plain =
    "Long-term use under \(count) \(count == 1 ? "definition" : "definitions"), \(Words.period(chart.period))"
  guard let drug = chart.drugs.first else { return plain }
  let own = chart.labels.map { (name: $0.words, figure: chart.figure($0, drug, facts)) }
  return Finding.extremes(own).map {
    "Long-term \(Words.drug(drug)) use is \(Finding.times($0.times)) as high by one definition as by another"
  } ?? plain
}

/// Both drugs at once: the share by period, by group, and by two variables.
func overlapSection(_ facts: ReportFacts) -> Document.Section? {
  let all = facts.lines("overlap")
  guard let latest = facts.latest, let first = all.first else { return nil }
  var blocks: [Document.Block] = []
  let ofExposed = all.filter { $0.denominatorUnit.hasPrefix("exposed:") }
  let charted = ofExposed.isEmpty ? all : ofExposed
  for drug in charted.map(\.drug).distinct() {
    for unit in charted.filter({ $0.drug == drug }).map(\.denominatorUnit).distinct() {
      let own = charted.filter { $0.denominatorUnit == unit && $0.drug == drug }
      var chart = overTime(own, id: facts.id("overlap", drug, unit), facts)
      chart.subtitle = "\(Words.drug(drug)) on the same days: \(chart.subtitle.lowercasedFirst)"
      chart.table.caption = "\(Words.drug(drug)): \(chart.table.caption.lowercasedFirst)"
      blocks.append(.chart(chart))
    }
  }
  let line = facts.overlapLine ?? first
  for (variable, groups) in facts.singleGroups {
    if let chart = byGroup([line], variable, groups, latest, facts) { blocks.append(.detail(chart)) }
  }
  if let heat = heat(line, latest, facts) { blocks.append(.heat(heat)) }
  let days = facts.lines("overlap_days")
  if !days.isEmpty { blocks.append(.table(plainTable(days, latest, id: "overlap-days", facts))) }
  return .init(id: "overlap", title: "Overlap", blocks: blocks)
}

/// One figure by age and sex, or by the first two variables that the study crosses; age down the rows where it is one.
private func heat(_ line: FigureLine, _ period: DaySpan, _ facts: ReportFacts) -> HeatTable? {
  let pairs = facts.record.groupings.filter { $0.count == 2 }
  guard let pair = pairs.first(where: { Set($0) == ["age", "sex"] }) ?? pairs.first else { return nil }
  let ageFirst = pair.contains("age") ? ["age"] + pair.filter { $0 != "age" } : pair
  func longest(_ name: String) -> Int {
    facts.record.variables.first { $0.name == name }?.levels.map(\.count).max() ?? 0
  }
  // Long names stand at the heads of rows, where there is room for them.
  let hasLongHeads = longest(ageFirst[1]) > max(12, longest(ageFirst[0]))
  let names = hasLongHeads ? ageFirst.reversed() : ageFirst
  let variables = facts.publication.variables
  let places = names.compactMap { variables.firstIndex(of: $0) }
  guard places.count == 2 else { return nil }
  func levels(_ name: String) -> [String] {
    (facts.record.variables.first { $0.name == name }?.levels ?? []).filter { $0 != unknownLevel }
  }
  let (rows, columns) = (levels(names[0]), levels(names[1]))
  let figures = rows.map { row in
    columns.map { column -> Figure? in
      var group = facts.everyone
      group[places[0]] = row
      group[places[1]] = column
      return facts.figures.figure(line, period, group)
    }
  }
  guard figures.joined().contains(where: { $0 != nil }) else { return nil }
  return HeatTable(
    id: "overlap-heat",
    title: "\(facts.title(line.measure)) by \(names[0]) and \(names[1]), \(Words.period(period))",
    subtitle: "\(facts.quantity(line)), \(facts.label(line).words)", rowName: Words.variable(names[0]),
    columnName: Words.variable(names[1]), rowLabels: rows.map { Words.level($0, of: names[0]) },
    columnLabels: columns.map { Words.level($0, of: names[1]) }, figures: figures)
}

/// Lines of one interval for everyone, a row each.
func plainTable(_ lines: [FigureLine], _ period: DaySpan, id: String, _ facts: ReportFacts) -> DataTable {
  let title = lines.map { facts.title($0.measure) }.distinct()
  let rows = lines.compactMap { line in
    figure(line, period, facts).map { figure -> [DataTable.Cell] in
      [
        .label(facts.title(line.measure)), .label(Words.drug(line.drug)), .label(facts.label(line).words),
        .label(Words.period(figure.period)), .parts(figure), .estimate(figure),
        .label(Words.unit(line.estimateUnit, line.denominatorUnit)),
      ]
    }
  }
  return DataTable(
    id: id, caption: "\(Words.list(title)), all persons",
    columns: [
      .init("Measure", isNumber: false), .init("Drug", isNumber: false), .init("Definition", isNumber: false),
      .init("Period", isNumber: false), .init("n/N"), .init("Estimate (95% interval)"),
      .init("Unit", isNumber: false),
    ], rows: rows)
}

/// The figure of everyone in a period, or in one that holds it. Of those who are followed after it hardly anybody is in the
/// last: then that of the last whole interval in which it is reliable.
private func figure(_ line: FigureLine, _ period: DaySpan, _ facts: ReportFacts) -> Figure? {
  let own = facts.figures.periods(line).filter { covers($0, period) }
    .compactMap { facts.figures.figure(line, $0, facts.everyone) }.last
  guard line.denominatorUnit.hasSuffix("_followed"), !Finding.isReliable(own) else { return own }
  let before = facts.wholeIntervals.filter { $0.end < period.start }
    .compactMap { facts.figures.figure(line, $0, facts.everyone) }
  return before.last { Finding.isReliable($0) } ?? own
}

/// True for the interval itself, or one that holds it, as that of a trend.
private func covers(_ span: DaySpan, _ period: DaySpan) -> Bool {
  span.start <= period.start && period.end <= span.end
}
