import Foundation
import Testing

/// Values of one field, each in a row of its own, and what becomes of the row.
@Suite("Tables of field values")
struct RowTableTests {
  /// The reason for which each of the rows is rejected, nil where it is used, `values` being written in the column
  /// `column` of the tiny study.
  private func reasons(_ values: [String], column: String) throws -> [String?] {
    let folder = try TestFolder()
    let columns = ["id": "1", "fill_date": "2020-01-05", "days": "30", "drug": "OP"]
    let names = ["id", "fill_date", "days", "drug"]
    let rows = values.map { value in names.map { $0 == column ? value : columns[$0] ?? "" } }
    let text = ([names] + rows).map { $0.joined(separator: ",") + "\n" }.joined()
    try tinyStudy(folder, changing: "rejected_rows: 10%", to: "rejected_rows: 100%", rows: text)
    let outcome = try Rxuse.run(["run", "study.yml", "--out", "out"], in: folder)
    #expect(outcome.code == 0, "\(outcome.errors)")
    var reasons = [String?](repeating: nil, count: values.count)
    for reject in try folder.read("out/rejects.csv").split(separator: "\n").dropFirst() {
      let fields = reject.split(separator: ",", omittingEmptySubsequences: false)
      let line = try #require(Int(fields[1]))
      reasons[line - 2] = String(fields[2])
    }
    return reasons
  }

  private func check(_ table: [(value: String, reason: String?)], column: String) throws {
    let found = try reasons(table.map(\.value), column: column)
    for (row, reason) in zip(table, found) {
      #expect(reason == row.reason, "\(column) '\(row.value)': \(reason ?? "used")")
    }
  }

  @Test("Days' supply: whole numbers from 1 to the study's maximum, also as 30.0")
  func daysSupply() throws {
    let bad = "bad_days_supply"
    let long = "days_supply_too_long"
    try check(
      [
        ("1", nil), ("030", nil), ("30.0", nil), ("30.000", nil), (" 30 ", nil), ("\"30\"", nil),
        ("365", nil), ("", "missing_days_supply"), ("  ", "missing_days_supply"), ("0", "zero_days_supply"),
        ("0.0", "zero_days_supply"), ("-30", "negative_days_supply"), ("-", bad), ("+30", bad), ("1.5", bad),
        ("30.", bad), (".5", bad), ("1e2", bad), ("0x1e", bad),
        ("3 0", bad), ("thirty", bad), ("nan", bad), ("٣٠", bad), ("30d", bad), ("366", long), ("999", long),
        ("366.0", long), ("2147483648", long), ("4294967326", long), ("9223372036854775808", long),
        ("18446744073709551646", long), (String(repeating: "9", count: 400), long),
      ], column: "days")
  }

  @Test("Dates: days that there are, written as the contract says")
  func dates() throws {
    let bad = "bad_date"
    try check(
      [
        ("2020-02-29", nil), ("20200229", nil), ("2020-01-05T00:30:00+02:00", nil),
        ("2020-01-05 00:00:00", nil), ("2020-01-05T23:59:60Z", nil), ("0001-01-01", bad),
        ("9999-12-31", bad), ("1850-01-01", nil), ("1849-12-31", bad), ("2150-12-31", nil),
        ("2151-01-01", bad), (" 2020-01-05 ", nil), ("", "missing_date"),
        ("2019-02-29", bad), ("1900-02-29", bad), ("2100-02-29", bad), ("2020-02-30", bad),
        ("2020-13-01", bad), ("2020-00-10", bad), ("2020-1-5", bad), ("0000-01-01", bad), ("45000", bad),
        ("02/03/2020", bad), ("5.1.2020", bad), ("2020-01-05x", bad), ("20-01-05", bad), ("-2020-01-05", bad),
        ("10000-01-01", bad), ("2020–01–05", bad), ("today", bad),
      ], column: "fill_date")
  }

  @Test("A patient's identifier is any UTF-8 text but none")
  func patients() throws {
    try check(
      [
        ("1", nil), ("é", nil), ("e\u{301}", nil), ("\u{FEFF}1", nil), ("😀", nil), ("\"a,b\"", nil),
        ("", "missing_patient"), ("   ", "missing_patient"),
      ], column: "id")
  }

  @Test("Labels are told apart by their bytes: é in one character and in two are two")
  func composedLabels() throws {
    let folder = try TestFolder()
    try tinyStudy(folder)
    try folder.write("id,sex\n1,\u{E9}\n2,e\u{301}\n3,\u{E9}\n4,\u{E9}\n", to: "members.csv")
    #expect(try Rxuse.run(["run", "study.yml", "--out", "out"], in: folder).code == 0)
    let lines = try folder.read("out/results.csv").split(separator: "\n").map { Array($0.utf8) }
    for label in ["\u{E9}", "e\u{301}"] {
      let cell = Array(",\(label),".utf8)
      #expect(lines.count { line in line.indices.contains { line[$0...].starts(with: cell) } } == 1)
    }
  }

  @Test("A column that is not used may be there twice, one that is used may not")
  func columnsTwice() throws {
    for (header, code) in [("id,fill_date,days,drug,x,x", Int32(0)), ("id,fill_date,days,drug,drug,x", 65)] {
      let folder = try TestFolder()
      try tinyStudy(folder, rows: "\(header)\n1,2020-01-05,30,OP,OP,1\n")
      let outcome = try Rxuse.run(["run", "study.yml", "--out", "out"], in: folder)
      #expect(outcome.code == code, "\(header): \(outcome.errors)")
    }
  }

  @Test("A second file has its own header, and one of its own order")
  func headerOfEachFile() throws {
    let folder = try TestFolder()
    try tinyStudy(folder, changing: "files: [rx.csv]", to: "files: [rx.csv, more.csv]")
    try folder.write("\u{FEFF}drug,days,more,fill_date,id\nOP,30,x,2020-03-01,3\n", to: "more.csv")
    #expect(try Rxuse.run(["run", "study.yml", "--out", "out"], in: folder).code == 0)
    #expect(try folder.read("out/results.csv").contains("all,3,4,persons"))
    try folder.write("drug,days,fill_date,patient\nOP,30,2020-03-01,3\n", to: "more.csv")
    let outcome = try Rxuse.run(["run", "study.yml", "--out", "out"], in: folder)
    #expect(outcome.code == 65 && outcome.errors.contains("more.csv"), "\(outcome.errors)")
  }
}
