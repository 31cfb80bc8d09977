import RxCounts
import RxDecode
import RxModel

/// A summary of a study's measures.
package enum MeasureSummary {
  /// One line for each measure, drug and definition: `long_term_use supply>=120 of benzodiazepine`.
  /// - Throws: `RxFault` (70) where a measure is not counted.
  package static func lines(_ study: Study, drugSets: [DrugSet]) throws(RxFault) -> [String] {
    var result: [String] = []
    for figure in try figures(study, drugSets: drugSets) {
      let definition = figure.definition.isEmpty ? "" : " \(figure.definition)"
      let text = "\(figure.measure)\(definition)\(figure.drug.isEmpty ? "" : " of \(figure.drug)")"
      if result.last != text { result.append(text) }
    }
    return result
  }

  /// The figures of results.csv that a study has.
  /// - Throws: `RxFault` (70) where a measure is not counted.
  package static func figures(_ study: Study, drugSets: [DrugSet]) throws(RxFault) -> [FigureDefinition] {
    try MeasureSet(study, drugSets: drugSets, columns: FillColumns(study)).figures
  }
}
