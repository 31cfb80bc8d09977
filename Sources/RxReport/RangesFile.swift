import RxModel
import RxRelease
import RxText

/// The text of ranges.csv: for each figure that is suppressed what can be worked out of it anyway.
package func rangesCSV(_ ranges: [FigureRange], variables: [String]) -> String {
  var text = csvLine(rangesColumns(variables))
  for range in ranges {
    let figure = range.figure
    text += csvLine(
      [figure.measure, figure.definition, figure.drug, "\(figure.period.start)", "\(figure.period.end)"]
        + figure.levels + [figure.denominatorUnit]
        + [range.numerator, range.denominator, range.estimate].flatMap { [$0.from, $0.to] })
  }
  return text
}

/// The columns of ranges.csv.
func rangesColumns(_ variables: [String]) -> [String] {
  ResultColumns.left + variables + ["denominator_unit"]
    + ["numerator", "denominator", "estimate"].flatMap { ["\($0)_from", "\($0)_to"] }
}

extension FigureRange.Ends {
  /// The least number, outward; empty where nothing bounds it.
  var from: String { least.map { text($0, .down) } ?? "" }
  /// The greatest.
  var to: String { greatest.map { text($0, .up) } ?? "" }

  private func text(_ value: Double, _ rule: FloatingPointRoundingRule) -> String {
    let unit = decimals == 0 ? 1.0 : 10_000
    // A number that has no more decimals than are shown stays itself.
    let exact = (value * unit).rounded()
    let isExact = abs(exact - value * unit) <= min(1e-3, 1e-9 * max(1, abs(exact)))
    return fixed((isExact ? exact : (value * unit).rounded(rule)) / unit, decimals: decimals)
  }
}
