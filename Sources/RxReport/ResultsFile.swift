import RxModel
import RxRelease
import RxText

/// The text of results.csv.
package func resultsCSV(_ figures: [Figure], variables: [String]) -> String {
  csvLine(resultColumns(variables)) + figures.map { csvLine(resultFields($0)) }.joined()
}

/// The columns of results.csv.
func resultColumns(_ variables: [String]) -> [String] {
  ResultColumns.left + variables + ResultColumns.right
}

/// A figure's fields, in the order of these columns.
func resultFields(_ figure: Figure) -> [String] {
  let limits =
    figure.limits.map { [fixed($0.lower, decimals: 4), fixed($0.upper, decimals: 4)] } ?? ["", ""]
  return [figure.measure, figure.definition, figure.drug, "\(figure.period.start)", "\(figure.period.end)"]
    + figure.levels
    + [
      numeratorText(figure) ?? "", denominatorText(figure) ?? "", figure.denominatorUnit,
      figure.estimate.map { fixed($0, decimals: 4) } ?? "",
      figure.estimateUnit,
    ] + limits + [figure.status.rawValue]
}

/// A figure's numerator as results.csv writes it; nil where it is kept back.
func numeratorText(_ figure: Figure) -> String? {
  switch figure.numerator {
  case .count(let count): "\(count)"
  case .amount(let amount): fixed(amount, decimals: 4)
  case nil: nil
  }
}

/// A figure's denominator as results.csv writes it; nil where it is kept back.
func denominatorText(_ figure: Figure) -> String? {
  switch figure.denominator {
  case .count(let count): "\(count)"
  case .years(let years): fixed(years, decimals: 4)
  case nil: nil
  }
}

/// The text of attrition.csv.
package func attritionCSV(_ attrition: ReleasedAttrition) -> String {
  var text = csvLine(["step", "rows", "patients"])
  for step in attrition.steps {
    text += csvLine([step.name, step.rows.text, step.patients.text])
  }
  return text
}

extension ReleasedCount {
  /// The count in digits, or its mark; nothing where it is not known.
  package var text: String {
    switch self {
    case .count(let count): "\(count)"
    case .suppressed: suppressedMarker
    case .unknown: ""
    }
  }
}

/// The text of rejects.csv.
package func rejectsCSV(_ rejects: [RejectedRow]) -> String {
  var text = csvLine(["file", "line", "reason", "field", "value"])
  for row in rejects {
    text += csvLine([row.file, "\(row.line)", row.reason.rawValue, row.field, row.value])
  }
  return text
}

/// A figure's fields by the columns of results.csv.
package func resultFieldsByColumn(_ figure: Figure, variables: [String]) -> [String: String] {
  Dictionary(zip(resultColumns(variables), resultFields(figure)), uniquingKeysWith: { first, _ in first })
}
