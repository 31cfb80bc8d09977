import RxModel

/// results.csv.
package func resultsCSV(_ rows: [ResultRow], variables: [String]) -> String {
  var text = csvLine(
    ["measure", "definition", "drug", "period_start", "period_end"] + variables
      + [
        "numerator", "denominator", "denominator_unit", "estimate", "estimate_unit", "ci_lower", "ci_upper",
        "status",
      ])
  for row in rows {
    let key =
      [row.measure, row.definition, row.drug, "\(row.period.start)", "\(row.period.end)"] + row.levels
    let denominator =
      switch row.denominator {
      case .count(let count): "\(count)"
      case .years(let years): fixed(years, decimals: 4)
      }
    let limits = row.limits.map { [fixed($0.lower, decimals: 4), fixed($0.upper, decimals: 4)] } ?? ["", ""]
    text += csvLine(
      key + [
        "\(row.numerator)", denominator, row.denominatorUnit, fixed(row.estimate, decimals: 4),
        row.estimateUnit,
      ]
        + limits + ["ok"])
  }
  return text
}

/// attrition.csv.
package func attritionCSV(_ attrition: Attrition) -> String {
  var text = csvLine(["step", "rows", "patients"])
  for step in attrition.steps {
    text += csvLine([step.name, "\(step.rows)", step.patients.map { "\($0)" } ?? ""])
  }
  return text
}

/// rejects.csv.
package func rejectsCSV(_ rejects: [RejectedRow]) -> String {
  var text = csvLine(["file", "line", "reason", "field", "value"])
  for row in rejects {
    text += csvLine([row.file, "\(row.line)", row.reason.rawValue, row.field, row.value])
  }
  return text
}
