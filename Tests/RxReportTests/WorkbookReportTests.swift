import RxModel
import Testing
import Workbook

@testable import RxReport

/// The rules of an accessible workbook, on the workbook as a value and on its bytes.
@Suite("tables.xlsx")
struct WorkbookReportTests {
  private func workbook(_ publication: Publication) -> Workbook {
    WorkbookReport(ReportFacts(publication)).workbook
  }

  private func text(_ cell: Workbook.Cell?) -> String? {
    switch cell {
    case .text(let text, _), .link(let text, _): text
    case .number, nil: nil
    }
  }

  /// Rules 1, 2, 4, 5, 6 and 8.
  private func checkRules(_ workbook: Workbook) {
    let names = workbook.sheets.map(\.name)
    #expect(names.prefix(3) == ["Cover_sheet", "Table_of_contents", "Notes"])
    #expect(names.dropFirst(3) == (1...(names.count - 3)).map { "Table_\($0)" }[...])
    #expect(Set(names).count == names.count && names.allSatisfy { $0.count <= 31 && !$0.contains(" ") })
    var tables: Set<String> = []
    for sheet in workbook.sheets.dropFirst() {
      guard let table = sheet.table else {
        Issue.record("\(sheet.name) has no table")
        continue
      }
      #expect(tables.insert(table.name).inserted && table.name.wholeMatch(of: /[a-z][a-z0-9_]*/) != nil)
      guard case .text(_, .heading) = sheet.lines.first else {
        Issue.record("\(sheet.name) has no heading")
        continue
      }
      #expect(text(sheet.lines[1]) == "This worksheet contains one table.")
      let heads = table.columns.map(\.head)
      #expect(Set(heads.map { $0.lowercased() }).count == heads.count, "\(heads)")
      #expect(heads.allSatisfy { !$0.isEmpty && $0.utf16.count <= 255 && !$0.contains { $0.isNewline } })
      #expect(!table.rows.isEmpty)
      for row in table.rows {
        #expect(row.count == heads.count)
        #expect(row.allSatisfy { text($0)?.isEmpty != true }, "\(row)")
      }
    }
  }

