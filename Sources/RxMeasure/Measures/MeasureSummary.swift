import RxCounts
import RxModel

/// What a study's measures come to, in short.
package enum MeasureSummary {
  /// One line for each measure, drug and definition: `long_term_use supply>=120 of benzodiazepine (per_1000_persons)`.
  package static func lines(_ study: Study, groups: [DrugGroup]) -> [String] {
    var result: [String] = []
    for line in resultLines(study, groups: groups) {
      let definition = line.definition.isEmpty ? "" : " \(line.definition)"
      let text = "\(line.measure)\(definition)\(line.drug.isEmpty ? "" : " of \(line.drug)")"
      if result.last != text { result.append(text) }
    }
    return result
  }

  /// The lines of results.csv that a study has.
  package static func resultLines(_ study: Study, groups: [DrugGroup]) -> [ResultLine] {
    MeasureSet(study, groups: groups, columns: FillColumns(study)).lines
  }
}
