import RxModel
import Testing

@testable import RxStudy

/// `groups.levels` and `groups.unknown` of a study file.
@Suite struct LevelStudyTests {
  private static let columns = "drug: n, sex: x, birth_year: y}\n  attributes: {region: r, race: c}"

  private func study(_ groups: String, _ measures: String = "prevalence: {}") throws -> Study {
    let text = try StudyText.replacing("drug: n}", "\(Self.columns)\ngroups: \(groups)")
    return try StudyFile.parse(
      StudyText.replacing("prevalence: {}", measures, in: text), file: "study.yml")
  }

  @Test func namesInTheirOrder() throws {
    let study = try study(
      "{by: [[sex]], levels: {sex: {M: [male, \"1\"], F: female, x: []}, race: {Other: [Two or more]}}}")
    let names = study.levelNames(of: "sex")
    #expect(names.entries.map(\.label) == ["M", "F", "x"])
    #expect(names.entries.map(\.words) == [["male", "1"], ["female"], []])
    // A variable that is mapped can have names without being one of `by`.
    #expect(study.levelNames(of: "race").label(of: "TWO OR MORE") == "Other")
    #expect(study.levelNames(of: "region").entries.isEmpty)
    #expect(!study.dropsUnknown)
  }

  @Test(arguments: [("keep", false), ("drop", true)])
  func unknown(word: String, drops: Bool) throws {
    #expect(try study("{by: [[sex]], unknown: \(word)}").dropsUnknown == drops)
  }

  @Test func aVariableOfThePopulationFileCanHaveNames() throws {
    let text = try StudyText.replacing(
      "measures:",
      "population: {file: c.csv, columns: {count: n, sex: s}}\ngroups: {levels: {sex: {F: [w]}}}\nmeasures:")
    #expect(try StudyFile.parse(text, file: "study.yml").levelNames(of: "sex").label(of: "W") == "F")
  }

  @Test func theReferenceOfARatioIsRenamed() throws {
    let groups = "{by: [[sex]], levels: {sex: {F: [female]}}}"
    let ratio = "prevalence: {drugs: [opioid]}\n  ratio: {measures: [prevalence], reference: {sex: FEMALE}}"
    let spec = try study(groups, ratio).measures.compactMap { $0 as? RatioSpec }.first
    #expect(spec?.reference == "F")
  }

  private static let mistakes: [StudyMistake] = [
    .init(
      "drug: n}", "\(columns)\ngroups: {levels: {§regoin: {A: [b]}}}",
      "'regoin' in 'groups.levels' is no variable with levels that the study maps",
      "did you mean 'region'?"),
    .init(
      "drug: n}", "\(columns)\ngroups: {levels: {§income: {A: [b]}}}", "is no variable",
      "there are sex, region, race"),
    .init("title: T", "title: T\ngroups: {levels: {§sex: {A: [b]}}}", "is no variable", "map its column"),
    .init(
      "drug: n}", "\(columns)\ngroups: {levels: {§age: {A: [b]}}}", "the levels of 'age' are its bands",
      "groups.age_bands"),
    .init(
      "drug: n}", "\(columns)\ngroups: {levels: {sex: {F: [\"2\"], M: [\"1\", §\"2\"]}}}",
      "'2' in 'groups.levels.sex' is under two names, 'F' and 'M'", "one of them"),
    // A name is one of its own words, whichever comes first.
    .init(
      "drug: n}", "\(columns)\ngroups: {levels: {sex: {F: [§\" m\"], M: [x]}}}",
      "' m' in 'groups.levels.sex' is under two names, 'M' and 'F'", "one of them"),
    .init(
      "drug: n}", "\(columns)\ngroups: {levels: {sex: {F: [a], §f: [b]}}}",
      "the name 'f' is there twice in 'groups.levels.sex', case and blanks aside", "keep one of them"),
    .init(
      "drug: n}", "\(columns)\ngroups: {levels: {sex: {F: [§\" \"]}}}", "'groups.levels.sex.F' is empty"),
    .init("drug: n}", "\(columns)\ngroups: {levels: {sex: {§\" \": [a]}}}", "a name in 'groups.levels.sex'"),
    .init("drug: n}", "\(columns)\ngroups: {levels: {sex: §[F, M]}}", "must be keys with values"),
    .init("drug: n}", "\(columns)\ngroups: {levels: {sex: {F: §{a: b}}}}", "must be a list"),
    .init(
      "drug: n}", "\(columns)\ngroups: {unknown: §dorp}", "it is one of keep, drop", "did you mean 'drop'?"),
    .init(
      "title: T", "title: T\ngroups: {§level: {}}", "unknown key 'level'", "did you mean 'levels'?"),
  ]

  @Test(arguments: mistakes) func mistake(mistake: StudyMistake) throws { try mistake.check() }

  @Test func nobodyIsUnknownWhoIsDropped() throws {
    let ratio = "prevalence: {drugs: [opioid]}\n  ratio: {measures: [prevalence], reference: {sex: u}}"
    let levels = "levels: {sex: {unknown: [u]}}"
    #expect(throws: Never.self) { try study("{by: [[sex]], \(levels)}", ratio) }
    let fault = try #require(throws: RxFault.self) {
      try study("{by: [[sex]], \(levels), unknown: drop}", ratio)
    }
    #expect(fault.code == .config && fault.message.contains("nobody is 'unknown'"), "\(fault.text)")
  }
}
