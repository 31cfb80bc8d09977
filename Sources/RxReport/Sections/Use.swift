import RxModel
import RxRelease

/// The measures of use that are drawn over time, in their order.
private let useMeasures = [
  "prevalence", "fill_rate", "incidence", "incidence_proportion", "ddd", "standardised_prevalence",
  "standardised_fill_rate",
]

/// Use over time: each measure for everyone, then for the groups of the drugs that the report looks at.
func timeSection(_ facts: ReportFacts) -> Document.Section? {
  var blocks: [Document.Block] = []
  for measure in useMeasures {
    let lines = facts.lines(measure)
    guard let first = lines.first else { continue }
    let own = lines.filter {
      $0.estimateUnit == first.estimateUnit && $0.denominatorUnit == first.denominatorUnit
    }
    blocks.append(.chart(overTime(own, id: facts.id("time", measure), facts)))
  }
  for line in focusLines("prevalence", facts) {
    for (variable, groups) in facts.singleGroups {
      if let chart = byGroupOverTime(line, variable, groups, facts) { blocks.append(.detail(chart)) }
    }
  }
  return blocks.isEmpty ? nil : .init(id: "time", title: "Use over time", blocks: blocks)
}

/// The lines of a measure that are of the drugs that the report looks at.
func focusLines(_ measure: String, _ facts: ReportFacts) -> [FigureLine] {
  facts.lines(measure).filter { facts.focusDrugs.contains($0.drug) }
}

/// Lines of one unit over time for everyone, a line a drug (or a definition).
func overTime(_ lines: [FigureLine], id: String, _ facts: ReportFacts) -> Document.ChartBlock {
  let everyone = facts.everyone
  func name(_ line: FigureLine) -> String {
    lines.count { $0.drug == line.drug } == 1 ? Words.drug(line.drug) : facts.label(line).words
  }
  let series = lines.map { line in
    LineChart.Series(name(line), facts.overTime(line, everyone).map(facts.drawn))
  }
  let quantity = lines.first.map(facts.quantity) ?? ""
  let measure = lines.first.map { facts.title($0.measure) } ?? ""
  let isByDrug = lines.map(\.drug).distinct().count > 1
  let plain = lines.count == 1 ? measure : "\(measure) by \(isByDrug ? "drug" : "definition")"
  let title: String
  if lines.count == 1, let line = lines.first {
    title = facts.timeTitle(facts.subject(line), facts.change(line, everyone), [], hides: false, plain)
  } else {
    title = facts.timeTitle(
      measure, nil, lines.map { facts.change($0, everyone) },
      of: isByDrug ? "for every drug" : "by every definition", hides: false, plain)
  }
  return Document.ChartBlock(
    id: id, title: title,
    subtitle:
      "\(quantity), all persons, \(facts.byInterval); \(facts.bandWords)\(facts.gapWords(series))",
    description: description(lines.map { (name($0), facts.overTime($0, everyone)) }, facts),
    chart: facts.lineChart(quantity, series),
    table: timeTable(
      id: "\(id)-table", caption: "\(quantity), all persons",
      head: isByDrug || lines.count == 1 ? "Drug" : "Definition",
      lines.map { (name($0), facts.overTime($0, everyone)) }, facts))
}

/// One line over time, a line a group.
private func byGroupOverTime(
  _ line: FigureLine, _ variable: String, _ groups: [[String]], _ facts: ReportFacts
) -> Document.ChartBlock? {
  let shown = groups.filter { !$0.contains(unknownLevel) }
  guard shown.count > 1, facts.figures.intervals.count > 1 else { return nil }
  let names = shown.map { Words.group($0, facts.publication.variables) }
  let series = zip(names, shown).map { name, group in
    LineChart.Series(name, facts.overTime(line, group).map(facts.drawn))
  }
  let quantity = facts.quantity(line)
  let all = shown.flatMap { facts.overTime(line, $0) }
  let hides = all.contains { !Finding.isShown($0) }
  let title = facts.timeTitle(
    facts.subject(line), nil, shown.map { facts.change(line, $0) }, hides: hides,
    "\(facts.subject(line)) by \(variable)")
  let id = facts.id("time", line.measure, line.drug, variable)
  return Document.ChartBlock(
    id: id, title: title,
    subtitle:
      "\(Words.variable(Words.drug(line.drug))): \(quantity.lowercasedFirst), by \(variable), \(facts.byInterval); \(facts.bandWords)\(facts.gapWords(series))",
    description: description(zip(names, shown).map { ($0, facts.overTime(line, $1)) }, facts),
    chart: facts.lineChart(quantity, series),
    table: timeTable(
      id: "\(id)-table", caption: "\(Words.drug(line.drug)): \(quantity.lowercasedFirst), by \(variable)",
      head: Words.variable(variable), zip(names, shown).map { ($0, facts.overTime(line, $1)) }, facts))
}

