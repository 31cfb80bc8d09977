import RxModel

/// The blocks that say who is observed: `patients`, `observation`, `deaths`, `population`.
enum PatientBlocks {
  /// The keys of the block of a roster, of observation periods or of deaths, in the order in which they are told.
  static func keys(of kind: InputKind) -> [any StudyKey] {
    let keys: [any StudyKey] =
      [FileSetBlock.Key.files] + FileSetBlock.syntax + [FileSetBlock.columnsKey(.keys(kind.studyKeys))]
    return kind == .patients ? keys + [FileSetBlock.Key.attributes] : keys
  }

  /// The keys of the block of resident counts.
  static let populationKeys: [any StudyKey] =
    FileSetBlock.fileOrFiles + FileSetBlock.syntax + [
      FileSetBlock.columnsKey(
        .named("VARIABLE", .header, beside: InputKind.population.studyKeys))
    ]

  /// The block of a roster, of observation periods or of deaths.
  static func read(_ kind: InputKind, _ value: StudyValue) throws(RxFault) -> StudyInput {
    let map = try value.map(keys(of: kind))
    let columns = try map.required("columns").map(kind.studyKeys)
    return try StudyInput(
      kind, files: FileSetBlock.read(map), columns: FileSetBlock.columns(columns, of: kind),
      attributes: map[FileSetBlock.Key.attributes].map(FileSetBlock.attributes) ?? [])
  }

  /// The block of resident counts: beside the columns of the table, it maps those of grouping variables.
  static func population(_ value: StudyValue, _ study: Study) throws(RxFault) -> StudyInput {
    let map = try value.map(populationKeys)
    let columns = try map.required("columns").freeMap()
    let files = try FileSetBlock.read(map, FileSetBlock.fileOrFiles)
    let own = try FileSetBlock.columns(columns, of: .population)
    var variables: [Attribute] = []
    for (name, column) in columns.entries where !InputKind.population.columnKeys.contains(name.name) {
      let variable = try column.noting { column throws(RxFault) in
        Attribute(name: name.name, column: try column.header())
      }
      if let variable { variables.append(variable) }
    }
    for variable in variables {
      _ = try columns[variable.name]?.noting { value throws(RxFault) in try check(variable, value, study) }
    }
    return try StudyInput(.population, files: files, columns: own, attributes: variables)
  }

  /// Every variable of the population file must be one of the study's.
  private static func check(_ variable: Attribute, _ value: StudyValue, _ study: Study) throws(RxFault) {
    let known = ["age", "sex"] + study.prescriptions.attributes.map(\.name)
    guard !known.contains(variable.name) else { return }
    throw value.fault(
      "unknown key '\(variable.name)' in 'population.columns'",
      remedy: suggestion(for: variable.name, among: known + InputKind.population.columnKeys),
      dependingOn: "prescriptions.attributes")
  }
}
