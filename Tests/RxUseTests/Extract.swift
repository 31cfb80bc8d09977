import Foundation
import Testing

/// Two prescription files and a roster, as an extract has them, each of whose parts a test spoils.
struct Extract {
  var first: [String] = []
  var second: [String] = []
  var members: [String] = []
  var header = "id,fill_date,days,drug"
  var codes = "code,class,ingredient\nOP,opioid,oxycodone\n"
  /// Lines of the study file in the blocks of prescriptions and patients, and behind them.
  var prescriptions = ""
  var patients = ""
  var more = ""

  /// 120 rows a file of 40 members, every third of an unlisted drug.
  init() {
    members = (1...40).map { "P\($0),\($0 % 2 == 0 ? "F" : "M"),\(1940 + $0)-02-0\(1 + $0 % 9)," }
    func rows(_ year: Int) -> [String] {
      (0..<120).map { row in
        let (month, day) = (1 + row / 10, 1 + 2 * (row % 10))
        return
          "P\(1 + row % 40),\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day),3\(row % 7),\(row % 3 == 0 ? "XX" : "OP")"
      }
    }
    (first, second) = (rows(2019), rows(2020))
  }

  func write(to folder: TestFolder) throws {
    try folder.write(
      """
      title: Extract
      period: {start: 2019-01-01, end: 2020-12-19}
      prescriptions:
        files: [rx-2019.csv, rx-2020.csv]
        columns: {patient: id, date: fill_date, days_supply: days, drug: drug}
      \(prescriptions)
      patients:
        files: [members.csv]
        columns: {patient: id, sex: sex, birth_date: born, death_date: died}
      \(patients)
      drugs: {files: [codes.csv], match: code}
      groups: {by: [[sex]]}
      measures: {prevalence: {drugs: [opioid]}}
      \(more)
      """, to: "study.yml")
    try folder.write(([header] + first).map { $0 + "\n" }.joined(), to: "rx-2019.csv")
    try folder.write(([header] + second).map { $0 + "\n" }.joined(), to: "rx-2020.csv")
    try folder.write((["id,sex,born,died"] + members).map { $0 + "\n" }.joined(), to: "members.csv")
    try folder.write(codes, to: "codes.csv")
  }

  func run(_ folder: TestFolder) throws -> Rxuse.Outcome {
    try write(to: folder)
    return try Rxuse.run(["run", "study.yml", "--out", "out", "--quiet"], in: folder)
  }

  /// The fields of a row of inputs.csv, by column.
  static func account(_ file: String, _ folder: TestFolder) throws -> [String: String] {
    let lines = try folder.read("out/inputs.csv").split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let row = try #require(lines.first { $0[1] == file })
    return Dictionary(uniqueKeysWithValues: zip(lines[0], row))
  }
}
