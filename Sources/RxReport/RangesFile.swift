import RxModel
import RxRelease
import RxText

/// The text of ranges.csv: for each figure that is suppressed what can be worked out of it anyway.
package func rangesCSV(_ figures: [Figure], variables: [String]) -> String {
  var text = csvLine(rangesColumns(variables))
  for figure in figures {
    guard let range = figure.range else { continue }
    text += csvLine(
      figure.labelsOfRange
        + [range.numerator, range.denominator, range.estimate].flatMap { [$0.from, $0.to] })
  }
  return text
}

/// The columns of ranges.csv.
func rangesColumns(_ variables: [String]) -> [String] { rangesLabels(variables) + rangesEnds }

/// The columns of ranges.csv that say whose ranges a row has.
func rangesLabels(_ variables: [String]) -> [String] {
  ResultColumns.left + variables + ["denominator_unit"]
}

/// The columns of ranges.csv with the ranges.
let rangesEnds = ["numerator", "denominator", "estimate"].flatMap { ["\($0)_from", "\($0)_to"] }

extension Figure {
  /// Its fields in the columns `rangesLabels`.
  var labelsOfRange: [String] {
    [measure, definition, drug, "\(period.start)", "\(period.end)"] + levels + [denominatorUnit]
  }
}

extension FigureRange.Ends {
  /// The least number, outward; empty where nothing bounds it.
  var from: String { outward(decimals: decimals).least.map { fixed($0, decimals: decimals) } ?? "" }
  /// The greatest.
  var to: String { outward(decimals: decimals).greatest.map { fixed($0, decimals: decimals) } ?? "" }

  /// The ends to so many decimals, the least downwards and the greatest upwards, so that nothing possible is left out.
  func outward(decimals: Int) -> FigureRange.Ends {
    let unit = (0..<decimals).reduce(1.0) { unit, _ in unit * 10 }
    func rounded(_ value: Double, _ rule: FloatingPointRoundingRule) -> Double {
      // A number that has no more decimals than are shown stays itself.
      let exact = (value * unit).rounded()
      let isExact = abs(exact - value * unit) <= min(1e-3, 1e-9 * max(1, abs(exact)))
      return (isExact ? exact : (value * unit).rounded(rule)) / unit
    }
    return FigureRange.Ends(
      least.map { rounded($0, .down) }, greatest.map { rounded($0, .up) }, decimals: decimals)
  }
}
