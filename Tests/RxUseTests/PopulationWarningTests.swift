import Foundation
import Testing

/// Resident counts that can't be those of the data.
@Suite("Population warnings")
struct PopulationWarningTests {
  private func outcome(_ residents: String) throws -> Rxuse.Outcome {
    let folder = try TestFolder()
    try tinyStudy(
      folder, changing: "patients: {files: [members.csv], columns: {patient: id, sex: sex}}",
      to: "population: {file: p.csv, columns: {count: n, year: y, sex: s}}",
      rows: "id,fill_date,days,drug,sex\n1,2020-01-05,30,OP,F\n2,2020-12-31,5,op,M\n3,2020-06-01,7,OP,F\n")
    try folder.write(
      try folder.read("study.yml").replacingOccurrences(of: "drug: drug", with: "drug: drug\n    sex: sex"),
      to: "study.yml")
    try folder.write("y,s,n\n" + residents, to: "p.csv")
    return try Rxuse.run(["run", "study.yml", "--out", "out", "--quiet"], in: folder)
  }

  @Test("A count with a separator is told for what it is")
  func separator() throws {
    let outcome = try outcome("2020,F,\"1,000\"\n2020,F,7 000\n")
    #expect(outcome.code == 65)
    #expect(outcome.errors.contains("p.csv:2: the row is rejected:"), "\(outcome.errors)")
    #expect(outcome.errors.contains("without separators"), "\(outcome.errors)")
  }

  @Test("More users than residents is told")
  func moreUsersThanResidents() throws {
    let outcome = try outcome("2020,F,1\n2020,M,100\n")
    #expect(outcome.code == 0)
    #expect(
      outcome.errors.contains(
        "more persons than residents, first of 1 times in prevalence of opioid from 2020-01-01, sex F (2 of 1)"
      ),
      "\(outcome.errors)")
  }

  @Test("Levels that only one of both has are named")
  func levels() throws {
    let outcome = try outcome("2020,F,10\n2020,m,100\n2020,,5\n")
    #expect(outcome.code == 0)
    #expect(
      outcome.errors.contains("nobody in the data has the sex 'm' of the population file"),
      "\(outcome.errors)")
    #expect(outcome.errors.contains("no residents of the sex 'M'"), "\(outcome.errors)")
    #expect(!outcome.errors.contains("unknown"), "\(outcome.errors)")
  }

  @Test("Residents that fit say nothing")
  func residentsThatFit() throws {
    let outcome = try outcome("2020,F,10\n2020,M,100\n")
    #expect(outcome.code == 0 && outcome.errors.isEmpty, "\(outcome)")
  }
}
