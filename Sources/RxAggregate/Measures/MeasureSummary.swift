import RxModel

/// What a study's measures come to, in short.
package enum MeasureSummary {
  /// One line for each measure, drug and definition: `long_term_use supply>=120 of benzodiazepine (per_1000_persons)`.
  package static func lines(_ study: Study, groups: [DrugGroup]) -> [String] {
    var result: [String] = []
    for line in MeasureSet(study, groups: groups, columns: FillColumns(study)).lines {
      let definition = line.definition.isEmpty ? "" : " \(line.definition)"
      let text = "\(line.measure)\(definition)\(line.drug.isEmpty ? "" : " of \(line.drug)")"
      if result.last != text { result.append(text) }
    }
    return result
  }
}
