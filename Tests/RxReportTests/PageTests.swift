import Foundation
import RxModel
import Testing

@testable import RxReport

/// The document as a page and as Markdown.
@Suite("Pages")
struct PageTests {
  private func text(_ publication: Publication, _ format: OutputFormat, _ path: String) throws -> String {
    let files = ReportFormat.files(Report(publication), [format])
    let file = try #require(files.first { $0.path == path })
    guard case .text(let text) = try file.contents() else { throw CocoaError(.coderInvalidValue) }
    return text
  }

  /// Rows of prevalence for levels of those names.
  private func rows(_ names: [String]) -> [[String: String]] {
    [ExportFixture.row("prevalence")]
      + names.enumerated().map { place, name in
        place % 2 == 0
          ? ExportFixture.row("prevalence", level: name) : ExportFixture.suppressed("prevalence", level: name)
      }
  }

  @Test("Hostile names mark nothing, in the page and in Markdown")
  func hostile() throws {
    let names = ExportFixture.hostile
    let publication = try ExportFixture.publication(rows(names), title: "<script>alert(1)</script>")
    let page = try text(publication, .html, "report.html")
    let refused = [
      "<script", "javascript:", "http://", "https://", "url(", "@import", " onerror", "<b>", "\u{7}",
    ]
    for part in refused {
      #expect(!page.contains(part), "\(part)")
    }
    #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && page.contains("&lt;b&gt;"))
    let markdown = try text(publication, .markdown, "report.md")
    #expect(!markdown.contains("<script") && !markdown.contains("<b>") && !markdown.contains("\nend"))
  }

  @Test("A page has one heading of the first rank, names each part once, and opens no table")
  func structure() throws {
    let page = try text(try ExportFixture.publication(), .html, "report.html")
    #expect(page.components(separatedBy: "<h1>").count == 2)
    #expect(page.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">") && !page.contains("<details open"))
    let ids = page.matches(of: #/ id="([^"]+)"/#).map { String($0.1) }
    #expect(!ids.isEmpty && Set(ids).count == ids.count, "\(ids.filter { id in ids.count { $0 == id } > 1 })")
    for match in page.matches(of: #/(?:href="#|aria-labelledby=")([^"]+)"/#) {
      for id in match.1.split(separator: " ") { #expect(ids.contains(String(id)), "\(id)") }
    }
  }

  @Test("Names that come to the same in links stay apart")
  func namesInLinks() throws {
    let rows = ["ذكر", "أنثى"].flatMap { drug in
      ["a", "b"].map { ExportFixture.row("prevalence", drug: drug, level: $0) }
        + [ExportFixture.row("prevalence", drug: drug)]
    }
    let page = try text(try ExportFixture.publication(rows, variable: "ذكر"), .html, "report.html")
    let ids = page.matches(of: #/ id="([^"]+)"/#).map { String($0.1) }
    #expect(Set(ids).count == ids.count)
  }

  @Test("What is kept back is [c] and never a mark; its table says so")
  func keptBack() throws {
    let rows = [
      ExportFixture.row("prevalence"), ExportFixture.suppressed("prevalence", level: "F"),
      ExportFixture.row("prevalence", level: "M"),
    ]
    let page = try text(try ExportFixture.publication(rows), .html, "report.html")
    #expect(page.contains("<td class=\"n\">[c]</td>") && page.contains("which does not mean zero.</p>"))
    let markdown = try text(try ExportFixture.publication(rows), .markdown, "report.md")
    #expect(markdown.contains("| Female | [c] | [c] |") && markdown.contains("It does not mean zero."))
    #expect(!markdown.contains("By sex"))
  }

  @Test("Everything kept back: every section says what there is, and nothing is drawn")
  func allKeptBack() throws {
    let rows = ["all", "F", "M"].map { ExportFixture.suppressed("prevalence", level: $0) }
    let publication = try ExportFixture.publication(rows)
    let page = try text(publication, .html, "report.html")
    #expect(page.contains("is kept back by disclosure control") && page.contains("Nothing is drawn"))
    #expect(!page.contains("<svg"))
    #expect(ReportFormat.files(Report(publication), [.html]).map(\.path) == ["report.html"])
  }

  @Test("A section that a study has no measure for is not there")
  func sections() throws {
    let only = Report(try ExportFixture.publication([ExportFixture.row("prevalence")])).document
    #expect(
      only.sections.map(\.id) == [
        "summary", "know", "counted", "time", "quality", "methods", "disclosure", "reproduce",
      ])
    let overlap = Report(try ExportFixture.publication()).document
    #expect(!overlap.sections.contains { $0.id == "long-term" || $0.id == "sensitivity" })
  }
}
