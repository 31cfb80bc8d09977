import RxModel
import RxRelease
import Testing
import Workbook

@testable import RxReport

/// Table 1: who is in which column, what is of which whole, and what is kept back.
@Suite("Table 1")
struct CharacteristicsTests {
  private typealias Fixture = ExportFixture

  /// A row whose numbers are these; both are kept back where one is nil.
  private static func row(
    _ measure: String, _ level: String, _ numerator: Int?, of denominator: Int?, drug: String = "opioid",
    definition: String = "", unit: (String, String) = ("persons", "per_1000_persons"),
    estimate: String = "1.0000"
  ) -> [String: String] {
    let isShown = numerator != nil && denominator != nil
    return Fixture.row(
      measure, drug: drug, definition: definition, level: level, numerator: numerator.map(String.init) ?? "",
      denominator: denominator.map(String.init) ?? "", unit: unit, estimate: isShown ? estimate : "",
      limits: ("", ""), status: isShown ? "ok" : "suppressed")
  }

  private static func cohort(_ level: String, _ persons: Int?, of all: Int? = 2000) -> [String: String] {
    row("cohort", level, persons, of: all, drug: "", unit: ("persons", "percent"))
  }

  /// A quartile of a quantity.
  private static func quartile(
    _ name: String, _ value: Int, of people: (Int, String), drug: String = "opioid", unit: String
  ) -> [String: String] {
    var row = row(
      "summary", allLevel, 0, of: people.0, drug: drug, definition: name, unit: (people.1, unit),
      estimate: "\(value).0000")
    row["numerator"] = ""
    return row
  }

  private static func quartiles(
    _ quantity: String, _ values: [Int], of people: (Int, String), drug: String = "opioid", unit: String
  ) -> [[String: String]] {
    zip(["p25", "median", "p75"], values).map { name, value in
      quartile("\(quantity)/\(name)", value, of: people, drug: drug, unit: unit)
    }
  }

  private static let use: [[String: String]] = [
    row("prevalence", allLevel, 400, of: 2000), row("prevalence", "F", 250, of: 1200),
    row("prevalence", "M", 149, of: 798), row("prevalence", "unknown", 1, of: 2),
  ]

  private static let newUse: [[String: String]] = [(allLevel, 90, 1500), ("F", 60, 900), ("M", 30, 600)].map {
    row("incidence_proportion", $0.0, $0.1, of: $0.2, unit: ("persons_at_risk", "percent"))
  }

  /// Under two definitions, of persons and of users: the second has seven more of each level.
  private static let longTerm: [[String: String]] = [("supply>=120", 0), ("covered>=180", 7)].flatMap {
    definition in
    [("persons", "per_1000_persons"), ("users", "percent")].flatMap { unit -> [[String: String]] in
      [(allLevel, 40), ("F", 30), ("M", 10), ("unknown", 0)].map { level, count in
        row("long_term_use", level, count + definition.1, of: 2000, definition: definition.0, unit: unit)
      }
    }
  }

  private static let overlap: [[String: String]] = [
    ("persons", "per_1000_persons"), ("exposed:opioid", "percent"),
  ]
  .flatMap { unit -> [[String: String]] in
    [(allLevel, 20), ("F", 19), ("M", 1)].map { level, count in
      row("overlap", level, count, of: 2000, drug: "benzodiazepine+opioid", definition: "days>=1", unit: unit)
    }
  }

  private static let persons: [[String: String]] = [
    cohort("F", 1200), cohort("M", 798), cohort("unknown", 2),
  ]

  private static let summary: [[String: String]] =
    quartiles("age", [28, 47, 63], of: (1990, "persons"), drug: "", unit: "years")
    + quartiles("age", [30, 50, 70], of: (400, "users"), unit: "years")
    + quartiles("fills", [1, 2, 1234], of: (400, "users"), unit: "fills")
    + quartiles("days_covered", [20, 55, 180], of: (90, "new_users"), unit: "days")

  /// Everything that can be in it.
  private static let rows: [[String: String]] = use + newUse + longTerm + overlap + persons + summary

  private func table(_ rows: [[String: String]], drug: String = "opioid") throws -> DataTable {
    let facts = ReportFacts(try Fixture.publication(rows))
    let latest = try #require(facts.latest)
    return try #require(Characteristics(drug, latest, facts)).table(facts)
  }

  private func texts(_ table: DataTable) -> [[String]] { table.rows.map { $0.map(\.text) } }

