import RxModel
import RxRelease
import RxText

/// A table for reading: a row a group, a column a period.
package struct SummaryTable: Sendable {
  /// The kind of its measures.
  package var kind: TableKind
  /// The measure's lines that it holds, as they stand in results.csv.
  package var columns: [String]
  /// A row's labels, then a cell a period.
  package var rows: [[String]]

  /// The columns before those of the grouping variables.
  static let labels = ["measure", "definition", "drug", "denominator_unit", "estimate_unit"]
  /// The columns of a period beside the one for reading: the figure's parts as results.csv has them.
  static let parts = ["numerator", "denominator", "estimate", "ci_lower", "ci_upper"]
}

/// The tables that have rows, in the order of their kinds: a row for each line of their measures and each group, and for
/// each period an estimate as `12.3 (11.8 to 12.9)` with its numerator and denominator in columns of their own; empty
/// where results.csv has no row.
/// - Complexity: O(figures), and a sort of the groups.
func summaryTables(_ facts: ReportFacts) -> [SummaryTable] {
  let kinds = Dictionary(
    TableKind.allCases.flatMap { kind in kind.measures.map { ($0, kind) } },
    uniquingKeysWith: { first, _ in first })
  let lines = Dictionary(grouping: facts.figures.lines) { kinds[$0.measure] }
  return TableKind.allCases.compactMap { kind in lines[kind].map { table(kind, $0, facts) } }
}

private func table(
  _ kind: TableKind, _ lines: [FigureLine], _ facts: ReportFacts
) -> SummaryTable {
  let figures = facts.figures
  // A trend is of the whole study: a period of its own, unless the study is one interval.
  let own = Set(lines.flatMap(figures.periods))
  let periods =
    figures.intervals + own.filter { !figures.intervals.contains($0) }.sorted { $0.start < $1.start }
  let shown = periods.filter(own.contains)
  let columns =
    SummaryTable.labels + facts.publication.variables
    + shown.flatMap { period in
      [periodName(period)] + SummaryTable.parts.map { "\(periodName(period)) \($0)" }
    }
  var rows: [[String]] = []
  for line in lines {
    for group in figures.groups {
      let cells = shown.map { figures.figure(line, $0, group) }
      guard cells.contains(where: { $0 != nil }) else { continue }
      rows.append(
        [line.measure, line.definition, line.drug, line.denominatorUnit, line.estimateUnit] + group
          + cells.flatMap { figure in
            figure.map { [cellText($0)] + partFields($0) }
              ?? Array(repeating: "", count: SummaryTable.parts.count + 1)
          })
    }
  }
  return SummaryTable(kind: kind, columns: columns, rows: rows)
}

/// The mark of a figure that disclosure control keeps back, whatever the reason.
package let suppressedMarker = "[c]"

private func cellText(_ figure: Figure) -> String {
  if figure.status == .suppressed { return suppressedMarker }
  guard let value = figure.estimate else { return "undefined" }
  let estimate = fixed(value, decimals: 1)
  guard let limits = figure.limits else { return estimate }
  return "\(estimate) (\(fixed(limits.lower, decimals: 1)) to \(fixed(limits.upper, decimals: 1)))"
}

private func partFields(_ figure: Figure) -> [String] {
  let isSuppressed = figure.status == .suppressed
  func field(_ number: Double?) -> String {
    number.map { fixed($0, decimals: 4) } ?? (isSuppressed ? suppressedMarker : "")
  }
  return [
    numeratorText(figure) ?? (figure.isQuantile ? "" : suppressedMarker),
    denominatorText(figure) ?? suppressedMarker,
    field(figure.estimate), field(figure.limits?.lower), field(figure.limits?.upper),
  ]
}

extension SummaryTable {
  /// The table as CSV.
  package var csv: String { csvLine(columns) + rows.map(csvLine).joined() }
}
