import RxModel

/// The reader of a file of assurance cases.
package enum AssuranceCasesFile {
  private static let figures = ["numerator", "denominator", "estimate", "ci_lower", "ci_upper", "status"]
  private static let keys = ["measure", "definition", "drug", "period", "denominator_unit"]
  private static let facts = AssuranceCase.patientKeys

  /// The cases that `text` describes.
  /// - Parameters:
  ///   - text: the YAML: `cases`, each with `name`, `patients` and `expect`.
  ///   - file: its name for messages.
  ///   - study: the study that they are of, whose columns, attributes and groups they may name.
  /// - Returns: the cases, in order.
  /// - Throws: `RxFault` (78) at the first mistake.
  package static func parse(_ text: String, file: String, study: Study) throws(RxFault) -> [AssuranceCase] {
    let root = try StudyFile.compose(text, file: file)
    let top = try root.map(["cases"])
    var cases: [AssuranceCase] = []
    for item in try top.required("cases").list() {
      let map = try item.map(["name", "patients", "expect"])
      var found = AssuranceCase(name: try map.required("name").text())
      let patients = try map.required("patients").list()
      var names: Set<String> = []
      for patient in patients {
        guard let name = try patient.freeMap()["patient"] else { continue }
        guard names.insert(try name.text()).inserted else {
          throw name.fault(
            "the patient '\(try name.text())' is there twice", remedy: "write all fills under one of them")
        }
      }
      for patient in patients {
        // Those without a name get one that nobody else has.
        var number = found.patients.count + 1
        while names.contains("P\(number)") { number += 1 }
        let patient = try self.patient(patient, study, unnamed: "P\(number)")
        names.insert(patient.name)
        found.patients.append(patient)
      }
      for expectation in try map.required("expect").list() {
        found.expectations.append(try self.expectation(expectation, study))
      }
      cases.append(found)
    }
    return cases
  }

  private static func patient(
    _ value: StudyValue, _ study: Study, unnamed: String
  ) throws(RxFault) -> AssuranceCase.Patient {
    let own = ["patient", "observed", "fills", "attributes"] + facts
    let map = try value.map(own + names(study.attributes.map(\.name), besides: own))
    var patient = AssuranceCase.Patient(name: try map["patient"]?.text() ?? unnamed)
    for fact in facts { if let value = map[fact] { patient.values[fact] = try value.text() } }
    for (name, value) in try values(map, "attributes", study.attributes.map(\.name), besides: own) {
      patient.attributes[name] = try value.text()
    }
    if let observed = map["observed"] {
      let items = try observed.list()
      for period in items.contains(where: \.isList) ? items : [observed] {
        let days = try period.list()
        guard days.count == 2 else {
          throw period.fault("a period is its first and its last day, like [2019-01-01, 2019-12-31]")
        }
        patient.observed.append((try days[0].text(), try days[1].text()))
      }
    }
    if let fills = map["fills"], !fills.isEmptyList {
      for fill in try fills.list() { patient.fills.append(try self.fill(fill, study)) }
    }
    return patient
  }

  /// Those of the names of the study that can be written as keys of their own.
  private static func names(_ names: [String], besides own: [String]) -> [String] {
    names.filter { !own.contains($0) }
  }

  /// The values that a map gives to names of the study: as keys of their own, or under the key `group`, where
  /// any name can stand.
  private static func values(
    _ map: StudyMap, _ group: String, _ names: [String], besides own: [String]
  ) throws(RxFault) -> [(name: String, value: StudyValue)] {
    var found: [(String, StudyValue)] = []
    for (name, value) in try map[group]?.map(names).entries ?? [] { found.append((name.name, value)) }
    for name in self.names(names, besides: own) {
      guard let value = map[name] else { continue }
      guard !found.contains(where: { $0.0 == name }) else { throw value.fault("'\(name)' is there twice") }
      found.append((name, value))
    }
    return found
  }

  /// `{date: ..., days_supply: ..., drug: ..., ...}`, or in short `DATE DAYS DRUG`.
  private static func fill(_ value: StudyValue, _ study: Study) throws(RxFault) -> [String: String] {
    let columns = AssuranceCase.fillColumns(study)
    let needed = columns.filter(\.uses.isEmpty).map(\.caseKey)
    if value.isScalar {
      let parts = try value.text().split(separator: " ", maxSplits: 2).map(String.init)
      guard parts.count == 3 else {
        throw value.fault("a fill in short is its date, its days' supply and its drug: '2019-01-03 30 BZ1'")
      }
      return Dictionary(uniqueKeysWithValues: zip(needed, parts))
    }
    let map = try value.map(columns.map(\.caseKey))
    var fill: [String: String] = [:]
    for (name, value) in map.entries { fill[name.name] = try value.text() }
    for key in needed { _ = try map.required(key) }
    return fill
  }

  private static func expectation(
    _ value: StudyValue, _ study: Study
  ) throws(RxFault) -> AssuranceCase.Expectation {
    let variables = study.variables.map(\.name)
    let own = keys + figures + ["absent", "levels"]
    let map = try value.map(own + names(variables, besides: own))
    var expectation = AssuranceCase.Expectation(place: value.place)
    _ = try map.required("measure")
    for (name, value) in map.entries where own.contains(name.name) {
      switch name.name {
      case "levels": break
      case "absent": expectation.isAbsent = try value.text() == "true"
      case "period": expectation.period = try value.sourced()
      case let name where figures.contains(name): expectation.figures.append((name, try value.text()))
      default: expectation.keys.append((name.name, try value.sourced()))
      }
    }
    let levels = try values(map, "levels", variables, besides: own)
    for variable in variables {
      // A row of everyone is meant where a variable is not named.
      let level = try levels.first { $0.name == variable }?.value.sourced()
      expectation.levels.append((variable, level ?? Sourced(allLevel, at: value.place)))
    }
    guard expectation.isAbsent != !expectation.figures.isEmpty else {
      throw value.fault("an expectation has figures (\(figures.joined(separator: ", "))), or 'absent: true'")
    }
    return expectation
  }
}
