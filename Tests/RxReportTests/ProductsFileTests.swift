import RxModel
import RxRelease
import Testing

@testable import RxReport

/// products.csv, written and read again.
@Suite("The file of products")
struct ProductsFileTests {
  private static let year = DaySpan(
    Day(year: 2019, month: 1, day: 1) ?? Day(0), Day(year: 2019, month: 12, day: 31) ?? Day(0))
  private static let rows = [
    ReleasedProduct(
      .values, drug: "opioid", period: year, item: "=o,1\"", quantity: "fills", .count, value: 1200,
      unit: "fills", status: .rounded),
    ReleasedProduct(
      .ingredients, drug: "opioid", period: year, item: "morphine", quantity: "daily_dose", .median,
      value: 22.5, unit: "mme_per_day", status: .ok),
    ReleasedProduct(
      .ingredients, drug: "opioid", period: year, item: "morphine", quantity: "strength", .minimum,
      value: nil, unit: "mg", status: .suppressed),
  ]

  private func table(_ text: String) -> Publication.Table {
    let rows = csvRows(text)
    return Publication.Table("products.csv", columns: rows[0], rows: Array(rows.dropFirst()))
  }

  @Test("What is written is read again, but for the apostrophe before a formula")
  func roundTrip() throws {
    let text = productsCSV(Self.rows)
    #expect(
      text.contains("fills,count,1200,fills,rounded\n") && text.contains("median,22.5000,mme_per_day,ok\n"))
    #expect(text.contains("\"'=o,1\"\"\""), "\(text)")
    var expected = Self.rows
    expected[0].item = "'" + expected[0].item
    #expect(try table(text).products() == expected)
  }

  @Test(
    "A row of something else is told",
    arguments: [
      ("values,", "valeus,", "is no row of it"), ("2019-12-31", "2018-12-31", "is no row of it"),
      (",count,", ",mean,", "is no row of it"), (",rounded", ",secret", "is no row of it"),
      ("1200", "many", "'many' is no number"), ("section,", "part,", "it has no column 'section'"),
    ])
  func faults(old: String, new: String, message: String) throws {
    let table = table(productsCSV(Self.rows).replacing(old, with: new))
    let fault = #expect(throws: RxFault.self) { try table.products() }
    #expect(fault?.code == .data && fault?.message.contains(message) == true, "\(String(describing: fault))")
  }

  @Test("A report shows the values with most fills first, and what is kept back as such")
  func section() throws {
    var publication = try ExportFixture.publication()
    publication.products = Self.rows
    for (name, value) in [("b", 300.0), ("c", 0.0), ("a", 300.0)] {
      var row = Self.rows[0]
      (row.item, row.value) = (name, value)
      publication.products.append(row)
    }
    let section = try #require(productsSection(ReportFacts(publication)))
    let tables = section.blocks.compactMap { block in
      if case .table(let table) = block { table } else { nil }
    }
    #expect(tables.count == 2)
    #expect(
      tables[0].rows.map { $0[0] } == ["=o,1\"", "a", "b", "c"].map { .label($0) }
        && tables[0].rows[3][1] == .number("under 50"))
    #expect(tables[1].rows.map(\.count) == [9, 9] && tables[1].rows[0][5] == .number("22.5"))
    #expect(tables[1].rows[1][7] == .number(suppressedMarker))
    publication.products = []
    #expect(productsSection(ReportFacts(publication)) == nil)
  }
}
