import RxModel
import RxRelease
import Workbook

/// A table of a workbook with what stands above it.
struct WorkbookTable {
  /// What is in a table: the end of its name.
  let name: String
  let title: String
  /// The numbers of the notes it uses.
  let notes: [Int]
  let columns: [Workbook.Table.Column]
  let rows: [[Workbook.Cell]]
  let source: String

  /// The line that tells a screen reader what is on a sheet.
  static let oneTable = "This worksheet contains one table."

  /// The marks that stand where no figure can, with their meanings.
  private static let marks = [
    (suppressedMarker, "confidential, kept back to protect small numbers; it does not mean zero"),
    (unavailableMarker, "not available, since it can't be computed or is not known"),
    (inapplicableMarker, "not applicable, since there is none"),
  ]

  var titleWithNotes: String { title + notes.map { " [note \($0)]" }.joined() }

  /// What stands above the table.
  var lines: [Workbook.Cell] {
    var lines = [titleWithNotes, Self.oneTable]
    if !notes.isEmpty {
      let numbers = Words.list(notes.map { "\($0)" })
      lines.append(
        "This table uses note\(notes.count == 1 ? "" : "s") \(numbers), in its title: see the sheet Notes.")
    }
    var texts: Set<String> = []
    for row in rows { for case .text(let text, _) in row where text.hasSuffix("]") { texts.insert(text) } }
    var meanings = Self.marks.filter { texts.contains($0.0) }.map { "\($0.0) stands for \($0.1)" }
    if texts.contains(where: { $0.hasSuffix(" \(unreliableMarker)") }) {
      meanings.append("\(unreliableMarker) beside a status: the interval is wider than twice the estimate")
    }
    if !meanings.isEmpty { lines.append("In this table \(meanings.joined(separator: "; ")).") }
    lines.append(source)
    return [.text(lines[0], .heading)] + lines.dropFirst().map { .text($0, .text) }
  }

  /// The sheet of the table that is number `number`.
  func sheet(number: Int) -> Workbook.Sheet {
    Workbook.Sheet(
      name: "Table_\(number)", lines: lines,
      table: Workbook.Table(name: "table_\(number)_\(name)", columns: columns, rows: rows))
  }

  /// The tables of a publication that have rows.
  static func all(_ facts: ReportFacts, _ notes: inout WorkbookNotes) -> [WorkbookTable] {
    var tables: [WorkbookTable] = []
    let byMeasure = Dictionary(grouping: facts.publication.figures, by: \.measure)
    for kind in TableKind.allCases {
      for measure in facts.lines(kind).map(\.measure).distinct() {
        tables.append(FigureSheet(facts).table(measure, byMeasure[measure] ?? [], &notes))
      }
    }
    if let table = CharacteristicsFile(facts) { tables.append(table.workbookTable(facts, &notes)) }
    if !facts.publication.sensitivity.isEmpty { tables.append(FigureSheet(facts).sensitivity(&notes)) }
    if !facts.publication.flow.steps.isEmpty { tables.append(flow(facts)) }
    if !facts.publication.attrition.isEmpty { tables.append(attrition(facts)) }
    if !facts.publication.inputs.isEmpty { tables.append(inputs(facts)) }
    if !facts.publication.products.isEmpty { tables.append(products(facts)) }
    return tables
  }

  /// The source of every table.
  static func source(_ facts: ReportFacts) -> String {
    "Source: the study's prescription files, by rxuse \(facts.record.rxuseVersion)."
  }

  /// A number with its full value, shown with so many decimals; with four where it would look like zero and is not.
  static func shown(_ value: Double?, decimals: Int, else mark: String) -> Workbook.Cell {
    guard let value else { return .text(mark, .mark) }
    let looksZero = value != 0 && abs(value) < [0.5, 0.05, 0.005][min(decimals, 2)]
    let styles: [Workbook.Style] = [.whole, .oneDecimal, .twoDecimals]
    return .number(value, looksZero || decimals >= styles.count ? .fourDecimals : styles[decimals])
  }

  // MARK: Accounts

  private static func attrition(_ facts: ReportFacts) -> WorkbookTable {
    counts(
      "attrition", "What became of the rows that were read", ["Rows", "Patients"],
      facts.publication.attrition.map { ($0.name, [$0.rows, $0.patients]) }, else: unavailableMarker, facts)
  }

  private static func flow(_ facts: ReportFacts) -> WorkbookTable {
    counts(
      "flow", "Who is counted", ["Persons", "Left out"],
      facts.publication.flow.steps.map { ($0.name, [$0.persons, $0.leftOut]) }, else: inapplicableMarker,
      facts)
  }

  /// A table of steps with counts, and a mark where there is none.
  private static func counts(
    _ name: String, _ title: String, _ heads: [String], _ steps: [(name: String, counts: [ReleasedCount])],
    else missing: String, _ facts: ReportFacts
  ) -> WorkbookTable {
    func cell(_ count: ReleasedCount) -> Workbook.Cell {
      switch count {
      case .count(let count): .number(Double(count), .whole)
      case .suppressed: .text(suppressedMarker, .mark)
      case .unknown: .text(missing, .mark)
      }
    }
    return WorkbookTable(
      name: name, title: title, notes: [],
      columns: [.init("Step", isNumber: false, width: 44)]
        + heads.map { .init($0, isNumber: true, width: 16) },
      rows: steps.map { [.text($0.name, .text)] + $0.counts.map(cell) }, source: source(facts))
  }

  private static func products(_ facts: ReportFacts) -> WorkbookTable {
    WorkbookTable(
      name: "products", title: "What is in the figures of a drug", notes: [],
      columns: productsColumns.map { name in
        .init(DataPackageText.title(of: name), isNumber: name == "value", width: name == "item" ? 44 : 18)
      },
      rows: facts.publication.products.map { row in
        let texts = [
          row.section.rawValue, row.drug, "\(row.period.start)", "\(row.period.end)", row.item, row.quantity,
          row.statistic.rawValue,
        ]
        let value: Workbook.Cell =
          row.value.map { .number($0, row.statistic == .count ? .whole : .fourDecimals) }
          ?? .text(suppressedMarker, .mark)
        let ends: [Workbook.Cell] = [value, .text(row.unit, .text), .text(row.status.rawValue, .text)]
        return texts.map { .text($0, .text) } + ends
      }, source: source(facts))
  }

  private static func inputs(_ facts: ReportFacts) -> WorkbookTable {
    let texts: Set = ["kind", "file", "first_date", "last_date"]
    return WorkbookTable(
      name: "inputs", title: "What was read of each input file", notes: [],
      columns: inputsColumns.map { name in
        .init(
          DataPackageText.title(of: name), isNumber: !texts.contains(name), width: name == "file" ? 44 : 18)
      },
      rows: facts.publication.inputs.map { row in
        inputsColumns.map { name in
          let field = row[name] ?? ""
          if field.isEmpty { return .text(unavailableMarker, texts.contains(name) ? .text : .mark) }
          if texts.contains(name) { return .text(field, .text) }
          return Int(field).map { .number(Double($0), .whole) } ?? .text(field, .mark)
        }
      }, source: source(facts))
  }
}

/// The mark of a figure that a measure does not have.
let inapplicableMarker = "[z]"
