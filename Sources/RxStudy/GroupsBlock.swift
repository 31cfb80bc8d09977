import RxModel

/// The `groups` block.
enum GroupsBlock {
  static func read(_ value: StudyValue, into study: inout Study) throws(RxFault) {
    let map = try value.map(["age_bands", "by"])
    study.ageBands = try map.noting("age_bands", ageBands)
    let groups = try map.noting("by") { [study] by throws(RxFault) in try groupings(by, in: study) }
    if let groups { (study.variables, study.groupings) = groups }
    if study.variables.contains(.age), study.ageBands == nil { study.ageBands = study.bandsOfAge }
  }

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

  private static func resolve(_ value: StudyValue, in study: Study) throws(RxFault) -> GroupVariable {
    let name = try value.text()
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
