import RxModel

/// The `measures` block. What can be in it, the measures themselves say.
enum MeasuresBlock {
  /// Its keys, in the order in which they are told.
  static let keys: [any StudyKey] =
    Measures.all.map { spec in
      Parameter.raw(spec.description.key, .keys(spec.description.parameters), spec.description.summary)
    } + [
      Parameter.raw(
        sensitivity, .keys(SensitivityBlock.keys),
        "repeats the core measures under other settings, in sensitivity.csv")
    ]

  private static let sensitivity = "sensitivity"

  /// Reads the block into `study`, whose groups, attributes and columns have been read.
  static func read(_ value: StudyValue, into study: inout Study) throws(RxFault) {
    let map = try value.map(keys)
    for (name, parameters) in map.entries {
      if let spec = Measures.all.first(where: { $0.description.key == name.name }) {
        let measure = try parameters.noting { [study] value throws(RxFault) -> any MeasureSpec in
          try spec.init(try MeasureParameters(value, of: spec.description.parameters, in: study))
        }
        if let measure { study.measures.append(measure) }
      } else {
        study.sensitivity = try parameters.noting(SensitivityBlock.read)
      }
    }
    guard map.entries.contains(where: { $0.name.name != sensitivity }) else {
      // Where a key is no measure's, that is told.
      _ = try value.noting { value throws(RxFault) in
        throw value.fault("'measures' names no measure", dependingOn: value.key)
      }
      return
    }
    if study.measures.contains(where: \.needsAgeBands) { study.ageBands = study.bandsOfAge }
    for (name, parameters) in map.entries {
      _ = try parameters.noting { [study] value throws(RxFault) in try checkNeeds(name, value, map, study) }
    }
  }

  /// Checks what a measure needs of the others and of the columns, once all are known.
  private static func checkNeeds(
    _ name: Sourced, _ value: StudyValue, _ map: StudyMap, _ study: Study
  ) throws(RxFault) {
    for spec in study.measures where spec.key == name.name {
      for rate in spec.rates where map[rate.key] == nil {
        throw RxFault(
          .config, "'\(name.name)' is of the measure '\(rate.key)', which the study does not have",
          at: name.place,
          remedy: "add '\(rate.key)' to the measures, or take it out of '\(name.name).measures'")
      }
      guard !(value.mistakes?.isMistaken("prescriptions.columns") ?? false) else { return }
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
