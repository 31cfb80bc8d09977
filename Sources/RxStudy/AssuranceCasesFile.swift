import RxModel

/// Reads a file of assurance cases.
package enum AssuranceCasesFile {
  private static let figures = ["numerator", "denominator", "estimate", "ci_lower", "ci_upper", "status"]
  private static let keys = ["measure", "definition", "drug", "period", "denominator_unit"]

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
      for patient in try map.required("patients").list() {
        found.patients.append(try self.patient(patient, study, number: found.patients.count + 1))
      }
      for expectation in try map.required("expect").list() {
        found.expectations.append(try self.expectation(expectation, study))
      }
      cases.append(found)
    }
    return cases
  }

  private static func patient(
    _ value: YAMLValue, _ study: Study, number: Int
  ) throws(RxFault) -> AssuranceCase.Patient {
    let facts = ["birth", "sex", "death"] + study.attributes.map(\.name)
    let map = try value.map(["patient", "observed", "fills"] + facts)
    var patient = AssuranceCase.Patient(name: try map["patient"]?.text() ?? "P\(number)")
    for fact in facts { if let value = map[fact] { patient.values[fact] = try value.text() } }
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
      for fill in try fills.list() { patient.fills.append(try self.fill(fill)) }
    }
    return patient
  }

  /// `{date: ..., days_supply: ..., drug: ..., ...}`, or in short `DATE DAYS DRUG`.
  private static func fill(_ value: YAMLValue) throws(RxFault) -> [String: String] {
    let columns = ["date", "days_supply", "drug", "quantity", "strength", "prescriber", "pharmacy"]
    if value.isScalar {
      let parts = try value.text().split(separator: " ", maxSplits: 2).map(String.init)
      guard parts.count == 3 else {
        throw value.fault("a fill in short is its date, its days' supply and its drug: '2019-01-03 30 BZ1'")
      }
      return Dictionary(uniqueKeysWithValues: zip(columns, parts))
    }
    let map = try value.map(columns)
    var fill: [String: String] = [:]
    for (name, value) in map.entries { fill[name.name] = try value.text() }
    for needed in columns.prefix(3) { _ = try map.required(needed) }
    return fill
  }

  private static func expectation(
    _ value: YAMLValue, _ study: Study
  ) throws(RxFault) -> AssuranceCase.Expectation {
    let variables = study.variables.map(\.name)
    let map = try value.map(keys + variables + figures + ["absent"])
    var expectation = AssuranceCase.Expectation(place: value.place)
    _ = try map.required("measure")
    for (name, value) in map.entries {
      if name.name == "absent" {
        expectation.isAbsent = try value.text() == "true"
      } else if figures.contains(name.name) {
        expectation.figures.append((name.name, try value.text()))
      } else {
        expectation.keys.append((name.name, try value.text()))
      }
    }
    // A row of everyone is meant where a variable is not named.
    for variable in variables where map[variable] == nil { expectation.keys.append((variable, allLevel)) }
    guard expectation.isAbsent != !expectation.figures.isEmpty else {
      throw value.fault("an expectation has figures (\(figures.joined(separator: ", "))), or 'absent: true'")
    }
    return expectation
  }
}
