import RxModel

/// The blocks that say who is observed: `patients`, `observation`, `deaths`, `population`.
enum PatientBlocks {
  static func roster(_ value: YAMLValue) throws(RxFault) -> RosterInput {
    let map = try value.map(["files", "delimiter", "dates", "columns", "attributes"])
    let columns = try map.required("columns").map(
      ["patient", "birth_date", "birth_year", "sex", "observation_start", "observation_end", "death_date"])
    var input = RosterInput(
      files: try FileSetBlock.read(map), patient: try columns.required("patient").named())
    input.birth = try FileSetBlock.birth(columns)
    input.sex = try columns["sex"]?.named()
    input.observationStart = try columns["observation_start"]?.named()
    input.observationEnd = try columns["observation_end"]?.named()
    input.deathDate = try columns["death_date"]?.named()
    input.attributes = try FileSetBlock.attributes(map["attributes"])
    return input
  }

  static func observation(_ value: YAMLValue) throws(RxFault) -> ObservationInput {
    let map = try value.map(["files", "delimiter", "dates", "columns"])
    let columns = try map.required("columns").map(["patient", "start", "end"])
    return ObservationInput(
      files: try FileSetBlock.read(map), patient: try columns.required("patient").named(),
      start: try columns.required("start").named(), end: try columns.required("end").named())
  }

  static func deaths(_ value: YAMLValue) throws(RxFault) -> DeathsInput {
    let map = try value.map(["files", "delimiter", "dates", "columns"])
    let columns = try map.required("columns").map(["patient", "date"])
    return DeathsInput(
      files: try FileSetBlock.read(map), patient: try columns.required("patient").named(),
      date: try columns.required("date").named())
  }

  static func population(_ value: YAMLValue) throws(RxFault) -> PopulationInput {
    let map = try value.map(["file", "delimiter", "dates", "columns"])
    let columns = try map.required("columns").freeMap()
    var input = PopulationInput(
      files: try FileSetBlock.read(map, key: "file"), count: try columns.required("count").named())
    for (name, column) in columns.entries where name.name != "count" {
      if name.name == "year" {
        input.year = try column.named()
      } else {
        input.variables.append((name.name, try column.named()))
      }
    }
    return input
  }

  /// Every variable of the population file must be one of the study's.
  static func checkPopulation(_ study: Study) throws(RxFault) {
    let known = ["age", "sex"] + study.prescriptions.attributes.map(\.name)
    for (name, column) in study.population?.variables ?? [] where !known.contains(name) {
      throw RxFault(
        .config, "unknown key '\(name)' in 'population.columns'", at: column.place,
        remedy: suggestion(for: name, among: known + ["count", "year"]))
    }
  }
}
