import RxModel
import RxRelease

/// What a table is asked to hold.
package struct TableSelection: Sendable {
  package var measure: String
  /// The drug as results.csv names it; nil for all.
  package var drug: String?
  /// The definition as results.csv names it; nil for all.
  package var definition: String?
  /// The unit of the denominator as results.csv names it; nil for all.
  package var denominatorUnit: String?
  /// The variables of the groups; none for everyone.
  package var variables: [String]
  /// The period in words or by its dates, or `latest`; nil for all.
  package var period: String?

  /// The rows of `measure`.
  package init(measure: String) {
    self.measure = measure
    variables = []
  }
}

extension DataTable {
  /// The rows of a publication that are asked for, a row a figure.
  /// - Throws: `RxFault` (64) where it has no such measure, drug, definition, variable or period; it names the nearest.
  package init(_ selection: TableSelection, of publication: Publication) throws(RxFault) {
    let facts = ReportFacts(publication)
    let lines = try Self.lines(selection, facts.figures.lines)
    for name in selection.variables { try checkName(name, "variable", publication.variables) }
    let groups = facts.figures.groups.filter { group in
      zip(group, publication.variables).allSatisfy {
        ($0.0 != allLevel) == selection.variables.contains($0.1)
      }
    }
    guard !groups.isEmpty else {
      throw RxFault(
        .usage, "no figures are by \(selection.variables.joined(separator: " and "))",
        remedy: "the study's groupings are "
          + publication.record.groupings.map { $0.joined(separator: ",") }.joined(separator: "; "))
    }
    let periods = try Self.periods(selection, facts)
    let places = selection.variables.distinct().compactMap { publication.variables.firstIndex(of: $0) }
    let rows = lines.flatMap { line in
      groups.flatMap { group in
        periods.compactMap { period in
          facts.figures.figure(line, period, group).map { figure -> [Cell] in
            [.label(Words.drug(line.drug)), .label(facts.label(line).words)]
              + places.map { .label(Words.level(group[$0], of: publication.variables[$0])) }
              + [.label(Words.period(period)), .numerator(figure), .denominator(figure)]
              + [.label(Words.denominatorUnit(line.denominatorUnit)), .estimate(figure)]
              + [.label(Words.unit(line.estimateUnit, line.denominatorUnit))]
          }
        }
      }
    }
    let columns =
      [Column("Drug", isNumber: false), Column("Definition", isNumber: false)]
      + selection.variables.distinct().map { Column(Words.variable($0), isNumber: false) }
      + [Column("Period", isNumber: false), Column("n"), Column("of"), Column("Of whom", isNumber: false)]
      + [Column("Estimate (95% interval)"), Column("Unit", isNumber: false)]
    let used = columns.indices.filter { place in
      columns[place].isNumber || rows.contains { !$0[place].text.isEmpty }
    }
    self.init(
      id: facts.id("table", selection.measure), caption: facts.title(selection.measure),
      columns: used.map { columns[$0] }, rows: rows.map { row in used.map { row[$0] } })
  }

  private static func lines(_ selection: TableSelection, _ all: [FigureLine]) throws(RxFault) -> [FigureLine]
  {
    try checkName(selection.measure, "measure", all.map(\.measure).distinct())
    var lines = all.filter { $0.measure == selection.measure }
    func narrow(_ wanted: String?, _ what: String, _ value: (FigureLine) -> String) throws(RxFault) {
      guard let wanted else { return }
      try checkName(wanted, what, lines.map(value).distinct())
      lines.removeAll { value($0) != wanted }
    }
    try narrow(selection.drug, "drug", \.drug)
    try narrow(selection.definition, "definition", \.definition)
    try narrow(selection.denominatorUnit, "denominator", \.denominatorUnit)
    return lines
  }

  private static func periods(_ selection: TableSelection, _ facts: ReportFacts) throws(RxFault) -> [DaySpan]
  {
    let own = facts.lines(selection.measure).flatMap(facts.figures.periods).distinct()
      .sorted { ($0.start, $0.end) < ($1.start, $1.end) }
    guard let wanted = selection.period else { return own }
    if wanted == "latest" {
      return (own.last { $0 == facts.latest } ?? own.last).map { [$0] } ?? []
    }
    func names(_ period: DaySpan) -> [String] {
      [Words.period(period), periodName(period), "\(period.start)", "\(period.start)/\(period.end)"]
    }
    let found = own.filter { names($0).contains(wanted) }
    if found.isEmpty { try checkName(wanted, "period", own.map(Words.period)) }
    return found
  }
}

// MARK: As text

/// A format of a table by itself.
package enum TableFormat: String, CaseIterable, Sendable {
  case md, csv, html, tex
}

extension DataTable {
  /// The table in a format, for standard output.
  package func text(_ format: TableFormat) -> String {
    switch format {
    case .md: markdownTable
    case .csv: csvTable
    case .html: htmlTable
    case .tex: texTable
    }
  }
}