/// The table of lines over time: periods across, or down the rows where there are more than six.
private func timeTable(
  id: String, caption: String, head: String, _ lines: [(name: String, figures: [Figure?])],
  _ facts: ReportFacts
) -> DataTable {
  let periods = facts.figures.intervals.map(Words.period)
  let shown = periods.indices.filter { place in lines.contains { $0.figures[place] != nil } }
  guard shown.count > 6 else {
    return DataTable(
      id: id, caption: "\(caption): estimate (95% interval), n/N",
      columns: [.init(head, isNumber: false)] + shown.map { .init(periods[$0]) },
      rows: lines.map { line in
        [.label(line.name)] + shown.map { line.figures[$0].map { .whole($0) } ?? .none }
      })
  }
  return DataTable(
    id: id, caption: caption,
    columns: [
      .init(head, isNumber: false), .init("Period", isNumber: false), .init("n"), .init("of"),
      .init("Estimate (95% interval)"),
    ],
    rows: lines.flatMap { line in
      shown.compactMap { place in
        line.figures[place].map { figure in
          [
            .label(line.name), .label(periods[place]), .numerator(figure), .denominator(figure),
            .estimate(figure),
          ]
        }
      }
    })
}

/// What lines over time show, in words.
private func description(_ lines: [(name: String, figures: [Figure?])], _ facts: ReportFacts) -> String {
  lines.map { name, figures in
    let shown = zip(facts.figures.intervals, figures).filter { $0.1?.drawn.middle != nil }
    guard let first = shown.first, let last = shown.last, let from = first.1, let to = last.1 else {
      return "\(name): no figure is shown."
    }
    let start = "\(name): \(from.estimateText) in \(Words.period(first.0))"
    return shown.count == 1 ? "\(start)." : "\(start), \(to.estimateText) in \(Words.period(last.0))."
  }.joined(separator: " ")
}

extension ReportFacts {
  /// The title of a chart over time, from the study's first to its last whole interval.
  func timeTitle(
    _ subject: String, _ overall: Finding.Direction?, _ groups: [Finding.Direction?],
    of which: String = "in every group", hides: Bool, _ name: String
  ) -> String {
    guard let first = wholeIntervals.first, let last = wholeIntervals.last, first != last else {
      return "\(name), \(period)"
    }
    return ChartTitle.overTime(
      subject, overall: overall, groups: groups, which: which,
      period: (Words.period(first), Words.period(last)), hides: hides, name: name)
  }
}

extension String {
  /// The text with its first letter small.
  var lowercasedFirst: String { (first.map { $0.lowercased() } ?? "") + dropFirst() }
}

/// Use by group in the latest interval.
func groupSection(_ facts: ReportFacts) -> Document.Section? {
  guard let latest = facts.latest else { return nil }
  let lines = focusLines("prevalence", facts)
  var blocks: [Document.Block] = []
  for (variable, groups) in facts.singleGroups {
    if let chart = byGroup(lines, variable, groups, latest, facts) { blocks.append(.chart(chart)) }
  }
  let ratios = facts.figures.lines.filter { $0.measure.hasPrefix("ratio_") && $0.estimateUnit == "ratio" }
  for measure in ratios.map(\.measure).distinct() {
    blocks.append(.chart(ratioChart(ratios.filter { $0.measure == measure }, latest, facts)))
  }
  return blocks.isEmpty ? nil : .init(id: "groups", title: "Use by group", blocks: blocks)
}

