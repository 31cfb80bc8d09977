import RxModel
import Yams

/// The reader of a study file.
package enum StudyFile {
  /// The study that `text` describes.
  /// - Parameters:
  ///   - text: the YAML.
  ///   - file: its name for messages.
  ///   - surroundings: what is beside it; without, a layout's files have the names that they should have.
  /// - Returns: the study, its values checked; names of drugs and files are not looked up yet.
  /// - Throws: `RxFault` (78) with all mistakes in the order of the file: what, where, and the nearest right name. What
  ///   only follows from another of them is not told. Also as `whole` does.
  package static func parse(
    _ text: String, file: String, in surroundings: StudySurroundings = StudySurroundings()
  ) throws(RxFault) -> Study {
    try study(try whole(try node(text, file: file), file: file, in: surroundings), file: file)
  }

  /// The study that `node`, the values of a study file that is whole, describes.
  /// - Parameters:
  ///   - node: the file's values.
  ///   - file: its name for messages.
  /// - Returns: as `parse` does.
  /// - Throws: as `parse` does.
  package static func study(_ node: StudyNode, file: String) throws(RxFault) -> Study {
    let mistakes = StudyMistakes()
    let top = try value(node, file: file, noting: mistakes).map(keys)
    let prescriptions = try top.noting(Key.prescriptions) { value throws(RxFault) in
      try PrescriptionBlock.read(value, hasRoster: top[Key.patients] != nil)
    }
    guard let prescriptions else {
      try mistakes.throwIfAny()
      throw RxFault(.software, "the prescriptions of a study are gone")
    }
    var study = Study(
      title: try top.noting(Key.title) ?? "",
      period: try top.noting(Key.period) ?? PeriodBlock.anyPeriod, prescriptions: prescriptions)
    study.roster = try top.noting(Key.patients) { value throws(RxFault) in
      try PatientBlocks.read(.patients, value)
    }
    study.observation = try top.noting(Key.observation) { [study] value throws(RxFault) in
      try observation(value, study)
    }
    study.deaths = try top.noting(Key.deaths) { [study] value throws(RxFault) in try deaths(value, study) }
    study.population = try top.noting(Key.population) { [study] value throws(RxFault) in
      try population(value, study)
    }
    study.drugs = try top.noting(Key.drugs) ?? DrugSource()
    try readBlocks(of: top, into: &study)
    try mistakes.throwIfAny()
    return study
  }

  /// Reads the blocks that look at those of the files.
  private static func readBlocks(of top: StudyMap, into study: inout Study) throws(RxFault) {
    if let groups = top[Key.groups] { try GroupsBlock.read(groups, into: &study) }
    let persons = try top.noting(Key.persons) { [study] value throws(RxFault) in
      try PersonsBlock.read(value, in: study)
    }
    if let persons { study.persons = persons }
    if let rule = try top.noting(Key.supply) ?? nil { study.carryOver = rule }
    try MeasuresBlock.read(top.required(Key.measures.name), into: &study)
    study.products = try top.noting(Key.products) { [study] value throws(RxFault) in
      try ProductsSpec(value, in: study)
    }
    study.disclosure = try top.noting(Key.disclosure)
    if let tolerance = try top.noting(Key.tolerance) {
      study.toleratesUnlisted = tolerance.ofListed
      if let share = tolerance.share { study.toleratedRejects = share }
    }
    let isControlled = study.disclosure?.isControlled ?? false
    study.showsRejectedValues =
      try top.noting(Key.rejects) { value throws(RxFault) in
        try SettingBlocks.rejects(value, isControlled: isControlled)
      } ?? false
    if let formats = try top.noting(Key.output) ?? nil { study.formats = formats }
  }

  static func compose(_ text: String, file: String) throws(RxFault) -> StudyValue {
    value(try node(text, file: file), file: file)
  }

  private static func value(
    _ node: StudyNode, file: String, noting mistakes: StudyMistakes? = nil
  ) -> StudyValue {
    StudyValue(node, at: RxFault.Place(file: file, line: 1), key: "", noting: mistakes)
  }

  /// The values of a study file, without a meaning yet.
  /// - Parameters:
  ///   - text: the YAML.
  ///   - file: its name for messages.
  /// - Returns: the top of the file.
  /// - Throws: `RxFault` (78) where it is no YAML, or more than a study file can have.
  package static func node(_ text: String, file: String) throws(RxFault) -> StudyNode {
    // Some editors put a byte order mark first, which is no part of the text.
    let text = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
    try YAMLGuard.check(text, file: file)
    let node: Node?
    do {
      // The encoding is named because Yams would look for one in the environment. Values are read by where they
      // stand in the study, so no type has to be guessed; the rules for guessing are regular expressions, slow to make.
      node = try Yams.Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot()
    } catch let error as YamlError {
      throw yamlFault(error, file: file)
    } catch {
      throw RxFault(.config, "is no YAML: \(error)", at: RxFault.Place(file: file, line: 1))
    }
    guard let node else {
      throw RxFault(.config, "the study file is empty", at: RxFault.Place(file: file, line: 1))
    }
    return StudyNode(node, of: file)
  }

  private static func yamlFault(_ error: YamlError, file: String) -> RxFault {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      return RxFault(
        .config, "is no YAML: \(problem)",
        at: RxFault.Place(file: file, line: mark.line, column: mark.column),
        remedy: "check the indentation, the colons and the quotes around this place")
    case .reader(let problem, let offset?, let value, let yaml):
      let before = yaml.prefix(offset)
      let line = before.suffix(
        from: before.lastIndex(where: isLineEnd).map(before.index(after:)) ?? before.startIndex)
      let code = String(value, radix: 16, uppercase: true)
      return RxFault(
        .config,
        "is no YAML: \(problem) (the character U+\(String(repeating: "0", count: max(0, 4 - code.count)))\(code))",
        at: RxFault.Place(
          file: file, line: before.count(where: isLineEnd) + 1,
          column: line.count + 1),
        remedy: "take it out")
    case .duplicatedKeysInMapping(let duplicates, let context):
      let keys = duplicates.map { "'\($0)'" }.joined(separator: ", ")
      return RxFault(
        .config, "the key \(keys) is there twice",
        at: RxFault.Place(file: file, line: context.mark.line, column: context.mark.column),
        remedy: "keep one of them")
    default:
      return RxFault(.config, "is no YAML: \(error)", at: RxFault.Place(file: file, line: 1))
    }
  }

  private static func isLineEnd(_ character: Character) -> Bool { ["\n", "\r\n", "\r"].contains(character) }

  private static func observation(_ value: StudyValue, _ study: Study) throws(RxFault) -> StudyInput {
    guard study.roster?.hasPeriods != true else {
      throw value.fault(
        "observation periods come from 'patients.columns' and from 'observation'",
        remedy: "keep one of the two")
    }
    return try PatientBlocks.read(.observation, value)
  }

  private static func deaths(_ value: StudyValue, _ study: Study) throws(RxFault) -> StudyInput {
    guard study.roster?[.deathDate] == nil else {
      throw value.fault(
        "dates of death come from 'patients.columns.death_date' and from 'deaths'",
        remedy: "keep one of the two")
    }
    return try PatientBlocks.read(.deaths, value)
  }

  private static func population(_ value: StudyValue, _ study: Study) throws(RxFault) -> StudyInput {
    guard study.roster == nil else {
      throw value.fault(
        "'population' gives denominators where there is no roster, and this study has 'patients'",
        remedy: "take one of the two out")
    }
    return try PatientBlocks.population(value, study)
  }
}
