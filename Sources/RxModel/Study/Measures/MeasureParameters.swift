/// The parameters of one measure, as a study gives them.
package struct MeasureParameters {
  private let map: StudyMap
  /// The study as far as it has been read: its period, columns and groups.
  package let study: Study

  /// The parameters that `value` holds for a measure that has those of `schema`.
  /// - Throws: `RxFault` (78) where a key is none of them, and, where mistakes are noted, after all of them.
  package init(_ value: StudyValue, of schema: [any StudyKey], in study: Study) throws(RxFault) {
    let before = value.mistakes?.count
    map = try value.map(schema)
    self.study = study
    guard let mistakes = value.mistakes else { return }
    for parameter in schema {
      guard parameter.standard == nil || map[parameter.name] != nil else { continue }
      _ = try map.noting(required: parameter.name) { value throws(RxFault) in try parameter.check(value) }
    }
    guard mistakes.count == before else {
      var fault = value.fault("'\(value.key)' has a mistake")
      fault.isTold = true
      throw fault
    }
  }

  /// The measure as a value of the study.
  var value: StudyValue { map.value }

  /// The value of a parameter, or its default.
  subscript<Value>(_ parameter: Parameter<Value>) -> Value {
    get throws(RxFault) {
      guard let standard = parameter.standard, map[parameter.name] == nil else {
        return try parameter.read(try map.required(parameter.name))
      }
      return try parameter.read(
        StudyValue(standard, at: value.place, key: "\(value.key).\(parameter.name)"))
    }
  }

  /// The place of a parameter, or of the measure where it is left out.
  func written(_ parameter: any StudyKey) -> StudyValue { map[parameter.name] ?? value }

  /// A mistake of the name `name`, which may come from one in the block `block` and is then not told.
  func fault(
    _ message: String, of name: Sourced, remedy: String, dependingOn block: String
  ) -> RxFault {
    var fault = value.fault(message, remedy: remedy, dependingOn: block)
    fault.place = name.place
    return fault
  }

  /// Refuses a study whose data have no deaths.
  /// - Throws: `RxFault` (78) that begins with `message`.
  func needsDeath(_ message: String) throws(RxFault) {
    guard study.roster?[.deathDate] == nil, study.deaths == nil else { return }
    throw value.fault(
      message, remedy: "map 'death_date' in the columns of the patients, or name files of 'deaths'",
      dependingOn: study.roster == nil ? "deaths" : "patients.columns")
  }

  /// Refuses a study whose data have no birth.
  /// - Throws: `RxFault` (78) that begins with `message`.
  func needsBirth(_ message: String) throws(RxFault) {
    guard study.birthColumn == nil else { return }
    let block = study.roster == nil ? "prescriptions" : "patients"
    throw value.fault(
      message, remedy: "map 'birth_date' or 'birth_year' in the columns of the \(block)",
      dependingOn: "\(block).columns")
  }
}
