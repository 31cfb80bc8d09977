import RxModel

/// The `groups` block.
enum GroupsBlock {
  private enum Key {
    static let ageBands = Parameter<AgeBands>(
      name: "age_bands", form: .list(.whole(0...150)),
      standard: StudyNode(.list(Study.usualAgeBands.lowerBounds.map { StudyNode(.text("\($0)")) })),
      summary: "the lower bounds of the age bands, in completed years, ascending", read: GroupsBlock.ageBands)
    static let by = Parameter.raw(
      "by", .list(.list(.text("a variable", "variables"))), default: [],
      "the groupings, each of age, sex or attributes: [[sex], [age, sex]]; everyone is always there")
    static let levels = Parameter.raw(
      "levels", .named("VARIABLE", .named("NAME", .list(.text("a text", "texts")))),
      "what the data call a level, case and blanks aside: {sex: {F: [female, \"2\"], unknown: [u]}}")
    static let unknown = Parameter<Unknown>.choice(
      "unknown", default: .keep,
      "drop: whoever is unknown in a variable of by is no person of the interval, in any row")
  }

  /// Its keys, in the order in which they are told.
  static let keys: [any StudyKey] = [Key.ageBands, Key.by, Key.levels, Key.unknown]

  static func read(_ value: StudyValue, into study: inout Study) throws(RxFault) {
    let map = try value.map(keys)
    study.ageBands = try map.noting(Key.ageBands)
    study.levelNames =
      try map.noting(Key.levels) { [study] value throws(RxFault) in try levelNames(value, in: study) } ?? [:]
    study.dropsUnknown = try map.settled(Key.unknown) == .drop
    let groups = try map.noting(Key.by) { [study] by throws(RxFault) in try groupings(by, in: study) }
    if let groups { (study.variables, study.groupings) = groups }
    if study.variables.contains(.age), study.ageBands == nil { study.ageBands = study.bandsOfAge }
  }

  private enum Unknown: String, CaseIterable { case keep, drop }

  private static func groupings(
    _ by: StudyValue, in study: Study
  ) throws(RxFault) -> (variables: [GroupVariable], groupings: [[Int]]) {
    var variables: [GroupVariable] = []
    var groupings: [[Int]] = []
    guard by.isList else { throw by.fault("'groups.by' must be a list of lists, like [[sex], [age, sex]]") }
    // An empty list is everyone alone.
    for entry in by.isEmptyList ? [] : try by.list() {
      var grouping: [Int] = []
      let names = try entry.list()
      for name in names {
        let found = try name.noting { name throws(RxFault) in try resolve(name, in: study) }
        guard let variable = found else { continue }
        let index = variables.firstIndex(of: variable) ?? variables.count
        if index == variables.count { variables.append(variable) }
        guard !grouping.contains(index) else {
          throw name.fault("'\(variable.name)' is there twice in one grouping")
        }
        grouping.append(index)
      }
      // One with a mistake in it can't be compared with the others.
      guard grouping.count == names.count else { continue }
      guard !groupings.contains(where: { Set($0) == Set(grouping) }) else {
        throw entry.fault("this grouping is there twice")
      }
      groupings.append(grouping.sorted())
    }
    return (variables, groupings)
  }

  private static func ageBands(_ value: StudyValue) throws(RxFault) -> AgeBands {
    var bounds: [Int] = []
    for bound in try value.list() {
      let age = try bound.int(in: 0...150)
      guard age > bounds.last ?? -1 else { throw bound.fault("the age bands' lower bounds must ascend") }
      bounds.append(age)
    }
    return AgeBands(lowerBounds: bounds)
  }

