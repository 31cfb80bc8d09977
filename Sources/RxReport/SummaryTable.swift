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
}

/// The tables that have rows, in the order of their kinds. Each has a row for each line of its measures and each group;
/// cells read `12.3 (11.8-12.9)`, and are empty where results.csv has no row.
/// - Parameters:
///   - release: the figures, groups and intervals.
///   - variables: the names of the grouping variables.
/// - Returns: the tables. - Complexity: O(figures), and a sort of each table's.
package func summaryTables(_ release: Release, variables: [String]) -> [SummaryTable] {
  let kinds = Dictionary(
    TableKind.allCases.flatMap { kind in kind.measures.map { ($0, kind) } },
    uniquingKeysWith: { first, _ in first })
  let groups = Numbering(release.groups)
  var builders: [TableKind: TableBuilder] = [:]
  for figure in release.figures {
    guard let kind = kinds[figure.measure] else { continue }
    builders[kind, default: TableBuilder(groups: groups, intervals: release.intervals)].add(figure)
  }
  return TableKind.allCases.compactMap { kind in builders[kind]?.table(kind, variables) }
}

/// Numbers from 0 on, in order of arrival.
private struct Numbering<Key: Hashable> {
  private(set) var keys: [Key] = []
  private var numbers: [Key: Int] = [:]

  init(_ keys: [Key] = []) { for key in keys { _ = self[key] } }

  subscript(_ key: Key) -> Int {
    mutating get {
      if let number = numbers[key] { return number }
      numbers[key] = keys.count
      keys.append(key)
      return keys.count - 1
    }
  }
}

private struct TableBuilder {
  private struct Place: Hashable {
    var line: Int
    var group: Int
  }
  private var lines = Numbering<[String]>()
  // Groups that first appear in a later period come after; the table has them in the order of the groups.
  private var groups: Numbering<[String]>
  // A trend is of the whole study: a period of its own, unless the study is one interval.
  private var periods: Numbering<DaySpan>
  /// By period.
  private var cells: [Place: [Int: String]] = [:]

  init(groups: Numbering<[String]>, intervals: [DaySpan]) {
    self.groups = groups
    periods = Numbering(intervals)
  }

  mutating func add(_ figure: Figure) {
    let line = [
      figure.measure, figure.definition, figure.drug, figure.denominatorUnit, figure.estimateUnit,
    ]
    let place = Place(line: lines[line], group: groups[figure.levels])
    cells[place, default: [:]][periods[figure.period]] = cellText(figure)
  }

  func table(_ kind: TableKind, _ variables: [String]) -> SummaryTable {
    let rows = cells.sorted { ($0.key.line, $0.key.group) < ($1.key.line, $1.key.group) }
    return SummaryTable(
      kind: kind,
      columns: ["measure", "definition", "drug", "denominator_unit", "estimate_unit"] + variables
        + periods.keys.map(periodName),
      rows: rows.map { place, texts in
        lines.keys[place.line] + groups.keys[place.group] + periods.keys.indices.map { texts[$0] ?? "" }
      })
  }
}

/// The mark of a figure that disclosure control keeps back, whatever the reason.
package let suppressedMarker = "[c]"

private func cellText(_ figure: Figure) -> String {
  if figure.status == .suppressed { return suppressedMarker }
  guard let value = figure.estimate else { return "undefined" }
  let estimate = fixed(value, decimals: 1)
  guard let limits = figure.limits else { return estimate }
  return "\(estimate) (\(fixed(limits.lower, decimals: 1))-\(fixed(limits.upper, decimals: 1)))"
}

extension SummaryTable {
  /// The table as CSV.
  package var csv: String { csvLine(columns) + rows.map(csvLine).joined() }

  /// The table in Markdown.
  package var markdown: String {
    func line(_ fields: [String]) -> String {
      "| " + fields.map { $0 == suppressedMarker ? $0 : markdownText($0) }.joined(separator: " | ") + " |\n"
    }
    return line(columns) + "|" + String(repeating: " --- |", count: columns.count) + "\n"
      + rows.map(line).joined()
  }
}
