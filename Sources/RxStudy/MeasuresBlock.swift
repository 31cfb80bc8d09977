import RxModel

/// The `measures` block. What can be in it, the measures themselves say.
enum MeasuresBlock {
  /// Reads the block into `study`, whose groups, attributes and columns have been read.
  static func read(_ value: StudyValue, into study: inout Study) throws(RxFault) {
    let map = try value.map(Measures.keys + ["sensitivity"])
    for (name, parameters) in map.entries {
      if let spec = Measures.all.first(where: { $0.description.key == name.name }) {
        let values = try MeasureParameters(parameters, of: spec.description.parameters, in: study)
        study.measures.append(try spec.init(values))
      } else {
        study.sensitivity = try SensitivityBlock.read(parameters)
      }
    }
    guard !study.measures.isEmpty else { throw value.fault("'measures' names no measure") }
    if study.measures.contains(where: \.needsAgeBands) { study.ageBands = study.bandsOfAge }
    for (name, _) in map.entries { try checkNeeds(name, study) }
  }

  /// Checks what a measure needs of the others and of the columns, once all are known.
  private static func checkNeeds(_ name: Sourced, _ study: Study) throws(RxFault) {
    for spec in study.measures where spec.key == name.name {
      for rate in spec.rates where !study.measures.contains(where: { $0.key == rate.key }) {
        throw RxFault(
          .config, "'\(name.name)' is of the measure '\(rate.key)', which the study does not have",
          at: name.place,
          remedy: "add '\(rate.key)' to the measures, or take it out of '\(name.name).measures'")
      }
      if spec.needsPrescriber, study.prescriptions[.prescriber] == nil {
        throw lacksColumn("prescriber", name)
      }
      if spec.needsSupply, study.prescriptions.supply == .none { throw lacksColumn("days_supply", name) }
      if spec.needsPharmacy, study.prescriptions[.pharmacy] == nil { throw lacksColumn("pharmacy", name) }
      if !spec.doses.isEmpty, study.prescriptions[.quantity] == nil { throw lacksColumn("quantity", name) }
    }
  }

  private static func lacksColumn(_ column: String, _ name: Sourced) -> RxFault {
    RxFault(
      .config, "'\(name.name)' needs the \(column) of a fill, and no column is mapped", at: name.place,
      remedy: "map 'prescriptions.columns.\(column)'")
  }
}
