import Foundation
import Logging
import RxModel
import RxUse
import Testing

/// An analyst's own tests of a study: the study's rules hold, patients stay apart, and a typing mistake passes nothing.
@Suite("Assurance")
struct AssuranceTests {
  private func assure(
    _ patients: String, _ expect: String, reversals: String? = nil, attributes: String? = nil
  ) throws
    -> (text: String, failed: Int)
  {
    let folder = try TestFolder()
    let blocks = [
      reversals.map { ("drugs: {files", "  reversals: \($0)\ndrugs: {files") },
      attributes.map {
        (
          "drugs: {files",
          "patients: {files: [m.csv], columns: {patient: p}, attributes: \($0)}\ndrugs: {files"
        )
      },
      attributes == nil ? nil : ("[[sex]]", "[[patient], [period]]"),
    ]
    var study = """
      title: T
      period: {start: 2020-01-01, end: 2021-12-31}
      prescriptions:
        files: [rx.csv]
        columns: {patient: p, date: d, days_supply: s, drug: n, quantity: q, sex: x}
      drugs: {files: [codes.csv], match: code}
      groups: {by: [[sex]]}
      measures: {prevalence: {drugs: [bz]}, fill_rate: {drugs: [bz]}}
      """
    for case let (old, new)? in blocks { study = study.replacingOccurrences(of: old, with: new) }
    if attributes != nil { study = study.replacingOccurrences(of: ", sex: x}", with: "}") }
    try folder.write(study, to: "study.yml")
    try folder.write("code,class,ingredient\nc1,bz,ia\nc2,op,ib\n", to: "codes.csv")
    try folder.write("cases: [{name: C, patients: \(patients), expect: \(expect)}]\n", to: "cases.yml")
    let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    return try RxUse.assure(study: "\(folder.path)/study.yml", cases: "\(folder.path)/cases.yml", log: log)
  }

  private static let fill = "date: 2020-03-01, days_supply: 30, drug: c1"

  @Test(
    "What the study takes back is taken back",
    arguments: [
      ("{negative: true}", "quantity: 30", "quantity: -30"),
      ("{status: st, values: [R]}", "quantity: 30", "quantity: 30, status: r"),
      ("{claim: c, original: o}", "claim: 7", "claim: 8, original: 7"),
    ])
  func reversals(rule: String, fill: String, reversal: String) throws {
    let outcome = try assure(
      "[{fills: [{\(Self.fill), \(fill)}, {\(Self.fill), \(reversal)}, 2021-03-01 5 c1]}]",
      "[{measure: fill_rate, period: 2020, numerator: 0}, {measure: fill_rate, period: 2021, numerator: 1}]",
      reversals: rule)
    #expect(outcome.failed == 0, "\(outcome.text)")
  }

  @Test("A patient without a name is nobody else")
  func unnamedPatients() throws {
    let one = "fills: [2020-03-01 30 c1]"
    let outcome = try assure(
      "[{patient: P2, \(one)}, {\(one)}, {patient: P3, \(one)}, {\(one)}]",
      "[{measure: prevalence, period: 2020, numerator: 4, denominator: 4}]")
    #expect(outcome.failed == 0, "\(outcome.text)")
    let fault = #expect(throws: RxFault.self) {
      try assure("[{patient: A, \(one)}, {patient: A, \(one)}]", "[]")
    }
    #expect(fault?.text.contains("the patient 'A' is there twice") == true)
  }

  @Test(
    "An expectation of what the study can't have is refused",
    arguments: [
      ("measure: prevalnce", "'prevalnce' is no measure of the study", "did you mean 'prevalence'?"),
      ("measure: prevalence, drug: bzz", "'bzz' is no drug of 'prevalence'", "did you mean 'bz'?"),
      ("measure: prevalence, drug: op", "'op' is no drug of 'prevalence'", "there are bz"),
      ("measure: prevalence, definition: x", "'x' is no definition of 'prevalence'", "take it out"),
      (
        "measure: prevalence, denominator_unit: patient_seen", "'patient_seen' is no denominator",
        "'patients_seen'?"
      ),
      (
        "measure: prevalence, period: 2O20", "no interval of the study begins on '2O20'",
        "2020-01-01, 2021-01-01"
      ),
      ("measure: prevalence, sex: Female", "'Female' is no level of 'sex'", "there are F, unknown, all"),
    ])
  func namesThatCantBe(row: String, message: String, remedy: String) throws {
    let fault = #expect(throws: RxFault.self) {
      try assure("[{sex: F, fills: [2020-03-01 30 c1]}]", "[{\(row), absent: true}]")
    }
    #expect(fault?.code == .config)
    #expect(fault?.text.contains(message) == true, "\(fault?.text ?? "")")
    #expect(fault?.text.contains(remedy) == true, "\(fault?.text ?? "")")
  }

  @Test("An expectation of absence holds where the name is right")
  func absence() throws {
    let patients = "[{sex: F, fills: [2020-03-01 30 c1]}, {sex: M, fills: [2019-03-01 30 c1]}]"
    let outcome = try assure(
      patients, "[{measure: prevalence, drug: bz, period: 2021, sex: unknown, absent: true}]")
    #expect(outcome.failed == 0, "\(outcome.text)")
  }

  @Test("Attributes may have the names that the cases use themselves")
  func attributeNames() throws {
    let outcome = try assure(
      "[{patient: A, attributes: {patient: own, period: late}, fills: [2020-03-01 30 c1]}, {period: early}]",
      "[{measure: prevalence, period: 2020, patient: own, numerator: 1, denominator: 1}, "
        + "{measure: prevalence, period: 2020, levels: {period: early}, numerator: 0, denominator: 1}]",
      attributes: "{patient: a, period: b, death: c, birth: d}")
    #expect(outcome.failed == 0, "\(outcome.text)")
  }
}
