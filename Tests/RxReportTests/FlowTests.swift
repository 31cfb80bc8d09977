import RxModel
import RxRelease
import Testing

@testable import RxReport

/// flow.csv, and the flow of persons that reports make of it.
@Suite("Who was counted")
struct FlowTests {
  private static let steps = [
    ["roster", "2000", ""], ["observed in the study", "1900", "100"], ["not excluded", "1900", "0"],
    ["age", "[c]", "[c]"], ["persons", "1500", "[c]"], ["with a fill: opioid", "400", ""],
    ["new users: opioid", "[c]", ""],
  ]

  private func text(_ publication: Publication, _ format: OutputFormat, _ path: String) throws -> String {
    let file = try #require(ReportFormat.files(Report(publication), [format]).first { $0.path == path })
    guard case .text(let text) = try file.contents() else { return "" }
    return text
  }

  @Test("What is written is read again")
  func writtenAndRead() throws {
    let publication = try ExportFixture.publication(flow: Self.steps)
    #expect(publication.flow.steps[0] == .init("roster", persons: .count(2000), leftOut: .unknown))
    #expect(publication.flow.steps[3] == .init("age", persons: .suppressed, leftOut: .suppressed))
    #expect(flowCSV(publication.flow) == csvText([flowColumns] + Self.steps))
    #expect(
      publication.files.map(\.name) == ["results.csv", "attrition.csv", "flow.csv", "inputs.csv"])
  }

  private func csvText(_ rows: [[String]]) -> String {
    rows.map { $0.joined(separator: ",") + "\n" }.joined()
  }

  @Test("What is no count is refused, with its file")
  func refused() throws {
    let fault = #expect(throws: RxFault.self) {
      try ExportFixture.publication(flow: [["roster", "many", ""]])
    }
    #expect(fault?.code == .data && fault?.message.contains("flow.csv: 'many' is no count") == true)
  }

  @Test("Markdown tells a step a line, who was left out on the way, and whom the persons hold")
  func markdown() throws {
    let text = try text(try ExportFixture.publication(flow: Self.steps), .markdown, "report.md")
    #expect(
      text.contains(
        """
        1. In the roster: 2,000 persons; left out: 100 not observed, or not long enough
        2. Observed in the study: 1,900 persons
        3. Not excluded: 1,900 persons; left out: [c] of other or unknown age
        4. Of the study's ages: [c] persons; left out: [c] for all other reasons
        5. Persons of the study: 1,500 persons; among them: with a fill of opioid: 400; new users of opioid: [c]

        """))
  }

  @Test("The page draws a step below the other")
  func page() throws {
    let page = try text(try ExportFixture.publication(flow: Self.steps), .html, "report.html")
    #expect(page.contains("<strong>In the roster</strong><br>2,000 persons"))
    #expect(
      page.contains(
        "<div class=\"out\"><p>Left out: <bdi>100 not observed, or not long enough</bdi></p></div>"))
    #expect(page.contains("<li><bdi>with a fill of opioid: 400</bdi></li>"))
  }

  @Test("Its sheet has its numbers; a first step leaves nobody out")
  func sheet() throws {
    let workbook = WorkbookReport(ReportFacts(try ExportFixture.publication(flow: Self.steps))).workbook
    let table = try #require(workbook.sheets.first { $0.table?.name.hasSuffix("_flow") == true }?.table)
    #expect(table.rows[0] == [.text("roster", .text), .number(2000, .whole), .text("[z]", .mark)])
    #expect(table.rows[3] == [.text("age", .text), .text("[c]", .mark), .text("[c]", .mark)])
  }

  @Test("A folder without it, and a flow that ends before the persons, has no flow of persons")
  func without() throws {
    for flow in [nil, Array(Self.steps.prefix(3))] {
      let text = try text(try ExportFixture.publication(flow: flow), .markdown, "report.md")
      #expect(!text.contains("### Persons\n") && text.contains("## 3. Who was counted"))
    }
  }

  @Test("Names that tempt mark nothing", arguments: ExportFixture.hostile)
  func hostile(name: String) throws {
    let steps = [["persons", "1", ""], ["with a fill: \(name)", "1", ""]]
    let publication = try ExportFixture.publication(flow: steps)
    let page = try text(publication, .html, "report.html")
    #expect(!page.contains("<b>") && page.contains("with a fill of"))
    #expect(!(try text(publication, .markdown, "report.md").contains("<b>")))
  }
}
