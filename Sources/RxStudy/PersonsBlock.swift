import RxModel

/// The `persons` block: who is a person of an interval.
enum PersonsBlock {
  private enum Observed: String, CaseIterable { case any, full }

  /// The longest prior observation that can be asked for, in days.
  private static let longestPriorDays = 36_525

  /// The rule of the block, which is `any`, `full` or keys; the columns and levels of `study` are known.
  static func read(_ value: StudyValue, in study: Study) throws(RxFault) -> PersonRule {
    var rule = PersonRule()
    guard !value.isScalar else {
      let names = Observed.allCases.map(\.rawValue) + ["keys like {age: {from: 18}}"]
      let text = try value.text()
      guard let observed = Observed(rawValue: text) else { throw value.noChoice(text, names) }
      rule.requiresFullObservation = observed == .full
      return rule
    }
    let map = try value.map(["observed", "age", "levels", "prior_observation", "include", "exclude"])
    rule.requiresFullObservation =
      try map.noting("observed") { value throws(RxFault) in try value.choice(Observed.self) == .full }
      ?? false
    rule.ages = try map.noting("age") { value throws(RxFault) in try ages(value, study) } ?? nil
    rule.levels = try map.noting("levels") { value throws(RxFault) in try levels(value, study) } ?? []
    rule.priorObservationDays =
      try map.noting("prior_observation") { value throws(RxFault) in
        try value.int(in: 0...longestPriorDays)
      } ?? 0
    rule.include = try map.noting("include") { value throws(RxFault) in try list(.include, value) }
    rule.exclude = try map.noting("exclude") { value throws(RxFault) in try list(.exclude, value) }
    return rule
  }

  /// A list of patients.
  private static func list(_ kind: InputKind, _ value: StudyValue) throws(RxFault) -> StudyInput {
    let map = try value.map(["file", "files"] + FileSetBlock.syntaxKeys + ["columns"])
    let columns = try map.required("columns").map(kind.columnKeys)
    return try StudyInput(
      kind, files: FileSetBlock.read(map, keys: ["file", "files"]),
      columns: FileSetBlock.columns(columns, of: kind))
  }

  private static func ages(_ value: StudyValue, _ study: Study) throws(RxFault) -> ClosedRange<Int>? {
    let map = try value.map(["from", "to"])
    let from = try map.noting("from", age)
    let to = try map.noting("to", age)
    let input = study.patientInput
    guard input.birth != nil else {
      throw value.fault(
        "people can't be chosen by age: no column is mapped",
        remedy: "map '\(input.kind.rawValue).columns.birth_date' or 'birth_year'",
        dependingOn: "\(input.kind.rawValue).columns")
    }
    guard !map.entries.isEmpty else {
      throw value.fault("'\(value.key)' has neither 'from' nor 'to'", remedy: "write {from: 18, to: 64}")
    }
    let (youngest, oldest) = (from ?? 0, to ?? .max)
    guard youngest <= oldest else {
      throw value.fault("the ages from \(youngest) to \(oldest) are nobody's", remedy: "swap the two")
    }
    return youngest...oldest
  }

  private static func age(_ value: StudyValue) throws(RxFault) -> Int {
    try value.int(in: 0...PersonRule.oldestAge)
  }

  private static func levels(
    _ value: StudyValue, _ study: Study
  ) throws(RxFault) -> [(variable: GroupVariable, labels: [String])] {
    var levels: [(variable: GroupVariable, labels: [String])] = []
    for (name, own) in try value.freeMap().entries {
      let found = try own.noting { own throws(RxFault) -> (variable: GroupVariable, labels: [String]) in
        let variable = try GroupsBlock.resolve(name, as: own, in: study)
        guard variable != .age else {
          throw own.fault("persons of an age are chosen with 'persons.age'", remedy: "write age: {from: 18}")
        }
        var labels: [String] = []
        for level in try own.list() {
          labels.append(study.levelNames(of: name.name).label(of: try level.text()))
        }
        return (variable, labels.distinct())
      }
      if let found { levels.append(found) }
    }
    return levels
  }
}