  @Test("Cover, contents, notes, then a table a sheet")
  func sheets() throws {
    let workbook = workbook(try ExportFixture.publication())
    checkRules(workbook)
    #expect(
      workbook.sheets.compactMap(\.table?.name) == [
        "table_of_contents", "notes", "table_1_prevalence", "table_2_incidence", "table_3_overlap_days",
        "table_4_characteristics", "table_5_attrition", "table_6_inputs",
      ])
    #expect(workbook.properties.title == "A study" && workbook.properties.author == "rxuse 1.2.3")
    let contents = try #require(workbook.sheets[1].table)
    #expect(
      contents.rows.map { $0[0] } == workbook.sheets.dropFirst(2).map { .link($0.name, sheet: $0.name) })
  }

  @Test("Every note that is used is there, and every note that is there is used")
  func notes() throws {
    let workbook = workbook(try ExportFixture.publication())
    let defined = try #require(workbook.sheets[2].table).rows.compactMap { text($0[0]) }
    let titles = workbook.sheets.dropFirst(3).compactMap { text($0.lines.first) }.joined()
    #expect(defined == (1...defined.count).map { "[note \($0)]" })
    #expect(defined.allSatisfy(titles.contains))
    #expect(Set(titles.matches(of: /\[note \d+\]/).map { String($0.output) }) == Set(defined))
  }

  @Test("Numbers are numbers with their full value; what is kept back, has none or is unknown has its mark")
  func cells() throws {
    let workbook = workbook(try ExportFixture.publication())
    let prevalence = try #require(workbook.sheets[3].table).rows
    #expect(
      prevalence[0] == [
        .text("opioid", .text), .text("2019-01-01", .text), .text("2019", .text), .text("All persons", .text),
        .number(79, .whole), .number(1763, .whole), .text("persons", .text), .number(44.81, .oneDecimal),
        .text("per 1,000 persons", .text), .number(36.1023, .oneDecimal), .number(55.4971, .oneDecimal),
        .text("ok", .text),
      ])
    let kept = Workbook.Cell.text("[c]", .mark)
    #expect(
      [4, 5, 7, 9, 10].allSatisfy { prevalence[1][$0] == kept }
        && prevalence[1][11] == .text("suppressed", .text))
    #expect(prevalence[2][7] == .number(0, .oneDecimal) && prevalence[2][4] == .number(0, .whole))
    // The limits of a true 0 are wider than twice the estimate.
    #expect(prevalence[2][11] == .text("ok [u]", .text))
    let overlap = try #require(workbook.sheets[5].table).rows
    #expect(overlap[0][9] == .text("[z]", .mark) && overlap[1][9] == .text("[z]", .mark))
    #expect(overlap[1][7] == kept && overlap[2][7] == .text("[x]", .mark))
    let attrition = try #require(workbook.sheets[7].table).rows
    #expect(attrition[0] == [.text("rows read", .text), .number(300, .whole), kept])
    #expect(attrition[1] == [.text("rejected", .text), kept, .text("[x]", .mark)])
  }

  @Test("Marks are explained where they stand, and nowhere else")
  func marks() throws {
    let workbook = workbook(try ExportFixture.publication())
    func explains(_ sheet: Int, _ mark: String) -> Bool {
      workbook.sheets[sheet].lines.compactMap(text).contains {
        $0.hasPrefix("In this table") && $0.contains(mark)
      }
    }
    #expect(explains(3, "[c]") && explains(3, "[u]") && !explains(3, "[z]") && !explains(3, "[x]"))
    #expect(explains(5, "[c]") && explains(5, "[z]") && explains(5, "[x]") && !explains(5, "[u]"))
    let plain = self.workbook(try ExportFixture.publication([ExportFixture.row("prevalence")]))
    #expect(!plain.sheets[3].lines.contains { text($0)?.hasPrefix("In this table") == true })
  }

  @Test("An estimate that rounds to zero and is none has more decimals")
  func low() throws {
    let rows = [("0.0499", Workbook.Style.fourDecimals), ("0.0500", .oneDecimal), ("0.0000", .oneDecimal)]
    for (estimate, style) in rows {
      let publication = try ExportFixture.publication([ExportFixture.row("prevalence", estimate: estimate)])
      let cell = try #require(workbook(publication).sheets[3].table).rows[0][7]
      #expect(cell == .number(try #require(Double(estimate)), style))
    }
  }

  @Test("The same bytes twice, a zip of the workbook's parts")
  func bytes() throws {
    let publication = try ExportFixture.publication()
    let bytes = try WorkbookReport(ReportFacts(publication)).bytes()
    #expect(bytes.starts(with: Array("PK".utf8)))
    #expect(try WorkbookReport(ReportFacts(publication)).bytes() == bytes)
  }

  @Test("Names of any characters keep the rules, and can be written", arguments: ExportFixture.hostile)
  func hostile(name: String) throws {
    for variable in ["sex", "Drug", "STATUS", name] {
      let rows = [allLevel, name].map {
        ExportFixture.row("prevalence", drug: name, level: $0, variable: variable)
      }
      let report = WorkbookReport(
        ReportFacts(try ExportFixture.publication(rows, variable: variable, title: name)))
      checkRules(report.workbook)
      #expect(try !report.bytes().isEmpty)
    }
  }

  @Test("A name that no cell can hold is an error that names the CSV")
  func tooLong() throws {
    let name = String(repeating: "x", count: 32_768)
    let report = WorkbookReport(
      ReportFacts(try ExportFixture.publication([ExportFixture.row("prevalence", level: name)])))
    let fault = try #require(throws: RxFault.self) { try report.bytes() }
    #expect(fault.code == .data && fault.remedy.contains("results.csv"))
    let fits = ExportFixture.row("prevalence", level: String(name.dropLast()))
    #expect(try !WorkbookReport(ReportFacts(try ExportFixture.publication([fits]))).bytes().isEmpty)
  }
}
