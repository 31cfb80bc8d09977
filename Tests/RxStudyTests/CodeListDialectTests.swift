import Foundation
import Testing

@testable import RxModel
@testable import RxStudy

/// Code lists from other hands: other delimiters, decimal signs, headers, and a class for all rows.
@Suite struct CodeListDialectTests {
  /// A list read as `drugs` of a study says; `$` stands for the list's path.
  private func load(
    _ bytes: [UInt8], _ drugs: String = "{files: [$]}", warn: (String) -> Void = { _ in }
  ) throws -> DrugList {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("rxuse-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(bytes).write(to: folder.appendingPathComponent("list.csv"))
    let block = drugs.replacingOccurrences(of: "$", with: "list.csv")
    let text = try StudyText.replacing("title: T", "title: T\ndrugs: \(block)")
    let source = try StudyFile.parse(text, file: "study.yml").drugs
    return try CodeList.load(source, resolve: { folder.appendingPathComponent($0).path }, warn: warn)
  }

  private func load(_ text: String, _ drugs: String = "{files: [$]}") throws -> DrugList {
    try load(Array(text.utf8), drugs)
  }

  private func fault(_ text: String, _ drugs: String = "{files: [$]}") throws -> RxFault {
    try #require(throws: RxFault.self) { try load(text, drugs) }
  }

  private func facts(_ list: DrugList) -> [String] {
    list.entries.map {
      [$0.code, $0.drugClass, $0.ingredient, $0.strengthMg ?? "", $0.mmeFactor ?? ""].joined(separator: "/")
    }
  }

  @Test(arguments: [(";", "\";\""), ("|", "\"|\""), ("\t", "tab"), ("\t", "\"\\t\""), (",", "\",\"")])
  func delimiters(delimiter: String, written: String) throws {
    let text = "code,class,ingredient,strength_mg\nA,opioid,codeine,2.5\n,,,\n , ,\u{A0},\t\n,\n"
      .replacingOccurrences(of: ",", with: delimiter)
    // Rows of nothing are no rows, with too few delimiters or too many as well.
    #expect(try facts(load(text, "{files: [$], delimiter: \(written)}")) == ["A/opioid/codeine/2.5/"])
    #expect(try facts(load(text, "{files: [{file: $, delimiter: \(written)}]}")).count == 1)
    // What is said of a file comes before what is said of all.
    let both = "{files: [{file: $, delimiter: \(written)}], delimiter: \"|\"}"
    #expect(try facts(load(text, both)).count == 1)
  }

  @Test(arguments: ["sep=;\n", "SEP=;\r\n", "sep=,\r", "\u{FEFF}sep=;\n", ""])
  func aFirstLineThatNamesTheDelimiterIsPassedOver(line: String) throws {
    let text = line + "code;class\nA;opioid\nB;\n"
    // Lines are counted with it.
    let fault = try fault(text, "{files: [$], delimiter: \";\"}")
    #expect(fault.place == RxFault.Place(file: "list.csv", line: line.isEmpty ? 3 : 4))
    #expect(fault.message == "the row has no class")
  }

  @Test func headersAreFoundWithoutCaseAndBlanks() throws {
    let text = "Code; CLASS ;\u{A0}Ingredient;mme_factor\nA;opioid;codeine;0.15\n"
    #expect(try facts(load(text, "{files: [$], delimiter: \";\"}")) == ["A/opioid/codeine//0.15"])
    // As it stands comes first.
    #expect(try facts(load("CODE,code,class\nA,B,opioid\n")) == ["B/opioid///"])
    let twice = try fault("CODE,Code,class\nA,B,opioid\n")
    #expect(
      twice.text == "list.csv:1: the column 'code' is there twice; rename all but the one that is meant")
  }

