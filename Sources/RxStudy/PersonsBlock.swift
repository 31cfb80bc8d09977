import RxModel

/// The `persons` block: who is a person of an interval.
enum PersonsBlock {
  private enum Observed: String, CaseIterable { case any, full }

  /// The longest prior observation that can be asked for, in days.
  private static let longestPriorDays = 36_525

  private enum Key {
    static let observed = Parameter<Observed>.choice(
      "observed", default: .any,
      "any: one observed day in the interval makes a person of it; full: observed on all its days")
    static let age = Parameter.raw(
      "age", .keys([from, to]), "completed years as for groups, both ends included; unknown age is out")
    static let from = Parameter.whole("from", in: ages, default: 0, "the youngest age")
    static let to = Parameter.whole("to", in: ages, default: nil, "the oldest age; without it any")
    static let levels = Parameter.raw(
      "levels", .named("VARIABLE", .list(.text("a level", "levels"))),
      "persons of these levels of a variable alone, as groups.levels names them: {sex: [F]}")
    static let priorObservation = Parameter.whole(
      "prior_observation", in: 0...longestPriorDays, default: 0,
      "the first days of each unbroken run of observed days that serve as look-back alone")
    static let include = list(
      .include, "patients of a list alone, from the earliest date in it on; the days before are look-back")
    static let exclude = list(
      .exclude, "patients who are left out: from the earliest date in a list on, without a date always")

    private static let ages = 0...PersonRule.oldestAge

    private static func list(_ kind: InputKind, _ summary: String) -> Parameter<StudyInput> {
      Parameter(
        name: kind.rawValue, form: .keys(listKeys(kind)), standard: nil, isRequired: false, summary: summary
      ) { value throws(RxFault) in try PersonsBlock.list(kind, value) }
    }
  }

  /// Its keys, in the order in which they are told.
  static let keys: [any StudyKey] = [
    Key.observed, Key.age, Key.levels, Key.priorObservation, Key.include, Key.exclude,
  ]

  /// The forms of its value.
  static let form = ValueForm.either([.choice(of: Observed.self), .keys(keys)])

  /// The keys of a list of patients.
  private static func listKeys(_ kind: InputKind) -> [any StudyKey] {
    FileSetBlock.fileOrFiles + FileSetBlock.syntax + [FileSetBlock.columnsKey(.keys(kind.studyKeys))]
  }

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
    let map = try value.map(keys)
    rule.requiresFullObservation = try map.settled(Key.observed) == .full
    rule.ages = try map.noting(Key.age) { value throws(RxFault) in try ages(value, study) } ?? nil
    rule.levels = try map.noting(Key.levels) { value throws(RxFault) in try levels(value, study) } ?? []
    rule.priorObservationDays = try map.settled(Key.priorObservation) ?? 0
    rule.include = try map.noting(Key.include)
    rule.exclude = try map.noting(Key.exclude)
    return rule
  }

  /// A list of patients.
  private static func list(_ kind: InputKind, _ value: StudyValue) throws(RxFault) -> StudyInput {
    let map = try value.map(listKeys(kind))
    let columns = try map.required("columns").map(kind.studyKeys)
    return try StudyInput(
      kind, files: FileSetBlock.read(map, FileSetBlock.fileOrFiles),
      columns: FileSetBlock.columns(columns, of: kind))
  }

  private static func ages(_ value: StudyValue, _ study: Study) throws(RxFault) -> ClosedRange<Int>? {
    let map = try value.map([Key.from, Key.to])
    let from = try map.settled(Key.from)
    let to = try map.noting(Key.to)
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
