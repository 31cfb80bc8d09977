import RxCounts
import RxModel
import Testing

@testable import RxDisclosure

/// Notes on drugs that are not in the code list.
@Suite struct DrugRowsTests {
  private typealias Value = DrugRows.Value
  private let open = DisclosurePolicy(.none)
  private let cms11 = DisclosurePolicy(.cms11)

  @Test func lookAlikesAreToldWithTheirShare() {
    let drugs = DrugRows(
      rows: 1000, unmatchedRows: 60,
      values: [
        Value(text: "metformin", rows: 40, resembles: nil),
        Value(text: "oxycodne 5 mg", rows: 15, resembles: "oxycodone"),
        Value(text: "diazapam", rows: 4, resembles: "diazepam"),
      ])
    let notes = drugs.notes(open)
    #expect(notes.count == 1)
    #expect(
      notes[0].hasPrefix(
        "prescriptions: 2% of the rows have drugs that are not in the code list and look like one that is: "
          + "'oxycodne 5 mg' (oxycodone, 2%), 'diazapam' (diazepam, less than 1%);"))
    let controlled = drugs.notes(cms11)
    #expect(controlled.count == 1)
    #expect(!controlled[0].contains("diazapam"), "a value of few rows")
    #expect(controlled[0].contains("'oxycodne 5 mg' (oxycodone);"))
    #expect(controlled[0].hasPrefix("prescriptions: some of the rows have"), "\(controlled)")
  }

  @Test func fewRowsAreNotToldUnderControl() {
    let drugs = DrugRows(
      rows: 100, unmatchedRows: 10, values: [Value(text: "diazapam", rows: 10, resembles: "diazepam")])
    #expect(drugs.notes(open).count == 1)
    for preset in [DisclosurePolicy.Preset.cms11, .opensafely, .midpoint6] {
      #expect(drugs.notes(DisclosurePolicy(preset)).isEmpty)
    }
  }

  @Test(arguments: [(0, 0, 0), (501, 0, 1), (1000, 1, 0)])
  func mostFrequentAreToldAndAWarningOnlyWhereNothingMatched(rows: Int, notes: Int, remarks: Int) {
    let drugs = DrugRows(
      rows: 1000, unmatchedRows: rows,
      values: rows == 0 ? [] : [Value(text: "metformin", rows: 300, resembles: nil)])
    #expect(drugs.notes(open).count == notes)
    #expect(drugs.remarks(open).count == remarks)
    #expect(
      (drugs.notes(open) + drugs.remarks(open)).allSatisfy { $0.contains("most often 'metformin' (30%)") })
    #expect((drugs.notes(cms11) + drugs.remarks(cms11)).count == notes + remarks)
    #expect(
      (drugs.notes(cms11) + drugs.remarks(cms11)).allSatisfy {
        $0.hasPrefix("prescriptions: some of the rows have") && $0.contains("most often 'metformin';")
      })
  }

  @Test func factorsThatCannotBeUsedAreTold() {
    let drugs = DrugRows(
      rows: 200, unmatchedRows: 0, values: [],
      unusableFactors: [.init(ingredient: "fentanyl", per: "mcg/h per patch", rows: 30)])
    #expect(
      drugs.notes(open).first?.hasPrefix("prescriptions: 15% of the rows are of fentanyl, whose MME factor")
        == true)
  }

  @Test func cleanDataHaveNone() {
    #expect(DrugRows(rows: 10, unmatchedRows: 0, values: []).notes(open).isEmpty)
    #expect(DrugRows(rows: 0, unmatchedRows: 0, values: []).notes(cms11).isEmpty)
  }
}
