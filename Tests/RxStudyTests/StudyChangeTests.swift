import RxModel
import Testing

@testable import RxStudy

/// A change is told as it can be written in the study file, and means there what was tried.
@Suite("Changes to a study")
struct StudyChangeTests {
  private static let columns = "drug: n, sex: x, birth_year: y}\n  attributes: {race: c}"

  private func text(_ groups: String, period: String = "") throws -> String {
    try StudyText.replacing("drug: n}", "\(Self.columns)\(groups.isEmpty ? "" : "\ngroups: \(groups)")")
  }

  private func parsed(_ groups: String) throws -> Study { try StudyFile.parse(text(groups), file: "s.yml") }

  /// The study with a change, and the study of a file that has the text of the change.
  private func both(_ change: StudyChange, _ groups: String) throws -> (tried: Study, written: Study) {
    let line = change.text
    let rest = groups.isEmpty ? "" : ", \(groups.dropFirst().dropLast())"
    let written = try parsed("\(line.dropFirst("groups: ".count).dropLast())\(rest)}")
    return (try change.study(try StudyFile.node(text(groups), file: "s.yml"), file: "s.yml"), written)
  }

  @Test(
    "Levels are joined however they are written",
    arguments: [
      ("Group D", "Two or more, or other"), ("a: b", "c # d"), ("- x", "\"quoted\""), ("[1]", "{2}"),
      ("&a", "*b"), ("back\\slash", "per%"), ("%", "@"), ("it's", "'x'"), ("?", "!"), ("tab\there", "é"),
      ("null", "true"), ("1", "~"),
    ])
  func quoting(one: String, other: String) throws {
    let study = try parsed("{by: [[race]]}")
    let change = try #require(StudyChange.joining(one, other, of: "race", in: study))
    let (tried, written) = try both(change, "{by: [[race]]}")
    for study in [tried, written] {
      let names = study.levelNames(of: "race")
      #expect(names.entries.map(\.label) == ["\(one) + \(other)"])
      #expect(names.entries.first?.words == [one, other])
      #expect(names.label(of: one) == names.label(of: other) && names.label(of: "Z") == "Z")
    }
  }

  @Test("What the study calls levels already is kept, and joined with its words")
  func namedLevels() throws {
    let study = try parsed("{by: [[race]], levels: {sex: {F: [w]}, race: {A: [a1, a2], B: [b1], C: []}}}")
    let change = try #require(StudyChange.joining("B", "new", of: "race", in: study))
    #expect(change.text == "groups: {levels: {race: {A: [a1, a2], B + new: [B, b1, new], C: []}}}")
    let node = try StudyFile.node(
      text("{by: [[race]], levels: {sex: {F: [w]}, race: {A: [a1, a2], B: [b1], C: []}}}"), file: "s.yml")
    let changed = try change.study(node, file: "s.yml")
    #expect(changed.levelNames(of: "race").entries.map(\.label) == ["A", "B + new", "C"])
    #expect(changed.levelNames(of: "race").label(of: "b1") == "B + new")
    #expect(changed.levelNames(of: "sex").label(of: "w") == "F")
    // What reads like a row that is not split has no word that is its own.
    #expect(StudyChange.joining("all (level)", "new", of: "race", in: study) == nil)
  }

  @Test("A limit between age bands, a grouping, those of unknown level, and intervals")
  func others() throws {
    let groups = "{by: [[age], [race, sex], [sex]], age_bands: [18, 40, 65]}"
    let study = try parsed(groups)
    let node = try StudyFile.node(text(groups), file: "s.yml")
    func changed(_ change: StudyChange?) throws -> (String, Study) {
      let change = try #require(change)
      return (change.text, try change.study(node, file: "s.yml"))
    }
    let (bands, bandsStudy) = try changed(.withoutLimit(1, of: study))
    #expect(bands == "groups: {age_bands: [18, 65]}")
    #expect(bandsStudy.ageBands?.labels == ["under 18", "18-64", "65+", "unknown"])
    #expect(
      StudyChange.withoutLimit(0, of: study)?.kind
        == .joins(variable: "age", levels: ["under 18", "18-39"], name: "under 40"))
    // Below the first limit there is nobody at 0.
    #expect(StudyChange.withoutLimit(0, of: try parsed("{by: [[age]], age_bands: [0, 40]}")) == nil)

    let (by, byStudy) = try changed(.leavingOut(1, of: study, node))
    #expect(by == "groups: {by: [[age], [sex]]}" && byStudy.groupings == [[0], [1]])
    #expect(byStudy.variables.map(\.name) == ["age", "sex"])
    let (drop, dropStudy) = try changed(.droppingUnknown(of: ["sex"]))
    #expect(drop == "groups: {unknown: drop}" && dropStudy.dropsUnknown && !study.dropsUnknown)
    let (year, yearStudy) = try changed(.lengthening(to: .quarter))
    #expect(year == "period: {interval: quarter}" && yearStudy.period.kind == .quarter)
    #expect(yearStudy.period.days == study.period.days)
  }

  @Test("A change that makes a mistake of the study is refused")
  func mistakes() throws {
    let groups = "{by: [[sex], [race]]}"
    let ratio = "prevalence: {drugs: [opioid]}\n  ratio: {measures: [prevalence], reference: {sex: M}}"
    let text = try StudyText.replacing("prevalence: {}", ratio, in: text(groups))
    let node = try StudyFile.node(text, file: "s.yml")
    let study = try StudyFile.parse(text, file: "s.yml")
    let change = try #require(StudyChange.leavingOut(0, of: study, node))
    #expect(throws: RxFault.self) { try change.study(node, file: "s.yml") }
    let fine = try #require(StudyChange.leavingOut(1, of: study, node))
    #expect(try fine.study(node, file: "s.yml").groupings == [[0]])
  }

  @Test("Levels by which residents are counted, or persons left out of a measure, are not joined")
  func levelsWithAMeaning() throws {
    let population = "\npopulation: {file: c.csv, columns: {count: n, sex: s, age: a}}"
    let study = try StudyFile.parse(text("{by: [[sex], [age], [race]]}\(population)"), file: "s.yml")
    #expect(StudyChange.joining("F", "M", of: "sex", in: study) == nil)
    #expect(StudyChange.withoutLimit(1, of: study) == nil)
    #expect(StudyChange.joining("A", "B", of: "race", in: study) != nil)
  }
}
