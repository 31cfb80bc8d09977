import RxModel
import RxRelease
import RxText

/// The text of sensitivity.csv: for each combination of settings the overall rows of the core measures, and how far
/// each estimate is from the study's own.
package func sensitivityCSV(_ figures: [SensitivityFigure], variables: [String]) -> String {
  var text = csvLine(
    ResultColumns.settings + resultColumns(variables) + [ResultColumns.difference])
  for figure in figures {
    let settings = [
      figure.gapDays.map { "\($0)" } ?? "", figure.washoutDays.map { "\($0)" } ?? "",
      figure.carryOver.rawValue, figure.dropsDuplicates ? "drop" : "keep",
    ]
    let difference = figure.difference.map { fixed($0, decimals: 4) } ?? ""
    text += csvLine(settings + resultFields(figure.figure) + [difference])
  }
  return text
}
