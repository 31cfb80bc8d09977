import RxModel
import Testing

@testable import RxStudy

/// Several mistakes in one study file: each is named once, in the order of the file, and nothing that only follows from
/// another.
@Suite struct StudyMistakesAtOnceTests {
  private static let study = """
    title: T
    period: {start: 2019-01-01, end: 2019-12-31}
    prescriptions:
      files: rx.csv
      columns: {patient: p, date: d, days_supply: s, drug: n, quantity: q}
    patients:
      files: m.csv
      columns: {patient: p, birth_date: b, sex: s}
      attributes: {region: r}
    groups: {age_bands: [0, 40, 65], by: [[sex], [age], [region]]}
    measures:
      prevalence: {}
      ratio: {measures: [prevalence], reference: {region: north}}
      cob: {exclude: [region]}
      ddd: {}
    tolerance: {rejected_rows: 1%}
    output: {formats: [csv, markdown]}

    """

  /// The messages of the study with these replacements, each with its line.
  private func told(_ replacements: [(old: String, new: String)]) throws -> [String] {
    var text = Self.study
    for (old, new) in replacements { text = try StudyText.replacing(old, new, in: text) }
    let plain = text
    let fault = try #require(throws: RxFault.self) { try StudyFile.parse(plain, file: "study.yml") }
    #expect(fault.code == .config && fault.further.allSatisfy { $0.code == .config && $0.further.isEmpty })
    #expect(fault.lines.count == 1 + fault.further.count && fault.lines[0] == fault.text)
    return ([fault] + fault.further).map { "\($0.place?.line ?? 0) \($0.message)" }
  }

  @Test func theStudyItselfIsRight() throws {
    _ = try StudyFile.parse(Self.study, file: "study.yml")
  }

  @Test func mistakesOfAllBlocksAreTold() throws {
    let told = try told([
      ("title: T", "titel: T"), ("end: 2019-12-31", "end: 2019-12-32"),
      ("files: rx.csv", "files: rx.csv\n  dates: nonsense\n  delimiter: x"), ("sex: s}", "sx: s}"),
      ("40, 65", "65, 40"), ("prevalence: {}", "prevalence: {drugs: [a, a], colour: red}"),
      ("ddd: {}", "ddd: {drugs: []}"), ("rejected_rows: 1%", "rejected_row: 1"),
      ("csv, markdown", "cvs, markdwon"),
    ])
    let wanted = [
      "1 unknown key 'titel' in the study", "2 'period.end' must be a date",
      "5 'prescriptions.dates' can't be",
      "6 'prescriptions.delimiter' can't be 'x'", "10 unknown key 'sx' in 'patients.columns'",
      "12 the age bands' lower bounds must ascend", "14 'a' is there twice",
      "14 unknown key 'colour' in 'measures.prevalence'", "17 'measures.ddd.drugs' is an empty list",
      "18 unknown key 'rejected_row' in 'tolerance'", "18 'tolerance.rejected_rows' must be a percentage",
      "19 'output.formats' can't be 'cvs'", "19 'output.formats' can't be 'markdwon'",
    ]
    #expect(told.count == wanted.count, "\(told)")
    for (line, start) in zip(told, wanted) { #expect(line.hasPrefix(start), "\(line)") }
  }

  @Test(
    "What follows from a mistake is not told",
    arguments: [
      ("columns: {patient: p, birth_date: b, sex: s}", "colmuns: {patient: p, birth_date: b, sex: s}", 1),
      ("birth_date: b, sex: s}", "birth_date: b, gender: s}", 1),
      (
        "columns: {patient: p, birth_date: b, sex: s}\n  attributes: {region: r}",
        "columns: 7\n  attributes: {region: r}", 1
      ),
      ("attributes: {region: r}", "attributes: {sex: r}", 1),
      ("attributes: {region: r}", "attributes: [region]", 1),
      ("patients:", "patinets:", 1),
      ("birth_date: b, sex: s}", "sex: s}", 2), ("b, sex: s}", "b}", 1),
      ("[region]]", "[sex, region], [[a]]]", 1),
      ("quantity: q}", "amount_dispensed: q}", 1),
      ("prevalence: {}", "prevalence: {drugs: []}", 1),
      ("prevalence: {}", "prevalense: {}", 1),
      ("by: [[sex], [age], [region]]", "by: [[sex], [age], [rgion]]", 1),
      ("groups: {age_bands: [0, 40, 65], by:", "gropus: {age_bands: [0, 40, 65], by:", 1),
      ("period: {start: 2019-01-01, end: 2019-12-31}", "period: 2019", 1),
      ("period: {start: 2019-01-01, end: 2019-12-31}\n", "", 1),
      ("start: 2019-01-01", "start: 2020-01-01", 1), ("start: 2019-01-01", "start: 1.1.2019", 1),
    ])
  func noCascades(old: String, new: String, count: Int) throws {
    let told = try told([(old, new)])
    #expect(told.count == count, "\(told)")
  }

  @Test func withoutPrescriptionsTheOtherBlocksAreLookedThrough() throws {
    let told = try told([("prescriptions:", "perscriptions: x\nmore:"), ("1%", "1")])
    #expect(told.count == 4, "\(told)")
    #expect(told.contains { $0.contains("unknown key 'perscriptions' in the study") }, "\(told)")
    #expect(told.contains { $0.contains("'prescriptions' must be keys with values") }, "\(told)")
    #expect(told.contains { $0.contains("unknown key 'more'") }, "\(told)")
    #expect(told.contains { $0.contains("'tolerance.rejected_rows' must be") }, "\(told)")
  }

  @Test func severalNamesThatNoListHas() throws {
    let text = try StudyText.replacing("prevalence: {}", "prevalence: {drugs: [opiod, opioid, nonsens]}")
    let study = try StudyFile.parse(text, file: "study.yml")
    let fault = try #require(throws: RxFault.self) {
      try DrugSets.resolve(study, in: try CodeList.builtIn(match: .auto))
    }
    #expect(fault.message.contains("'opiod'") && fault.further.count == 1, "\(fault.lines)")
    #expect(fault.further.first?.message.contains("'nonsens'") == true)
  }

  @Test func residentCountsOfSeveralFiles() throws {
    func study(_ files: String) throws -> Study {
      try StudyFile.parse(
        StudyText.replacing("title: T", "title: T\npopulation: {\(files), columns: {count: n}}"),
        file: "study.yml")
    }
    #expect(try study("files: [a.csv, b.csv]").population?.files.patterns.map(\.name) == ["a.csv", "b.csv"])
    #expect(try study("file: a.csv").population?.files.patterns.map(\.name) == ["a.csv"])
    for (files, message) in [
      ("file: a.csv, files: b.csv", "both 'file' and 'files'"), ("dates: auto", "lacks the key 'file'"),
    ] {
      let fault = #expect(throws: RxFault.self) { try study(files) }
      #expect(
        fault?.message.contains(message) == true && fault?.further.isEmpty == true, "\(fault?.lines ?? [])")
    }
  }
}
