import RxModel

/// A table for reading: a row a group, a column a period.
package struct ReadingTable: Sendable {
  /// What it shows, in words.
  package var title: String
  /// The measure's lines that it holds, as they stand in results.csv.
  package var columns: [String]
  /// A row's labels, then a cell a period.
  package var rows: [[String]]
}

/// The kinds of table, with the measures that each holds.
package enum TableKind: String, CaseIterable, Sendable {
  case prescribingRates = "prescribing_rates"
  case longTermUse = "long_term_use"
  case overlap
  case doses
  case safety
  case newUsers = "new_users"
  case comparisons
  case cohort

  /// In words.
  package var title: String {
    switch self {
    case .prescribingRates: "Prescribing rates"
    case .longTermUse: "Long-term use"
    case .overlap: "Overlap"
    case .doses: "Doses"
    case .safety: "Safety"
    case .newUsers: "New users"
    case .comparisons: "Comparisons"
    case .cohort: "Cohort"
    }
  }

  /// Whether a row of results.csv is in tables of this kind.
  package func holds(_ row: ResultRow) -> Bool { measures.contains(row.measure) }

  var measures: [String] {
    switch self {
    case .prescribingRates: ["prevalence", "fill_rate", "incidence"]
    case .longTermUse: ["long_term_use"]
    case .overlap: ["overlap", "overlap_days"]
    case .doses: ["dose", "dose_mean", "ddd", "dose_change"]
    case .safety: ["cob", "multiple_providers", "cns_polypharmacy", "same_prescriber"]
    case .newUsers: ["persistence", "persistence_median", "alternatives"]
    case .comparisons:
      RateMeasure.allCases.flatMap { rate in
        ["standardised", "ratio", "trend"].map { "\($0)_\(rate.rawValue)" }
      }
    case .cohort: ["cohort"]
    }
  }
}

/// The table of one kind: for each line of the measures and each group one row. Cells read `12.3 (11.8-12.9)`; empty
/// where results.csv has no row.
package func readingTable(_ kind: TableKind, rows: [ResultRow], table: CountTable, variables: [String])
  -> ReadingTable
{
  struct Key: Hashable {
    var line: [String]
    var levels: [String]
  }
  var keys: [Key] = []
  var cells: [Key: [String]] = [:]
  // A trend is of the whole study: a period of its own, unless the study is one interval.
  var periods = table.intervals
  for row in rows where kind.holds(row) && !periods.contains(row.period) {
    periods.append(row.period)
  }
  let places = Dictionary(uniqueKeysWithValues: periods.enumerated().map { ($1, $0) })
  for row in rows where kind.holds(row) {
    let line = [row.measure, row.definition, row.drug, row.denominatorUnit, row.estimateUnit]
    let key = Key(line: line, levels: row.levels)
    if cells[key] == nil {
      keys.append(key)
      cells[key] = Array(repeating: "", count: periods.count)
    }
    if let place = places[row.period] { cells[key]?[place] = cellText(row) }
  }
  // Groups that first appear in a later period come after, so put the rows in the order of the groups.
  let order = Dictionary(
    table.cells.enumerated().map { ($1.levels, $0) }, uniquingKeysWith: { first, _ in first })
  var lineOrder: [[String]: Int] = [:]
  for key in keys where lineOrder[key.line] == nil { lineOrder[key.line] = lineOrder.count }
  keys.sort { a, b in
    (lineOrder[a.line] ?? 0, order[a.levels] ?? 0) < (lineOrder[b.line] ?? 0, order[b.levels] ?? 0)
  }
  return ReadingTable(
    title: kind.title,
    columns: ["measure", "definition", "drug", "denominator_unit", "estimate_unit"] + variables
      + periods.map(periodName),
    rows: keys.map { $0.line + $0.levels + (cells[$0] ?? []) })
}

/// How a period is called in a heading: a whole calendar year by its number, a whole month as yyyy-MM, else its days.
package func periodName(_ period: DaySpan) -> String {
  let start = period.start.civil
  let end = period.end.civil
  if start.year == end.year, (start.month, start.day) == (1, 1), (end.month, end.day) == (12, 31) {
    return "\(start.year)"
  }
  let lastDay = Day.length(ofMonth: end.month, year: end.year)
  if start.year == end.year, start.month == end.month, start.day == 1, end.day == lastDay {
    return String("\(period.start)".prefix(7))
  }
  return "\(period.start) to \(period.end)"
}

/// What stands for a figure that disclosure control keeps back, whatever the reason.
package let suppressedMarker = "[c]"

private func cellText(_ row: ResultRow) -> String {
  if row.status == .suppressed { return suppressedMarker }
  guard let value = row.estimate else { return "undefined" }
  let estimate = fixed(value, decimals: 1)
  guard let limits = row.limits else { return estimate }
  return "\(estimate) (\(fixed(limits.lower, decimals: 1))-\(fixed(limits.upper, decimals: 1)))"
}

extension ReadingTable {
  /// As CSV.
  package var csv: String { csvLine(columns) + rows.map(csvLine).joined() }

  /// As a Markdown table.
  package var markdown: String {
    func line(_ fields: [String]) -> String {
      "| " + fields.map { $0 == suppressedMarker ? $0 : markdownText($0) }.joined(separator: " | ") + " |\n"
    }
    return line(columns) + "|" + String(repeating: " --- |", count: columns.count) + "\n"
      + rows.map(line).joined()
  }
}

/// Text that can't be taken for Markdown or HTML, nor turn the direction of what stands beside it.
package func markdownText(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "|", "*", "_", "`", "[", "]", "\\", "#", "~", "!": result += "\\" + String(scalar)
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "&": result += "&amp;"
    default: result += scalar.isControl ? " " : String(scalar)
    }
  }
  return result
}
