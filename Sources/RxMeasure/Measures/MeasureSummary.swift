import RxCounts
import RxDecode
import RxModel

/// What a study's measures come to, in short.
package enum MeasureSummary {
  /// One line for each measure, drug and definition: `long_term_use supply>=120 of benzodiazepine`.
  /// - Throws: `RxFault` (70) where a measure is not counted.
  package static func lines(_ study: Study, groups: [DrugGroup]) throws(RxFault) -> [String] {
    var result: [String] = []
    for line in try resultLines(study, groups: groups) {
      let definition = line.definition.isEmpty ? "" : " \(line.definition)"
      let text = "\(line.measure)\(definition)\(line.drug.isEmpty ? "" : " of \(line.drug)")"
      if result.last != text { result.append(text) }
    }
    return result
  }

  /// The lines of results.csv that a study has.
  /// - Throws: `RxFault` (70) where a measure is not counted.
  package static func resultLines(_ study: Study, groups: [DrugGroup]) throws(RxFault) -> [FigureDefinition] {
    try MeasureSet(study, groups: groups, columns: FillColumns(study)).lines
  }
}
