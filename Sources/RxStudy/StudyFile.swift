import RxModel
import Yams

/// The reader of a study file.
package enum StudyFile {
  /// The study that `text` describes.
  /// - Parameters:
  ///   - text: the YAML.
  ///   - file: its name for messages.
  /// - Returns: the study, its values checked; names of drugs and files are not looked up yet.
  /// - Throws: `RxFault` (78) at the first mistake: what, where, and the nearest right name.
  package static func parse(_ text: String, file: String) throws(RxFault) -> Study {
    let root = try compose(text, file: file)
    let top = try root.map(topKeys)
    let period = try periodBlock(top.required("period"))
    let prescriptions = try top.required("prescriptions")
    var study = Study(
      title: try top.required("title").text(), period: period,
      prescriptions: try PrescriptionBlock.read(prescriptions, hasRoster: top["patients"] != nil))
    if let persons = top["persons"] {
      study.requiresFullObservation = try persons.choice(PersonsRule.self) == .full
    }
    if let patients = top["patients"] { study.roster = try PatientBlocks.read(.patients, patients) }
    try readObservationAndDeaths(top, into: &study)
    if let population = top["population"] {
      guard study.roster == nil else {
        throw population.fault(
          "'population' gives denominators where there is no roster, and this study has 'patients'",
          remedy: "take one of the two out")
      }
      study.population = try PatientBlocks.population(population)
    }
    if let drugs = top["drugs"] { study.drugs = try DrugsBlock.read(drugs) }
    try GroupsBlock.read(top["groups"], into: &study)
    try PatientBlocks.checkPopulation(study)
    if let supply = top["supply"] {
      let map = try supply.map(["carry_over"])
      study.carryOver = try map["carry_over"]?.choice(CarryOver.self) ?? .none
    }
    try MeasuresBlock.read(top.required("measures"), into: &study)
    if let disclosure = top["disclosure"] { study.disclosure = try DisclosureBlock.read(disclosure) }
    if let tolerance = top["tolerance"] {
      let map = try tolerance.map(["rejected_rows", "of"])
      study.toleratesUnlisted = try map["of"]?.choice(ToleranceOf.self) == .listed
      if let share = map["rejected_rows"] { study.toleratedRejects = try percent(share) }
    }
    if let rejects = top["rejects"] {
      let map = try rejects.map(["values"])
      study.showsRejectedValues = try map["values"]?.choice(Truth.self) == .true
      if let values = map["values"], study.showsRejectedValues, study.disclosure?.isControlled ?? false {
        throw values.fault(
          "'rejects.values' shows values that can be a patient's, and 'disclosure' keeps such things back",
          remedy: "take one of the two out")
      }
    }
    if let output = top["output"] {
      let map = try output.map(["formats"])
      if let formats = map["formats"] {
        study.formats = []
        for format in try formats.list() { study.formats.append(try format.choice(OutputFormat.self)) }
      }
    }
    return study
  }

  private static let topKeys = [
    "title", "period", "persons", "prescriptions", "patients", "observation", "deaths", "population", "drugs",
    "groups", "supply", "measures", "disclosure", "tolerance", "rejects", "output",
  ]

  private enum PersonsRule: String, CaseIterable { case any, full }
  private enum ToleranceOf: String, CaseIterable { case all, listed }
  private enum Truth: String, CaseIterable { case `true`, `false` }

  static func compose(_ text: String, file: String) throws(RxFault) -> StudyValue {
    // Some editors put a byte order mark first, which is no part of the text.
    let text = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
    try YAMLGuard.check(text, file: file)
    let node: Node?
    do {
      // The encoding is named because Yams would look for one in the environment.
      node = try Yams.Parser(yaml: text, encoding: .utf8).singleRoot()
    } catch let error as YamlError {
      throw yamlFault(error, file: file)
    } catch {
      throw RxFault(.config, "is no YAML: \(error)", at: RxFault.Place(file: file, line: 1))
    }
    guard let node else {
      throw RxFault(.config, "the study file is empty", at: RxFault.Place(file: file, line: 1))
    }
    return StudyValue(StudyNode(node), at: RxFault.Place(file: file, line: 1), key: "")
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

  private static func periodBlock(_ value: StudyValue) throws(RxFault) -> StudyPeriod {
    let map = try value.map(["start", "end", "interval"])
    let start = try map.required("start").day()
    let endValue = try map.required("end")
    let kind = try map["interval"]?.choice(IntervalKind.self) ?? .year
    switch try endValue.text() {
    case "data": return StudyPeriod(days: DaySpan(start, start), kind: kind, end: .data)
    case "last-complete-month":
      return StudyPeriod(days: DaySpan(start, start), kind: kind, end: .lastCompleteMonth)
    default: break
    }
    let end = try endValue.day()
    guard start <= end else {
      throw endValue.fault("the period ends on \(end), before it starts on \(start)")
    }
    return StudyPeriod(days: DaySpan(start, end), kind: kind)
  }

  private static func readObservationAndDeaths(_ top: StudyMap, into study: inout Study) throws(RxFault) {
    if let block = top["observation"] {
      if study.roster?.hasPeriods == true {
        throw block.fault(
          "observation periods come from 'patients.columns' and from 'observation'",
          remedy: "keep one of the two")
      }
      study.observation = try PatientBlocks.read(.observation, block)
    }
    if let block = top["deaths"] {
      if study.roster?[.deathDate] != nil {
        throw block.fault(
          "dates of death come from 'patients.columns.death_date' and from 'deaths'",
          remedy: "keep one of the two")
      }
      study.deaths = try PatientBlocks.read(.deaths, block)
    }
  }

  /// `N%`, digits with a point or without, from 0% to 100%; as a share.
  private static func percent(_ value: StudyValue) throws(RxFault) -> Double {
    let text = try value.text()
    let digits = text.hasSuffix("%") ? text.dropLast() : text == "0" ? Substring(text) : ""
    let plain = digits.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
    guard plain, let number = Double(digits), (0...100).contains(number) else {
      throw value.fault(
        "'\(value.key)' must be a percentage from 0% to 100%, not '\(text)'", remedy: "write it as 1%")
    }
    return number / 100
  }
}
