import Foundation
import RxDecode
import RxMeasure
import RxModel
import RxStudy
import Testing

@testable import RxUse

/// The files of made-up patients: each column of the tables that a study maps is written and read by its own name.
@Suite("Files of made-up patients")
struct AssuranceFilesTests {
  /// Everything that a case can tell of a patient, each value its key.
  private static func item(_ study: Study) -> AssuranceCase {
    var patient = AssuranceCase.Patient(name: "P")
    for key in ["birth", "sex", "death"] { patient.values[key] = key }
    patient.attributes = ["date": "an attribute"]
    patient.observed = [("from", "to"), ("from, again", "")]
    let keys = InputKind.prescriptions.columns.map(\.caseKey)
    patient.fills = [Dictionary(zip(keys, keys), uniquingKeysWith: { key, _ in key })]
    var item = AssuranceCase(name: "C")
    item.patients = [patient, AssuranceCase.Patient(name: "Q")]
    return item
  }

  /// What is written for a study with these blocks beside the smallest one's.
  private func files(
    columns: String, _ blocks: String = ""
  ) throws -> (texts: [InputKind: String], study: Study) {
    let folder = try TestFolder()
    let text = """
      title: T
      period: {start: 2020-01-01, end: 2021-12-31}
      prescriptions:
        files: rx.csv
        delimiter: ;
        columns: {\(columns)}
      \(blocks)
      measures: {prevalence: {}}
      """
    try folder.write(text, to: "study.yml")
    let input = try LoadedStudy(file: "\(folder.path)/study.yml", findsData: false).input
    let files = try AssuranceFiles(Self.item(input.study), for: input, in: folder.path)
    var texts: [InputKind: String] = [:]
    for (kind, list) in files.input.files {
      texts[kind] = try list.map { try String(contentsOfFile: $0.path, encoding: .utf8) }.joined()
    }
    for input in files.input.study.inputs {
      let header = try #require(texts[input.kind]?.split(separator: "\n").first).split(separator: ",")
      #expect(input.mapped.map(\.source.name) == header.map(String.init), "the study reads what is written")
      #expect(input.files.delimiter == UInt8(ascii: ","))
    }
    return (texts, files.input.study)
  }

  @Test("A flat file has all columns that the study maps")
  func flat() throws {
    let keys = InputKind.prescriptions.columnKeys.filter { !["end_date", "birth_year", "age"].contains($0) }
    let (texts, study) = try files(
      columns: keys.map { "\($0): c_\($0)" }.joined(separator: ", "),
      "  attributes: {date: a}\n  reversals: {claim: b, original: c}")
    let expected =
      "patient,date,days_supply,drug,birth_date,sex,attribute date,quantity,prescriber,pharmacy,strength,claim,original\n"
      + "P,date,days_supply,drug,birth,sex,an attribute,quantity,prescriber,pharmacy,strength,claim,original\n"
    #expect(texts == [.prescriptions: expected])
    #expect(study.prescriptions.reversals != nil)
  }

  @Test("A case tells days' supply where the study has end dates")
  func endDates() throws {
    let (texts, study) = try files(columns: "patient: p, date: d, end_date: e, drug: n, birth_year: y")
    #expect(
      texts == [.prescriptions: "patient,date,days_supply,drug,birth_year\nP,date,days_supply,drug,birth\n"])
    #expect(study.prescriptions.supply == .days && study.birthColumn == .year)
  }

  @Test("A roster has a row for each period, and so have observation and deaths")
  func people() throws {
    let core = "patient: p, date: d, days_supply: s, drug: n"
    let roster = try files(
      columns: core,
      "patients: {files: m.csv, columns: {patient: p, birth_date: b, sex: s, observation_start: f, death_date: d}}"
    )
    #expect(
      roster.texts[.patients]
        == "patient,birth_date,death_date,observation_start,sex\nP,birth,death,from,sex\n"
        + "P,birth,death,\"from, again\",sex\nQ,,,,\n")
    let others = try files(
      columns: core,
      "patients: {files: m.csv, columns: {patient: p}}\n"
        + "observation: {files: o.csv, columns: {patient: p, start: s, end: e}}\n"
        + "deaths: {files: d.csv, columns: {patient: p, date: d}}")
    #expect(others.texts[.patients] == "patient\nP\nQ\n")
    #expect(others.texts[.observation] == "patient,start,end\nP,from,to\nP,\"from, again\",\n")
    #expect(others.texts[.deaths] == "patient,date\nP,death\n")
  }
}