  @Test func columnsOfTheirOwnNames() throws {
    let text = "NDC,Drug,Strength,Factor,class\nA,codeine,2.5,0.15,misc\nB,,,,\n"
    let columns = "columns: {code: ndc, ingredient: Drug, strength_mg: [Dose, Strength], mme_factor: Factor}"
    #expect(
      try facts(load(text, "{files: [{file: $, \(columns), class: opioid}]}"))
        == ["A/opioid/codeine/2.5/0.15", "B/opioid///"])
    // Without a class for all, the column of that name says it.
    let own = try fault(text, "{files: [{file: $, \(columns)}]}")
    #expect(own.text.hasPrefix("list.csv:3: the row has no class"))
    #expect(try facts(load("NDC,class\nA,x\n", "{files: [{file: $, columns: {code: NDC}}]}")) == ["A/x///"])
  }

  @Test func aColumnThatIsNamedMustBeThere() throws {
    let drugs = "{files: [{file: $, columns: {code: NDC, mme_factor: [Facter, MME]}}]}"
    let fault = try fault("NDC,class,Factor\nA,x,1\n", drugs)
    #expect(
      fault.message
        == "no column 'Facter' or 'MME' in the code list list.csv; its columns are NDC, class, Factor")
    #expect(fault.remedy == "did you mean 'Factor'?" && fault.code == .config && fault.place?.line == 2)
    // With a name of its own, ours is not looked for.
    #expect(throws: RxFault.self) {
      try load("code,class\nA,x\n", "{files: [{file: $, columns: {code: NDC}}]}")
    }
  }

  @Test(arguments: [
    ("\",\"", "2,5", "2.5"), ("\",\"", "25", "25"), ("\".\"", "2.5", "2.5"),
  ])
  func decimalSigns(sign: String, written: String, value: String) throws {
    let text = "code;class;strength_mg;mme_factor\nA;opioid;\(written);\(written)\n"
    let list = try load(text, "{files: [$], delimiter: \";\", decimal: \(sign)}")
    #expect(facts(list) == ["A/opioid//\(value)/\(value)"])
  }

  @Test(arguments: [
    ("\",\"", "2.5", "the decimal sign is ','; write 'decimal: \".\"'"),
    ("\".\"", "2,5", "the decimal sign is '.'; write 'decimal: \",\"'"), ("\",\"", "1,2,3", ""),
    ("\",\"", "1.000,5", ""), ("\",\"", ",5", ""), ("\",\"", "5,", ""), ("\",\"", "-1,5", ""),
  ])
  func numbersThatAreNone(sign: String, written: String, remedy: String) throws {
    let fault = try fault(
      "code;class;strength_mg\nA;opioid;\(written)\n", "{files: [$], delimiter: \";\", decimal: \(sign)}")
    #expect(fault.message == "'strength_mg' is no number: '\(written)'")
    #expect(fault.remedy.hasPrefix(remedy) && fault.remedy.isEmpty == remedy.isEmpty, "\(fault.text)")
    #expect(fault.place == RxFault.Place(file: "list.csv", line: 2))
  }

  @Test(arguments: [
    ("code;class\nA;x\n", "{files: [$]}", "holds \";\", and the delimiter is \",\"", "'delimiter: \";\"'"),
    ("code\tclass\nA\tx\n", "{files: [$]}", "holds tab, and the delimiter is \",\"", "'delimiter: tab'"),
    (
      "code,class\nA,x\n", "{files: [$], delimiter: \"|\"}", "holds \",\", and the delimiter is \"|\"",
      "'delimiter: \",\"'"
    ),
    (
      "NDC;Drug\nA;x\n", "{files: [{file: $, columns: {code: NDC}, class: x}]}", "holds \";\"",
      "'delimiter: \";\"'"
    ),
  ])
  func anotherDelimiter(text: String, drugs: String, message: String, remedy: String) throws {
    let fault = try fault(text, drugs)
    #expect(fault.code == .config)
    #expect(fault.message.contains("code list list.csv \(message)"), "\(fault.text)")
    #expect(fault.remedy.contains(remedy), "\(fault.text)")
  }

  @Test func anotherDelimiterInANameThatIsNotAskedForIsNone() throws {
    #expect(try facts(load("code,class,\"note; more\"\nA,x,\n")) == ["A/x///"])
    #expect(try fault("code,clas,\"note; more\"\nA,x,\n").message.hasPrefix("no column 'class'"))
  }

  @Test func aListThatIsNotUTF8() throws {
    let fault = try #require(throws: RxFault.self) { try load(Array("code,class\nA,".utf8) + [0xE4, 0x0A]) }
    #expect(fault.code == .config)
    #expect(
      fault.text.hasPrefix("list.csv:2: the row can't be read: it is not UTF-8; convert the file: iconv"))
    let header = try #require(throws: RxFault.self) {
      try load(Array("code,class,".utf8) + [0xE4] + Array("\nA,x,\n".utf8))
    }
    #expect(
      header.code == .config
        && header.text.contains("list.csv has a header that is not UTF-8; convert it: iconv"))
  }

  @Test func rowsThatSayTheSameOfADrugCountOnce() throws {
    let text = """
      code,class,ingredient,strength_mg,note
      A,opioid,codeine,2.5,one
      " a",opioid,Codeine,2.50,another
      A,opioid,codeine,5,one
      A,misc,codeine,2.5,one

      """
    var warnings: [String] = []
    let list = try load(Array(text.utf8)) { warnings.append($0) }
    #expect(facts(list) == ["A/opioid/codeine/2.5/", "A/opioid/codeine/5/", "A/misc/codeine/2.5/"])
    #expect(warnings == ["list.csv:3: the row says the same as list.csv:2 and is used once"])
  }

  private static let mistakes: [StudyMistake] = [
    .init(
      "title: T", "title: T\ndrugs: {files: a.csv, delimiter: §\":\"}", "'drugs.delimiter' can't be ':'"),
    .init(
      "title: T", "title: T\ndrugs: {files: a.csv, decimal: §\";\"}",
      "'drugs.decimal' can't be ';': it is one of \".\" or \",\""),
    .init(
      "title: T", "title: T\ndrugs: {files: a.csv, quotes: §single}",
      "'drugs.quotes' can't be 'single': it is one of double, none"),
    .init("title: T", "title: T\ndrugs: {files: [§{class: x}]}", "lacks the key 'file'"),
    .init(
      "title: T", "title: T\ndrugs: {files: [{file: a, columns: {§cod: x}}]}", "unknown key 'cod'",
      "did you mean 'code'?"),
    .init(
      "title: T", "title: T\ndrugs: {files: [{file: a, §clas: x}]}", "unknown key 'clas'",
      "did you mean 'class'?"),
    .init("title: T", "title: T\ndrugs: {files: [{file: a, class: §\"\"}]}", "is empty"),
  ]

  @Test(arguments: mistakes) func mistake(mistake: StudyMistake) throws { try mistake.check() }

  @Test func whatTheStudySays() throws {
    let text = try StudyText.replacing(
      "title: T",
      "title: T\ndrugs: {files: [a.csv, {file: b.csv, quotes: double, class: x}], quotes: none, decimal: \",\"}"
    )
    let files = try StudyFile.parse(text, file: "study.yml").drugs.files
    #expect(files.map(\.name) == ["a.csv", "b.csv"] && files.map(\.drugClass) == [nil, "x"])
    #expect(files.map(\.syntax.quotes) == [.none, .double])
    #expect(files.allSatisfy { $0.syntax.decimal == UInt8(ascii: ",") })
  }
}
