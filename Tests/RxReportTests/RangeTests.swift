import RxModel
import RxRelease
import Testing
import Workbook

@testable import RxReport

/// What ranges.csv tells of figures that are kept back, read and written.
@Suite("Ranges in reports")
struct RangeTests {
  private typealias Ends = FigureRange.Ends

  /// Women are kept back with a narrow range, who is unknown with a wide one; men are shown.
  private static let rows = [
    ExportFixture.row("prevalence"), ExportFixture.suppressed("prevalence", level: "F"),
    ExportFixture.row("prevalence", level: "M"), ExportFixture.suppressed("prevalence", level: "unknown"),
  ]
  private static let women = ExportFixture.range(
    rows[1], ("1241", "1250"), ("98000", "98000"), ("12.6632", "12.7552"))
  private static let unknown = ExportFixture.range(
    rows[3], ("1", "15"), ("88", "411"), ("2.4330", "170.4546"))

  private func published(_ ranges: Publication.Table?) throws -> Publication {
    try ExportFixture.publication(Self.rows, ranges: ranges)
  }

  // MARK: Reading

  @Test("Each row of ranges.csv goes to its suppressed figure, in whatever order they stand")
  func attached() throws {
    for rows in [[Self.women, Self.unknown], [Self.unknown, Self.women]] {
      let figures = try published(ExportFixture.ranges(rows)).figures
      #expect(
        figures[1].range
          == FigureRange(
            numerator: Ends(1241, 1250), denominator: Ends(98_000, 98_000),
            estimate: Ends(12.6632, 12.7552, decimals: 4)))
      #expect(figures[3].range?.numerator == Ends(1, 15))
      #expect(figures[0].range == nil && figures[2].range == nil)
      #expect(
        csvRows(rangesCSV(figures, variables: ["sex"])).dropFirst().map {
          $0.suffix(6).joined(separator: " ")
        } == [
          "1241 1250 98000 98000 12.6632 12.7552", "1 15 88 411 2.4330 170.4546",
        ])
    }
    #expect(try published(nil).figures.allSatisfy { $0.range == nil })
  }

  @Test("An end that nothing bounds is empty; years and doses have decimals")
  func openEnds() throws {
    let row = ExportFixture.range(Self.rows[1], ("3", ""), ("12.5000", "13.0000"), ("", ""))
    let range = try #require(try published(ExportFixture.ranges([row, Self.unknown])).figures[1].range)
    #expect(range.numerator == Ends(3, nil) && range.denominator == Ends(12.5, 13, decimals: 4))
    #expect(range.estimate == .open)
  }

  @Test("What does not fit results.csv is an error that names the file and the row")
  func malformed() throws {
    func told(_ table: Publication.Table) throws -> String {
      let fault = try #require(throws: RxFault.self) { try published(table) }
      #expect(fault.code == .data)
      return fault.message
    }
    let columns = rangesColumns(["sex"])
    for missing in ["denominator_unit", "sex", "estimate_to"] {
      let table = ExportFixture.ranges([Self.women, Self.unknown], columns: columns.filter { $0 != missing })
      #expect(try told(table) == "ranges.csv: it has no column '\(missing)'")
    }
    let shown = ExportFixture.range(Self.rows[2], ("79", "79"), ("1763", "1763"), ("44.8100", "44.8100"))
    var other = Self.women
    other["drug"] = "z-drug"
    for row in [shown, other, Self.women] {
      let words = try told(ExportFixture.ranges([Self.women, Self.unknown, row]))
      #expect(words.hasSuffix("is of no suppressed row of results.csv"), "\(words)")
      #expect(words.contains("prevalence,,\(row["drug"] ?? ""),2019-01-01,2019-12-31"), "\(words)")
    }
    #expect(
      try told(ExportFixture.ranges([Self.women])).contains(
        "2019-12-31,unknown,persons', which is suppressed"))
    var wrong = Self.women
    wrong["estimate_from"] = "12.8"
    #expect(
      try told(ExportFixture.ranges([wrong, Self.unknown])).contains("'12.8' to '12.7552' is no range"))
    wrong["estimate_from"] = "few"
    #expect(try told(ExportFixture.ranges([wrong, Self.unknown])).contains("'few' is no number"))
  }

  // MARK: Words

  @Test(
    "A range reads outward, and says nothing where its greatest is more than twice its least",
    arguments: [
      (12.6632, 12.7552, 1, "12.6 to 12.8"), (12.6, 12.8, 1, "12.6 to 12.8"), (1.1, 1.1, 1, "1.1"),
      (16.01, 16.04, 1, "16.0 to 16.1"), (16.0, 16.0, 1, "16.0"), (10, 20, 1, "10.0 to 20.0"),
      (10, 20.0001, 1, nil), (0, 0, 1, "0"), (0, 0.1, 1, nil), (0.0346, 0.06, 1, "0 to 0.1"),
      (4.2, 6.9, 0, "4 to 7"), (1234.5, 2345.6, 1, "1,234.5 to 2,345.6"), (0.8512, 0.8599, 2, "0.85 to 0.86"),
      (-2, -1, 1, nil), (3, nil, 1, "at least 3.0"), (0.04, nil, 1, nil), (0, nil, 1, nil),
      (nil, 40, 1, "up to 40.0"), (nil, nil, 1, nil),
    ] as [(Double?, Double?, Int, String?)])
  func words(least: Double?, greatest: Double?, decimals: Int, text: String?) {
    #expect(Ends(least, greatest, decimals: 4).words(decimals: decimals) == text)
  }

  @Test("Counts read without decimals, whatever is asked for")
  func counts() {
    #expect(Ends(1241, 1250).words(decimals: 1) == "1,241 to 1,250")
    #expect(Ends(59, 59).words(decimals: 1) == "59")
    #expect(Ends(3, nil).words(decimals: 1) == "at least 3" && Ends(nil, 40).words(decimals: 1) == "up to 40")
  }

  private func kept(
    _ numerator: Ends, of denominator: Ends, _ estimate: Ends, shown: Int? = nil,
    unit: String = "per_1000_persons"
  ) throws -> Figure {
    var figure = try figure(nil, unit: unit)
    figure.denominator = shown.map { .count($0) }
    figure.range = FigureRange(numerator: numerator, denominator: denominator, estimate: estimate)
    return figure
  }

  @Test("A figure that is kept back reads what is known of it, before its mark")
  func figureTexts() throws {
    let narrow = Ends(12.6632, 12.7552, decimals: 4)
    let wide = Ends(1, 170, decimals: 4)
    var figure = try kept(Ends(1241, 1250), of: Ends(98_000, 98_000), narrow, shown: 98_000)
    #expect(figure.estimateText == "12.6 to 12.8 [c]" && figure.estimateWithLimits == figure.estimateText)
    #expect(figure.numeratorText == "1,241 to 1,250 [c]" && figure.denominatorText == "98,000")
    #expect(figure.partsText == "1,241 to 1,250 of 98,000 [c]")
    #expect(figure.wholeText == "1,241 to 1,250 of 98,000: 12.6 to 12.8 [c]")
    #expect(figure.drawn == .suppressed(range: 12.6632...12.7552, text: "12.6 to 12.8 [c]"))
    // A numerator that is known says little without what it is of.
    figure = try kept(Ends(59, 59), of: Ends(88, 411), wide)
    #expect(figure.numeratorText == "59 [c]" && figure.denominatorText == "[c]")
    #expect(figure.partsText == "[c]" && figure.wholeText == "[c]" && figure.estimateText == "[c]")
    #expect(figure.drawn == .suppressed(range: nil))
    figure = try kept(Ends(1, 15), of: Ends(88, 88), wide, shown: 88)
    #expect(figure.partsText == "[c]/88" && figure.wholeText == "[c]")
    figure = try kept(Ends(0, 0), of: Ends(88, 411), Ends(0, 0, decimals: 4))
    #expect(figure.estimateText == "0 [c]" && figure.partsText == "[c]" && figure.wholeText == "0 [c]")
    #expect(figure.drawn == .suppressed(range: nil, text: "0 [c]"))
    figure = try kept(Ends(10, 18), of: Ends(100, 180), Ends(55.5, 180, decimals: 4))
    #expect(figure.wholeText == "10 to 18 of 100 to 180: [c]")
    // An open range stands in text, and has no bar.
    figure = try kept(Ends(3, nil), of: Ends(10, 10), Ends(nil, 40, decimals: 4), shown: 10)
    #expect(figure.wholeText == "at least 3 of 10: up to 40.0 [c]")
    #expect(figure.drawn == .suppressed(range: nil, text: "up to 40.0 [c]"))
    // A share is no more than all: that tells nothing.
    for (unit, most) in [("percent", 100.0), ("per_1000_persons", 1000)] {
      let all = Ends(nil, most, decimals: 4)
      #expect(try kept(.open, of: .open, all, unit: unit).estimateText == "[c]")
      #expect(try kept(.open, of: .open, Ends(nil, most - 1, decimals: 4), unit: unit).estimateText != "[c]")
    }
  }

  @Test("A percentage has decimals where its denominator is surely 100 or more")
  func percentages() throws {
    let estimate = Ends(10.55, 12.44, decimals: 4)
    for (least, text) in [(99.0, "10 to 13 [c]"), (100, "10.5 to 12.5 [c]")] {
      let figure = try kept(Ends(78, 92), of: Ends(least, 180), estimate, unit: "percent")
      #expect(figure.estimateText == text)
    }
  }

  // MARK: Formats

  private func text(_ publication: Publication, _ format: OutputFormat, _ path: String) throws -> String {
    let file = try #require(ReportFormat.files(Report(publication), [format]).first { $0.path == path })
    guard case .text(let text) = try file.contents() else { return "" }
    return text
  }

  @Test("Pages show ranges and say what they are; without ranges nothing is said of them")
  func pages() throws {
    let ranged = try published(ExportFixture.ranges([Self.women, Self.unknown]))
    let page = try text(ranged, .html, "report.html")
    #expect(
      page.contains("<td class=\"n\">1,241 to 1,250 of 98,000 [c]</td><td class=\"n\">12.6 to 12.8 [c]</td>"))
    #expect(page.contains("<td class=\"n\">[c]</td><td class=\"n\">[c]</td>"))
    #expect(page.contains("before the mark is what the published figures allow.</p>"))
    #expect(page.contains("class=\"bounds\"") && page.contains("whose greatest is at most twice the least"))
    let markdown = try text(ranged, .markdown, "report.md")
    #expect(markdown.contains("| Female | 1,241 to 1,250 of 98,000 [c] | 12.6 to 12.8 [c] |"))
    #expect(markdown.contains("before the mark is what") && markdown.contains("| unknown | [c] | [c] |"))
    let plain = try published(nil)
    for text in [try text(plain, .html, "report.html"), try text(plain, .markdown, "report.md")] {
      #expect(
        !text.contains("published figures allow") && !text.contains("Hollow") && !text.contains("ranges.csv"))
    }
  }

  @Test("No title, key figure or sentence takes a range for a figure")
  func sentences() throws {
    func said(_ ranges: Publication.Table?) throws -> [String] {
      let document = Report(try published(ranges)).document
      let summary = try #require(document.sections.first { $0.id == "summary" })
      return document.charts.map(\.title) + ["\(summary.blocks)"]
    }
    let equal = ExportFixture.range(Self.rows[1], ("79", "79"), ("1763", "1763"), ("44.8100", "44.8100"))
    #expect(try said(ExportFixture.ranges([equal, Self.unknown])) == said(nil))
  }

  @Test("A table alone has the range of each number in its own cell")
  func tableAlone() throws {
    let ranged = try published(ExportFixture.ranges([Self.women, Self.unknown]))
    var selection = TableSelection(measure: "prevalence")
    selection.variables = ["sex"]
    let rows = csvRows(try DataTable(selection, of: ranged).text(.csv))
    #expect(
      rows[1].suffix(5) == [
        "1,241 to 1,250 [c]", "98,000 [c]", "persons", "12.6 to 12.8 [c]", "per 1,000 persons",
      ])
    #expect(rows[3].suffix(5) == ["[c]", "[c]", "persons", "[c]", "per 1,000 persons"])
  }

  @Test("tables/*.csv has the mark alone: what it stands for is in ranges.csv")
  func summaryTable() throws {
    let ranged = try published(ExportFixture.ranges([Self.women, Self.unknown]))
    let rows = csvRows(try #require(summaryTables(ReportFacts(ranged)).first).csv)
    let place = try #require(rows[0].firstIndex(of: "2019"))
    for row in [2, 4] { #expect(rows[row][place...].allSatisfy { $0 == "[c]" }) }
  }

  @Test("tables.xlsx has ends as numbers in columns of their own; no cell is empty")
  func workbook() throws {
    let open = ExportFixture.range(Self.rows[3], ("1", "15"), ("88", "411"), ("", "170.4546"))
    let ranged = try published(ExportFixture.ranges([Self.women, open]))
    let sheet = WorkbookReport(ReportFacts(ranged)).workbook.sheets[3]
    let table = try #require(sheet.table)
    #expect(
      table.columns.suffix(6).map(\.head) == [
        "Least numerator", "Greatest numerator", "Least denominator", "Greatest denominator",
        "Least estimate",
        "Greatest estimate",
      ])
    #expect(
      table.rows[1].suffix(6) == [
        .number(1241, .whole), .number(1250, .whole), .number(98_000, .whole), .number(98_000, .whole),
        .number(12.6632, .fourDecimals), .number(12.7552, .fourDecimals),
      ])
    #expect(table.rows[1][4] == .text("[c]", .mark) && table.rows[1][7] == .text("[c]", .mark))
    #expect(table.rows[3].suffix(2) == [.text("[x]", .mark), .number(170.4546, .fourDecimals)])
    #expect(table.rows[0].suffix(6).allSatisfy { $0 == .text("[z]", .mark) })
    for mark in ["[c]", "[x]", "[z]"] {
      #expect(
        sheet.lines.contains {
          if case .text(let text, _) = $0 { text.contains("\(mark) stands for") } else { false }
        })
    }
    let plain = try #require(WorkbookReport(ReportFacts(try published(nil))).workbook.sheets[3].table)
    #expect(plain.columns.last?.head == "Status")
  }
}
