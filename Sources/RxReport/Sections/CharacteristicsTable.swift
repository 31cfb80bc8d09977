import RxModel
import RxRelease
import RxText

/// Table 1 of the latest whole interval: of the drugs that the report looks at, and of the others for who wants them; none
/// where the study counts the persons of no level.
func characteristicsBlocks(_ facts: ReportFacts) -> [Document.Block] {
  guard let latest = facts.latest else { return [] }
  let all = Characteristics.drugs(facts).compactMap { Characteristics($0, latest, facts) }
  guard !all.isEmpty else { return [] }
  let focused = all.filter { $0.drug.isEmpty || facts.focusDrugs.contains($0.drug) }
  let others = all.filter { table in !focused.contains { $0.drug == table.drug } }
  return [.heading("Table 1. Characteristics, \(Words.period(latest))")]
    + [.paragraph(characteristicsNote(all, facts))]
    + focused.map { .table($0.table(facts)) } + others.map { .detailTable($0.table(facts)) }
}

/// How the columns of Table 1 are made.
private func characteristicsNote(_ tables: [Characteristics], _ facts: ReportFacts) -> Prose {
  let definitions = tables.flatMap { $0.definitions(facts) }.distinct()
  var note: Prose =
    "Each column counts people of the interval: n, and % of those of the column, or the median with the lower and the upper quartile."
  for definition in definitions { note = note + " \(name: definition)." }
  return note
}

extension Characteristics {
  /// What makes long-term and overlapping users, in words.
  func definitions(_ facts: ReportFacts) -> [String] {
    columns.compactMap { column in
      guard let line = column.lines.first else { return nil }
      switch column.people {
      case .everyone, .users, .newUsers: return nil
      case .longTermUsers: return "\(column.title): \(facts.label(line).words)"
      case .overlappingUsers: return "\(column.title): \(Words.drug(column.drug)), \(facts.label(line).words)"
      }
    }
  }

  /// The table for reading.
  func table(_ facts: ReportFacts) -> DataTable {
    let who = columns.map(\.title).first ?? ""
    let users = drug.isEmpty ? "" : " and users of \(Words.drug(drug))"
    return DataTable(
      id: facts.id("table-1", drug), caption: "\(who)\(users), \(Words.period(period))",
      columns: [.init("Characteristic", isNumber: false)] + columns.map { .init($0.title) },
      rows: rows.map { row in [.label(label(row))] + row.cells.map { $0?.dataCell ?? .none } })
  }

  private func label(_ row: Row) -> String {
    if row.variable.isEmpty { return "n" }
    let heading = Self.heading(row.variable, of: row.level)
    return row.level == allLevel
      ? "\(heading), median (quartiles)" : "\(heading): \(Words.level(row.level, of: row.variable))"
  }

  /// A variable, or a quantity of which there are quartiles, at the beginning of a heading.
  static func heading(_ row: String, of level: String) -> String {
    guard level == allLevel, let quantity = SummaryQuantity(rawValue: row) else { return Words.variable(row) }
    return switch quantity {
    case .age: "Age, years"
    case .fills: "Fills"
    case .daysCovered: "Days covered"
    case .daysSupplied: "Days supplied"
    }
  }
}

extension Characteristics.Cell {
  fileprivate var dataCell: DataTable.Cell {
    switch self {
    case .share(let figure): .share(figure)
    case .all(let figure): .numerator(figure)
    case .quartiles(let figures): .quartiles(figures)
    }
  }
}

// MARK: As statistics

/// A line of tables/characteristics.csv and of its sheet: one statistic of a row of Table 1, a number a column.
struct CharacteristicsLine {
  /// A number; nil where it is kept back, or can't be computed.
  struct Number {
    var value: Double?
    var isSuppressed: Bool
    /// The decimals with which it is read.
    var decimals: Int
  }

  var drug: String
  var period: DaySpan
  var variable: String
  var level: String
  /// `n`, `percent`, `p25`, `median` or `p75`.
  var statistic: String
  /// By the people of the column; none where results.csv has no such row.
  var numbers: [Characteristics.People: Number]

  /// The lines of every drug in every interval.
  static func all(_ facts: ReportFacts) -> [CharacteristicsLine] {
    Characteristics.drugs(facts).flatMap { drug in
      facts.figures.intervals.compactMap { Characteristics(drug, $0, facts) }.flatMap { $0.lines }
    }
  }
}

extension Characteristics {
  /// Its lines, statistic by statistic.
  fileprivate var lines: [CharacteristicsLine] {
    rows.flatMap { row -> [CharacteristicsLine] in
      let cells = zip(columns.map(\.people), row.cells.map { $0?.statistics ?? [] })
      let names = cells.map { $0.1.map(\.name) }.max { $0.count < $1.count } ?? []
      return names.map { name in
        let numbers = cells.compactMap { people, statistics in
          statistics.first { $0.name == name }.map { (people, $0.number) }
        }
        return CharacteristicsLine(
          drug: drug, period: period, variable: row.variable, level: row.level, statistic: name,
          numbers: Dictionary(numbers, uniquingKeysWith: { first, _ in first }))
      }
    }
  }
}

extension Characteristics.Cell {
  fileprivate var statistics: [(name: String, number: CharacteristicsLine.Number)] {
    func count(_ figure: Figure) -> CharacteristicsLine.Number {
      .init(value: figure.numerator?.value, isSuppressed: figure.numerator == nil, decimals: 0)
    }
    func estimate(_ figure: Figure) -> CharacteristicsLine.Number {
      .init(
        value: figure.estimate, isSuppressed: figure.status == .suppressed, decimals: figure.decimals)
    }
    return switch self {
    case .all(let figure): [("n", count(figure))]
    case .share(let figure): [("n", count(figure)), ("percent", estimate(figure))]
    case .quartiles(let figures): zip(Quartile.allCases, figures.map(estimate)).map { ($0.rawValue, $1) }
    }
  }
}
