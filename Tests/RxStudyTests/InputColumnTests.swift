import RxModel
import Testing

@testable import RxStudy

/// The tables of input columns: the parser knows each of their lines, and no other column.
@Suite("Input columns in a study file")
struct InputColumnTests {
  /// A study with one input of `kind` that maps its required columns and `keys`, each to a column of the key's name.
  private func study(_ kind: InputKind, mapping keys: [String]) throws -> Study {
    let blocks = [(kind, keys)] + (kind == .prescriptions ? [] : [(.prescriptions, [])])
    let inputs = blocks.map { kind, keys in
      let taken = kind.columns.filter { rule in
        rule.block == .columns
          && (keys.contains(rule.key) || rule.need == .required
            || rule.key == "days_supply" && !keys.contains("end_date"))
      }
      let columns = taken.map { "\($0.key): c_\($0.key)" }.joined(separator: ", ")
      let block =
        "\(kind.rawValue): {\(kind.isList || kind == .population ? "file" : "files"): x.csv, columns: {\(columns)}}"
      return kind.isList ? "persons: {\(block)}\n" : "\(block)\n"
    }
    let text =
      "title: T\nperiod: {start: 2019-01-01, end: 2019-12-31}\nmeasures: {prevalence: {}}\n" + inputs.joined()
    return try StudyFile.parse(text, file: "study.yml")
  }

  private func rule(_ kind: InputKind, _ key: String) throws -> ColumnRule {
    try #require(kind.columns.first { $0.key == key })
  }

  @Test(
    "Each column of the tables is mapped by its key",
    arguments: InputKind.allCases.flatMap { kind in kind.columnKeys.map { (kind, $0) } })
  func columns(kind: InputKind, key: String) throws {
    let study = try study(kind, mapping: [key])
    let input = try #require(study.inputs.first { $0.kind == kind })
    #expect(try input[rule(kind, key).column]?.name == "c_\(key)")
    #expect(
      try input.mapped.contains { try $0.column == rule(kind, key).column && $0.source.name == "c_\(key)" })
  }

  @Test(
    "The columns of reversals are mapped in a block of their own",
    arguments: [
      ("{status: a, values: [R]}", [InputColumn.reversalStatus: "a"]), ("{negative: true}", [:]),
      ("{claim: a, original: b}", [.claim: "a", .original: "b"]),
    ])
  func reversals(block: String, columns: [InputColumn: String]) throws {
    let text = try StudyText.replacing("  files: rx.csv", "  files: rx.csv\n  reversals: \(block)")
    let input = try StudyFile.parse(text, file: "study.yml").prescriptions
    for rule in InputKind.prescriptions.columns where rule.block == .reversals {
      #expect(input[rule.column]?.name == columns[rule.column])
    }
  }

  @Test("A message lists the keys in the order of the table", arguments: InputKind.allCases)
  func keys(kind: InputKind) throws {
    let keys: [InputKind: String] = [
      .prescriptions: "patient, date, days_supply, end_date, drug, quantity, strength, prescriber, pharmacy, "
        + "birth_date, birth_year, age, sex",
      .patients: "patient, birth_date, birth_year, sex, observation_start, observation_end, death_date",
      .observation: "patient, start, end", .deaths: "patient, date",
      .include: "patient, date", .exclude: "patient, date", .population: "count, year",
    ]
    #expect(kind.columnKeys.joined(separator: ", ") == keys[kind])
  }

  @Test("Keys and columns are there once in a table", arguments: InputKind.allCases)
  func once(kind: InputKind) {
    #expect(Set(kind.columns.map(\.column)).count == kind.columns.count)
    #expect(Set(kind.columns.map { "\($0.block) \($0.key)" }).count == kind.columns.count)
  }

  @Test(
    "An input without a required column, or with one of another kind, is a defect",
    arguments: InputKind.allCases)
  func wrongColumns(kind: InputKind) throws {
    let files = FileSet(patterns: [])
    let name = Sourced("c", at: RxFault.Place(file: "study.yml", line: 1))
    let fault = #expect(throws: RxFault.self) { try StudyInput(kind, files: files, columns: [:]) }
    #expect(fault?.code == .software)
    let all = Dictionary(uniqueKeysWithValues: kind.columns.map { ($0.column, name) })
    _ = try StudyInput(kind, files: files, columns: all)
    let strange = try #require(InputColumn.allCases.first { all[$0] == nil })
    #expect(throws: RxFault.self) {
      try StudyInput(kind, files: files, columns: all.merging([strange: name]) { own, _ in own })
    }
  }

  @Test("Attributes keep off the columns of the results")
  func reservedNames() {
    let wanted: Set = [
      "age", "sex", "measure", "definition", "drug", "period_start", "period_end", "numerator", "denominator",
      "denominator_unit", "estimate", "estimate_unit", "ci_lower", "ci_upper", "status",
      "gap", "washout", "carry_over", "duplicates", "difference",
    ]
    #expect(ResultColumns.reserved == wanted)
  }

  @Test("A made-up patient has the values of the table's columns")
  func casesOfAssurance() throws {
    let text = try StudyText.replacing(
      "  files: rx.csv", "  files: rx.csv\n  reversals: {claim: a, original: b}")
    let study = try StudyFile.parse(text, file: "study.yml")
    let fill = AssuranceCase.fillColumns(study).map(\.caseKey)
    #expect(
      fill == [
        "date", "days_supply", "drug", "quantity", "strength", "prescriber", "pharmacy", "claim", "original",
      ])
    let (own, values) = (AssuranceCase.patientKeys, "{date: 2019-01-01, days_supply: 1, drug: n")
    #expect(own == ["birth", "sex", "death"])
    let others = fill.dropFirst(3).map { ", \($0): v_\($0)" }.joined()
    let patient = own.map { "\($0): v_\($0), " }.joined()
    let cases =
      "cases: [{name: C, patients: [{\(patient)fills: [\(values)\(others)}]}], expect: [{measure: prevalence, absent: true}]}]"
    let found = try #require(
      try AssuranceCasesFile.parse(cases, file: "c.yml", study: study).first?.patients.first)
    #expect(found.values == Dictionary(uniqueKeysWithValues: own.map { ($0, "v_\($0)") }))
    #expect(try #require(found.fills.first).keys.sorted() == fill.sorted())
  }
}
