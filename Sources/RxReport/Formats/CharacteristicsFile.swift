import RxModel
import RxRelease
import RxText
import Workbook

/// Table 1 of every drug and interval as one table: a line a statistic, a column for the people of each kind.
struct CharacteristicsFile {
  /// The path within an output.
  static let path = "tables/characteristics.csv"
  /// Its name in words.
  static let title = "Characteristics (Table 1)"

  let lines: [CharacteristicsLine]
  /// The people that some line has, in their order.
  let people: [Characteristics.People]

  /// The table of a publication; nil where it counts the persons of no level.
  init?(_ facts: ReportFacts) {
    let lines = CharacteristicsLine.all(facts)
    guard !lines.isEmpty else { return nil }
    self.lines = lines
    people = Characteristics.People.allCases.filter { people in lines.contains { $0.numbers[people] != nil } }
  }

  /// The columns before those of the people.
  static let labels = ["drug", "period_start", "period_end", "variable", "level", "statistic"]

  /// The columns.
  var columns: [String] { Self.labels + people.map(\.rawValue) }

  /// The table as CSV, numbers as results.csv has them.
  var csv: String {
    csvLine(columns)
      + lines.map { line in
        csvLine(
          [
            line.drug, "\(line.period.start)", "\(line.period.end)", line.variable, line.level,
            line.statistic,
          ]
            + people.map { people in
              guard let number = line.numbers[people] else { return "" }
              if number.isSuppressed { return suppressedMarker }
              return number.value.map { fixed($0, decimals: line.statistic == "n" ? 0 : 4) } ?? ""
            })
      }.joined()
  }
}

extension CharacteristicsFile {
  /// The table as a sheet.
  func workbookTable(_ facts: ReportFacts, _ notes: inout WorkbookNotes) -> WorkbookTable {
    let own =
      [
        "A percent is of the n of its column in the rows of all persons; p25, median and p75 are the lower quartile, the median and the upper quartile."
      ]
      + Characteristics.drugs(facts).compactMap { drug in
        facts.latest.flatMap { Characteristics(drug, $0, facts) }
      }.flatMap { $0.definitions(facts) }.distinct().map { "\($0)." }
    return WorkbookTable(
      name: "characteristics", title: "\(Self.title), \(facts.period)",
      notes: own.map { notes.number($0) }.sorted(),
      columns: [
        .init("Drug", isNumber: false, width: 20), .init("Period start", isNumber: false, width: 20),
        .init("Period", isNumber: false, width: 20), .init("Characteristic", isNumber: false, width: 20),
        .init("Level", isNumber: false, width: 28), .init("Statistic", isNumber: false, width: 16),
      ]
        + people.map {
          .init(Words.variable($0.rawValue.replacing("_", with: " ")), isNumber: true, width: 20)
        },
      rows: lines.map { line in
        let labels = [
          line.drug.isEmpty ? inapplicableMarker : Words.drug(line.drug), "\(line.period.start)",
          Words.period(line.period),
          line.variable.isEmpty ? "All" : Characteristics.heading(line.variable, of: line.level),
          line.level == allLevel ? "All" : Words.level(line.level, of: line.variable), line.statistic,
        ]
        return labels.map { .text($0, .text) } + people.map { cell(line.numbers[$0]) }
      }, source: WorkbookTable.source(facts))
  }

  private func cell(_ number: CharacteristicsLine.Number?) -> Workbook.Cell {
    guard let number else { return .text(inapplicableMarker, .mark) }
    if number.isSuppressed { return .text(suppressedMarker, .mark) }
    return WorkbookTable.shown(number.value, decimals: number.decimals, else: unavailableMarker)
  }
}
