import RxModel
import Testing

/// When a file's first line is shown in a message.
@Suite struct ColumnNamesTests {
  @Test(
    "A first line with a name that was asked for, or nearly so, is shown",
    arguments: [
      ["patient_id", "x"], ["PATIENT_ID", "x"], ["patientid", "x"], ["x;patient_id;y"], ["p", "d", "x"],
      ["id", "x"],
    ])
  func headers(header: [String]) {
    let names = ColumnNames(header, wanted: ["patient_id", "p", "d", "id"])
    #expect(names.text == "its columns are " + header.joined(separator: ", "))
  }

  @Test("Two names that are usual for columns make a header, whatever was asked for")
  func usual() {
    #expect(ColumnNames(["NDC", "fill_date", "x"], wanted: ["q"]).text.hasPrefix("its columns are"))
    #expect(ColumnNames(["ndc", "ndcx"], wanted: ["q"]).text.hasPrefix("its first line"))
    #expect(ColumnNames(["ndc", "sex", "1"], wanted: ["q"]).text.hasPrefix("its first line"))
  }

  @Test(
    "Any other is not",
    arguments: [
      ["PAT-0001", "14JAN1982", "F"], ["Smith", "m"], ["patient_id", "2020-01-01"], ["patient_id1", "x"],
      ["p", "F"],
      ["Q", "D"], [""],
    ])
  func rows(header: [String]) {
    let names = ColumnNames(header, wanted: ["patient_id", "p", "d", "id", "f"])
    #expect(names.text.hasPrefix("its first line does not look like names of columns"))
    #expect(names.remedy(for: "patient_id") == "the first line must name the columns")
  }

  @Test(
    "A delimiter that the first line betrays is named, and none where it has more of the study's",
    arguments: [
      (["patient_id;date;drug"], "';'"), (["patient_id|date"], "'|'"), (["patient_id\tdate"], "'\\t' (tab)"),
      (["patient_id,date"], "','"), (["patient_id;dose", "5;mg"], "';'"), (["P1;2020-01-01"], "';'"),
      (["patient_id", "dose;unit"], nil), (["a", "b", "dose; by | day"], nil), (["patient"], nil),
      ([""], nil),
    ])
  func delimiters(header: [String], delimiter: String?) {
    let remedy = ColumnNames(header, wanted: ["patient_id"]).remedy(for: "id")
    #expect(remedy.contains("'delimiter'") == (delimiter != nil), "\(remedy)")
    if let delimiter { #expect(remedy.contains("divided by \(delimiter):"), "\(remedy)") }
  }
}
