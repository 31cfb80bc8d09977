import RxModel
import RxRelease
import RxText

/// results.csv.
package func resultsCSV(_ rows: [ResultRow], variables: [String]) -> String {
  csvLine(resultColumns(variables)) + rows.map { csvLine(resultFields($0)) }.joined()
}

/// The columns of results.csv.
func resultColumns(_ variables: [String]) -> [String] {
  ["measure", "definition", "drug", "period_start", "period_end"] + variables
    + [
      "numerator", "denominator", "denominator_unit", "estimate", "estimate_unit", "ci_lower", "ci_upper",
      "status",
    ]
}

/// A row's fields, in the order of these columns.
func resultFields(_ row: ResultRow) -> [String] {
  let numerator =
    switch row.numerator {
    case .count(let count): "\(count)"
    case .amount(let amount): fixed(amount, decimals: 4)
    case nil: ""
    }
  let denominator =
    switch row.denominator {
    case .count(let count): "\(count)"
    case .years(let years): fixed(years, decimals: 4)
    case nil: ""
    }
  let limits = row.limits.map { [fixed($0.lower, decimals: 4), fixed($0.upper, decimals: 4)] } ?? ["", ""]
  return [row.measure, row.definition, row.drug, "\(row.period.start)", "\(row.period.end)"] + row.levels
    + [
      numerator, denominator, row.denominatorUnit, row.estimate.map { fixed($0, decimals: 4) } ?? "",
      row.estimateUnit,
    ] + limits + [row.status.rawValue]
}

/// attrition.csv.
package func attritionCSV(_ attrition: PublishedAttrition) -> String {
  var text = csvLine(["step", "rows", "patients"])
  for step in attrition.steps {
    text += csvLine([step.name, step.rows.text, step.patients.text])
  }
  return text
}

extension PublishedCount {
  /// As it is shown: nothing where it is not known.
  package var text: String {
    switch self {
    case .count(let count): "\(count)"
    case .suppressed: suppressedMarker
    case .unknown: ""
    }
  }
}

/// rejects.csv.
package func rejectsCSV(_ rejects: [RejectedRow]) -> String {
  var text = csvLine(["file", "line", "reason", "field", "value"])
  for row in rejects {
    text += csvLine([row.file, "\(row.line)", row.reason.rawValue, row.field, row.value])
  }
  return text
}

/// A row's fields by the columns of results.csv.
package func resultFieldsByColumn(_ row: ResultRow, variables: [String]) -> [String: String] {
  Dictionary(zip(resultColumns(variables), resultFields(row)), uniquingKeysWith: { first, _ in first })
}