  /// By variable, the names of its levels. A variable need not be one of `groups.by`, so that a grouping can be taken out
  /// and put back without its names.
  private static func levelNames(
    _ value: StudyValue, in study: Study
  ) throws(RxFault) -> [String: LevelNames] {
    let input = study.patientInput
    let residents = study.population?.attributes.map(\.name) ?? []
    let known = ((input.sex != nil ? ["sex"] : []) + input.attributes.map(\.name) + residents).distinct()
      .filter { $0 != "age" }
    var result: [String: LevelNames] = [:]
    for (variable, levels) in try value.freeMap().entries {
      result[variable.name] = try levels.noting { levels throws(RxFault) in
        guard variable.name != "age" else {
          throw RxFault(
            .config, "the levels of 'age' are its bands, which have no other names", at: variable.place,
            remedy: "choose them with 'groups.age_bands'")
        }
        guard known.contains(variable.name) else {
          let near = suggestion(for: variable.name, among: known)
          var fault = levels.fault(
            "'\(variable.name)' in '\(value.key)' is no variable with levels that the study maps",
            remedy: near.isEmpty
              ? known.isEmpty ? "map its column first" : "there are \(known.joined(separator: ", "))" : near,
            dependingOn: "\(input.kind.rawValue).\(variable.name == "sex" ? "columns" : "attributes")")
          fault.place = variable.place
          throw fault
        }
        return try levelNames(levels)
      }
    }
    return result
  }

  /// The names of one variable's levels. Names come first, so that a word that is another name is found wherever it is.
  private static func levelNames(_ value: StudyValue) throws(RxFault) -> LevelNames {
    let entries = try value.freeMap().entries
    var names = LevelNames()
    for (name, _) in entries {
      guard !LevelNames.plain(name.name).isEmpty else {
        throw RxFault(.config, "a name in '\(value.key)' is empty", at: name.place)
      }
      guard names.add(name: name.name) == nil else {
        throw RxFault(
          .config, "the name '\(name.name)' is there twice in '\(value.key)', case and blanks aside",
          at: name.place, remedy: "keep one of them")
      }
    }
    for (place, (name, words)) in entries.enumerated() {
      // A name without words has its place in the order, and brings together how it is written.
      for word in words.isEmptyList ? [] : try words.list() {
        let text = try word.text()
        guard !LevelNames.plain(text).isEmpty else { throw word.fault("'\(word.key)' is empty") }
        guard let other = names.add(word: text, to: place) else { continue }
        throw word.fault(
          "'\(text)' in '\(value.key)' is under two names, '\(other)' and '\(name.name)'",
          remedy: "keep it under one of them")
      }
    }
    return names
  }

  private static func resolve(_ value: StudyValue, in study: Study) throws(RxFault) -> GroupVariable {
    try resolve(try value.sourced(), as: value, in: study)
  }

  /// The variable of a name; mistakes are those of `value`.
  static func resolve(
    _ variable: Sourced, as value: StudyValue, in study: Study
  ) throws(RxFault) -> GroupVariable {
    let name = variable.name
    let input = study.patientInput
    let attributes = input.attributes
    let block = input.kind.rawValue
    if name == "sex" {
      guard input.sex != nil else {
        throw value.fault(
          "people can't be grouped by sex: no column is mapped", remedy: "map '\(block).columns.sex'",
          dependingOn: "\(block).columns")
      }
      return .sex
    }
    if name == "age" {
      guard input.birth != nil else {
        throw value.fault(
          "people can't be grouped by age: no column is mapped",
          remedy: "map '\(block).columns.birth_date' or 'birth_year'", dependingOn: "\(block).columns")
      }
      return .age
    }
    guard let index = attributes.firstIndex(where: { $0.name == name }) else {
      let known = ["age", "sex"] + attributes.map(\.name)
      let near = suggestion(for: name, among: known)
      throw value.fault(
        "unknown grouping variable '\(name)'",
        remedy: near.isEmpty
          ? "there are \(known.joined(separator: ", ")); more go into '\(block).attributes'" : near,
        dependingOn: "\(block).attributes")
    }
    return .attribute(name: name, index: index)
  }
}