/// The levels of a variable in one interval, a dot a drug.
func byGroup(
  _ lines: [FigureLine], _ variable: String, _ groups: [[String]], _ period: DaySpan, _ facts: ReportFacts
) -> Document.ChartBlock? {
  guard let first = lines.first, groups.count > 1 else { return nil }
  let names = groups.map { Words.group($0, facts.publication.variables) }
  let charted = zip(names, groups).filter { !$0.1.contains(unknownLevel) }
  let quantity = facts.quantity(first)
  let plain = "\(facts.title(first.measure)) by \(variable), \(Words.period(period))"
  let title = ChartTitle.byGroup(
    facts.subject(first), variable: variable,
    groups: charted.map { (name: facts.place($0.1), figure: facts.figures.figure(first, period, $0.1)) },
    name: plain)
  let rows = zip(names, groups).map { name, group in
    [DataTable.Cell.label(name)]
      + lines.flatMap { DataTable.Cell.partsAndEstimate(facts.figures.figure($0, period, group)) }
  }
  let id = facts.id("groups", first.measure, variable)
  return Document.ChartBlock(
    id: id, title: title,
    subtitle: "\(quantity) by \(variable), \(Words.period(period)), with 95% intervals",
    description: charted.map { name, group in
      "\(name): "
        + lines.map { line in
          "\(Words.drug(line.drug)) \(facts.figures.figure(line, period, group)?.estimateText ?? "no figure")"
        }.joined(separator: ", ") + "."
    }.joined(separator: " "),
    chart: .dots(
      DotChart(
        unit: quantity, series: lines.map { Words.drug($0.drug) },
        rows: charted.map { name, group in
          DotChart.Row(name, lines.map { facts.drawn(facts.figures.figure($0, period, group)) })
        })),
    table: DataTable(
      id: "\(id)-table", caption: "\(quantity) by \(variable), \(Words.period(period))",
      columns: [.init(Words.variable(variable), isNumber: false)]
        + lines.flatMap { DataTable.Column.partsAndEstimate(Words.drug($0.drug)) }, rows: rows))
}

/// Ratios to the reference level, where the study asks for them.
private func ratioChart(_ own: [FigureLine], _ period: DaySpan, _ facts: ReportFacts) -> Document.ChartBlock {
  let measure = own.first?.measure ?? ""
  var blocks: [ForestChart.Block] = []
  var rows: [[DataTable.Cell]] = []
  for line in own {
    let parts = line.definition.split(separator: "=", maxSplits: 1).map(String.init)
    let groups = facts.singleGroups.first { $0.variable == parts.first }?.groups ?? []
    let figures = groups.compactMap { group in facts.figures.figure(line, period, group).map { (group, $0) } }
    blocks.append(
      .init(
        Words.variable(Words.drug(line.drug)),
        figures.filter { !$0.0.contains(unknownLevel) }.map { group, figure in
          (
            Words.group(group, facts.publication.variables),
            group.contains(parts.last ?? "") && figure.limits == nil && figure.status != .suppressed
              ? .reference : .drawn(figure.drawn)
          )
        }))
    rows += figures.map { group, figure in
      [
        .label(Words.drug(line.drug)), .label(Words.group(group, facts.publication.variables)),
        .parts(figure), .estimate(figure),
      ]
    }
  }
  let name = "\(facts.title(measure)), \(Words.period(period))"
  return Document.ChartBlock(
    id: facts.id("groups", measure), title: name,
    subtitle:
      "Ratio to the reference, \(Words.list(own.map { $0.definition.replacing("=", with: " ") }.distinct())), with 95% intervals",
    description: rows.map { $0.map(\.text).joined(separator: " ") }.joined(separator: ". "),
    chart: .forest(ForestChart(unit: "Ratio of rates", blocks: blocks)),
    table: DataTable(
      id: facts.id("groups", measure, "table"), caption: name,
      columns: [
        .init("Drug", isNumber: false), .init("Group", isNumber: false), .init("n/N"),
        .init("Ratio (95% interval)"),
      ], rows: rows))
}