  @Test("Counts are of their column, shares of the published counts, quartiles beside them; missing is shown")
  func everything() throws {
    let table = try table(Self.rows)
    #expect(
      table.columns.map(\.title) == [
        "Characteristic", "All persons", "Users", "New users", "Long-term users", "Overlapping users",
      ])
    #expect(table.caption == "All persons and users of opioid, 2019")
    #expect(
      texts(table) == [
        ["n", "2,000", "400", "90", "40", "20"],
        ["Age, years, median (quartiles)", "47 (28 to 63)", "50 (30 to 70)", "", "", ""],
        ["Age: known", "1,990 (99.5)", "400 (100.0)", "", "", ""],
        ["Sex: Female", "1,200 (60.0)", "250 (62.5)", "60 (67)", "30 (75)", "19 (95)"],
        ["Sex: Male", "798 (39.9)", "149 (37.2)", "30 (33)", "10 (25)", "1 (5)"],
        ["Sex: unknown", "2 (0.1)", "1 (0.2)", "", "0 (0)", ""],
        ["Fills, median (quartiles)", "", "2 (1 to 1,234)", "", "", ""],
        ["Days covered, median (quartiles)", "", "", "55 (20 to 180)", "", ""],
      ])
  }

  @Test("What a study does not measure is no column and no row; a pair's other drug has a table of its own")
  func less() throws {
    let rows = Self.rows.filter { ["prevalence", "overlap"].contains($0["measure"]) }
    let table = try table(rows)
    #expect(table.columns.map(\.title) == ["Characteristic", "All persons", "Users", "Overlapping users"])
    // Without the cohort the denominators of prevalence are the persons.
    #expect(texts(table)[0] == ["n", "2,000", "400", "20"])
    #expect(texts(table)[1] == ["Sex: Female", "1,200 (60.0)", "250 (62.5)", "19 (95)"])
    let facts = ReportFacts(try Fixture.publication(Self.rows))
    #expect(Characteristics.drugs(facts) == ["opioid"])
    let persons = ReportFacts(try Fixture.publication([Self.cohort("F", 1200)]))
    #expect(Characteristics.drugs(persons) == [""])
    let latest = try #require(persons.latest)
    let alone = try #require(Characteristics("", latest, persons)).table(persons)
    #expect(
      alone.caption == "All persons, 2019"
        && texts(alone) == [["n", "2,000"], ["Sex: Female", "1,200 (60.0)"]])
  }

  @Test("Without a grouping, or persons, there is none")
  func none() throws {
    for rows in [
      [Self.row("prevalence", allLevel, 400, of: 2000)], [Self.row("fill_rate", "F", 400, of: 2000)],
    ] {
      let facts = ReportFacts(try Fixture.publication(rows))
      let latest = try #require(facts.latest)
      #expect(Characteristics("opioid", latest, facts) == nil)
      #expect(CharacteristicsFile(facts) == nil)
      #expect(!Report(facts.publication).document.sections.flatMap(\.blocks).contains { $0.isHeadedTable1 })
    }
  }

  @Test(
    "No share is of a number that is kept back, on either side; what is known of it is told by the rule of ranges"
  )
  func keptBack() throws {
    let rows = [
      Self.row("prevalence", allLevel, nil, of: nil), Self.row("prevalence", "F", 250, of: 1200),
      Self.row("prevalence", "M", nil, of: nil),
      Self.cohort("F", 1200), Self.cohort("M", nil, of: nil),
    ]
    #expect(
      texts(try table(rows)) == [
        ["n", "2,000", "[c]"], ["Sex: Female", "1,200 (60.0)", "250 ([c])"], ["Sex: Male", "[c]", "[c]"],
      ])
    let ranges = Fixture.ranges([
      Fixture.range(rows[0], ("", ""), ("2000", "2000"), ("", "")),
      Fixture.range(rows[2], ("140", "150"), ("798", "800"), ("", "")),
      Fixture.range(rows[4], ("798", "800"), ("2000", "2000"), ("", "")),
    ])
    let facts = ReportFacts(try Fixture.publication(rows, ranges: ranges))
    let latest = try #require(facts.latest)
    let ranged = try #require(Characteristics("opioid", latest, facts)).table(facts)
    #expect(texts(ranged)[2] == ["Sex: Male", "798 to 800 [c]", "140 to 150 [c]"])
    #expect(ranged.isSuppressed && ranged.showsRange)
    let csv = try #require(CharacteristicsFile(facts)).csv
    #expect(csv.contains("opioid,2019-01-01,2019-12-31,sex,F,percent,60.0000,[c]\n"))
    #expect(csv.contains("opioid,2019-01-01,2019-12-31,sex,M,n,[c],[c]\n"))
  }

  @Test("Quartiles that are kept back are marked, one by one or together")
  func keptBackQuartiles() throws {
    func hidden(_ row: [String: String]) -> [String: String] {
      row.merging(["denominator": "", "estimate": "", "status": "suppressed"]) { $1 }
    }
    var rows = Self.rows
    for place in rows.indices where rows[place]["definition"] == "age/p75" && rows[place]["drug"] == "opioid"
    {
      rows[place] = hidden(rows[place])
    }
    for place in rows.indices where rows[place]["definition"]?.hasPrefix("fills/") == true {
      rows[place] = hidden(rows[place])
    }
    let all = texts(try table(rows))
    #expect(all[1][2] == "50 (30 to [c])")
    #expect(all.first { $0[0].hasPrefix("Fills") }?[2] == "[c]")
  }

  @Test(
    "New users are those of the quartiles, which may be of another washout, else of their share or of persistence"
  )
  func newUsers() throws {
    let others = Self.rows.filter { $0["measure"] != "incidence_proportion" }
    let fills = Self.quartiles("fills", [1, 1, 2], of: (88, "new_users"), unit: "fills")
    #expect(texts(try table(others + fills))[0][3] == "88")
    let persistence = Self.row(
      "persistence", allLevel, 30, of: 91, definition: "at=90/gap30", unit: ("new_users", "percent"))
    #expect(texts(try table(others + fills + [persistence]))[0][3] == "88")
    #expect(texts(try table(others + [persistence]))[0][3] == "91")
  }

  @Test("Quartiles stand in a table of their own where there is no Table 1, and only there")
  func quartilesAlone() throws {
    func tables(_ rows: [[String: String]]) throws -> [String] {
      Report(try Fixture.publication(rows)).document.sections.flatMap(\.blocks).compactMap {
        if case .table(let table) = $0 { table.id } else { nil }
      }
    }
    #expect(
      try tables(Self.rows).filter { $0 == "distribution" || $0.hasPrefix("table-1") } == ["table-1-opioid"])
    #expect(try tables(Self.summary).contains("distribution"))
  }

  @Test("Every format has it")
  func formats() throws {
    let publication = try Fixture.publication(Self.rows)
    let report = Report(publication)
    func text(_ format: OutputFormat, _ path: String) throws -> String {
      let file = try #require(ReportFormat.files(report, [format]).first { $0.path == path })
      guard case .text(let text) = try file.contents() else { return "" }
      return text
    }
    #expect(
      try text(.markdown, "report.md").contains("| Sex: Female | 1,200 (60.0) | 250 (62.5) | 60 (67) |"))
    #expect(
      try text(.html, "report.html").contains(
        "<th scope=\"row\"><bdi>Sex: Female</bdi></th><td class=\"n k\">1,200 (60.0)</td>"))
    let csv = csvRows(try text(.csv, CharacteristicsFile.path))
    #expect(
      csv[0] == [
        "drug", "period_start", "period_end", "variable", "level", "statistic", "everyone", "users",
        "new_users",
        "long_term_users", "overlapping_users",
      ])
    let labels = ["opioid", "2019-01-01", "2019-12-31"]
    #expect(csv[1] == labels + ["", "all", "n", "2000", "400", "90", "40", "20"])
    #expect(
      csv.contains(labels + ["sex", "M", "percent", "39.9000", "37.2500", "33.3333", "25.0000", "5.0000"]))
    #expect(csv.contains(labels + ["fills", "all", "p75", "", "1234.0000", "", "", ""]))
    let workbook = WorkbookReport(report.facts).workbook
    let sheet = try #require(
      workbook.sheets.first { $0.table?.name.hasSuffix("_characteristics") == true }?.table)
    #expect(sheet.rows.count == csv.count - 1)
    #expect(
      sheet.rows[0].suffix(5)
        == [2000, 400, 90, 40, 20].map { Workbook.Cell.number($0, .whole) }[...])
    #expect(sheet.rows[1].last == .text("[z]", .mark))
    #expect(try text(.csv, "datapackage.json").contains("\"path\" : \"tables/characteristics.csv\""))
  }

  @Test("A long table of all drugs: those that the report looks at are open, the others for who wants them")
  func drugs() throws {
    let rows = ["ssri", "buspirone", "opioid", "benzodiazepine"].flatMap { drug in
      [
        Self.row("prevalence", allLevel, 40, of: 2000, drug: drug),
        Self.row("prevalence", "F", 20, of: 1200, drug: drug),
      ]
    }
    let pair = Self.row(
      "overlap", allLevel, 20, of: 2000, drug: "benzodiazepine+opioid", definition: "days>=1")
    let blocks = Report(try Fixture.publication(rows + [pair])).document.sections.flatMap(\.blocks)
    let tables = blocks.compactMap { if case .table(let table) = $0 { table.id } else { nil } }
    let others = blocks.compactMap { if case .detailTable(let table) = $0 { table.id } else { nil } }
    #expect(tables.filter { $0.hasPrefix("table-1") } == ["table-1-opioid", "table-1-benzodiazepine"])
    #expect(others == ["table-1-ssri", "table-1-buspirone"])
  }
}

extension Document.Block {
  fileprivate var isHeadedTable1: Bool {
    if case .heading(let title) = self { title.hasPrefix("Table 1") } else { false }
  }
}
