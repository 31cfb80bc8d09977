import RxModel
import RxRelease
import RxText

/// Table 1: the persons of an interval beside the users of one drug, kind by kind: how many have each level, and the
/// quartiles of what they have. Shares are of published counts alone, and none is of one that is kept back.
struct Characteristics {
  /// The people of a column.
  enum People: String, CaseIterable {
    case everyone
    case users
    case newUsers = "new_users"
    case longTermUsers = "long_term_users"
    case overlappingUsers = "overlapping_users"
  }

  /// What stands in a cell.
  enum Cell {
    /// The people of a level over all of the column.
    case share(Figure)
    /// All people of the column, as numerator and denominator.
    case all(Figure)
    /// The lower quartile, the median and the upper quartile.
    case quartiles([Figure])
  }

  /// A row.
  struct Row {
    /// The variable, or the quantity of quartiles; empty for all people.
    var variable: String
    /// The level; `all` where the row does not split.
    var level: String
    /// A cell a column; nil where there is no such row in results.csv.
    var cells: [Cell?]
  }

  /// The drug; empty where no drug is measured.
  let drug: String
  let period: DaySpan
  let columns: [PeopleCount]
  let rows: [Row]

  /// The table of a drug's users; nil where the persons of no level are known.
  init?(_ drug: String, _ period: DaySpan, _ facts: ReportFacts) {
    let columns = People.allCases.compactMap { PeopleCount($0, drug, facts) }
      .filter { $0.all(period, facts) != nil }
    guard columns.first?.people == .everyone else { return nil }
    func row(_ variable: String, _ level: String, _ cell: (PeopleCount) -> Cell?) -> Row {
      Row(variable: variable, level: level, cells: columns.map(cell))
    }
    let levels = facts.singleGroups.flatMap { variable, groups in
      groups.map { group in
        row(variable, group.first { $0 != allLevel } ?? allLevel) {
          $0.share(group, period, facts).map { .share($0) }
        }
      }
    }.filter { row in row.cells.contains { $0 != nil } }
    guard !levels.isEmpty else { return nil }
    let quantities = SummaryQuantity.allCases.map { quantity in
      row(quantity.rawValue, allLevel) { $0.quartiles(quantity, period, facts).map { .quartiles($0) } }
    }.filter { row in row.cells.contains { $0 != nil } }
    var known: [Row] = []
    if !levels.contains(where: { $0.variable == "age" && $0.level == unknownLevel }) {
      known = [row("age", Self.knownLevel) { $0.known(.age, period, facts).map { .share($0) } }]
        .filter { row in row.cells.contains { $0?.isPart ?? false } }
    }
    self.drug = drug
    self.period = period
    self.columns = columns
    rows =
      [row("", allLevel) { $0.all(period, facts).map { .all($0) } }]
      + quantities.filter { $0.variable == "age" } + known + levels
      + quantities.filter { $0.variable != "age" }
  }

  /// The level of those of whom a quantity is known.
  static let knownLevel = "known"

  /// The drugs of which there is such a table, in the order of results.csv; an empty one where no drug is measured.
  static func drugs(_ facts: ReportFacts) -> [String] {
    let drugs = facts.figures.lines.filter { PeopleCount.measures.contains($0.measure) && !$0.drug.isEmpty }
      .map(\.drug).distinct()
    return drugs.isEmpty ? [""] : drugs
  }
}

extension Characteristics.Cell {
  /// The figures of it.
  var figures: [Figure] {
    switch self {
    case .share(let figure), .all(let figure): [figure]
    case .quartiles(let figures): figures
    }
  }

  /// True for a share that is not known to be of all.
  fileprivate var isPart: Bool {
    guard case .share(let figure) = self, let part = figure.numerator?.value else { return true }
    return part != figure.denominator?.value
  }
}

/// A column of Table 1: where the counts of its people stand in results.csv.
struct PeopleCount {
  /// The side of a figure that counts them.
  private enum Side {
    case numerator
    case denominator
  }

  /// The measures that count users of one drug.
  static let measures: Set = [
    "prevalence", "incidence_proportion", "persistence", "alternatives", "long_term_use", "summary",
  ]

  let people: Characteristics.People
  /// The drug, or the pair of an overlap; empty for everyone.
  let drug: String
  /// The lines that have them; each group is in one of them.
  let lines: [FigureLine]
  private let side: Side
  private let summaries: [FigureLine]

  /// The column of `people`; nil where the study doesn't count them.
  init?(_ people: Characteristics.People, _ drug: String, _ facts: ReportFacts) {
    func lines(_ measure: String, of unit: String? = nil) -> [FigureLine] {
      facts.lines(measure).filter { $0.drug == drug && (unit == nil || $0.denominatorUnit == unit) }
    }
    let summaries = facts.lines("summary").filter { line in
      switch people {
      case .everyone: line.drug.isEmpty
      case .users, .newUsers: line.drug == drug && line.denominatorUnit == people.rawValue
      case .longTermUsers, .overlappingUsers: false
      }
    }
    // Every person has fills or none: this quantity is known of all.
    let counted = summaries.filter { $0.definition == "fills/median" }
    let sources: [([FigureLine], Side)] =
      switch people {
      case .everyone:
        [
          (Array(facts.lines("cohort").prefix(1)), .numerator),
          (Array(facts.lines("prevalence").prefix(1)), .denominator),
        ]
      case .users: [(lines("prevalence"), .numerator), (counted, .denominator)]
      case .newUsers:
        // What tells the quartiles tells the number, so that both are of the same washout.
        [
          (counted, .denominator), (lines("incidence_proportion"), .numerator),
          (Array(lines("persistence", of: people.rawValue).prefix(1)), .denominator),
          (Array(lines("alternatives", of: people.rawValue).prefix(1)), .denominator),
        ]
      case .longTermUsers: [(Self.first(lines("long_term_use")), .numerator)]
      case .overlappingUsers:
        [
          (
            Self.first(
              facts.lines("overlap").filter { $0.drug.split(separator: "+").contains { $0 == drug } }),
            .numerator
          )
        ]
      }
    guard let source = sources.first(where: { !$0.0.isEmpty }) else { return nil }
    self.people = people
    self.drug = people == .everyone ? "" : source.0.first?.drug ?? drug
    (self.lines, side) = source
    self.summaries = summaries
  }

  /// The lines of the first drug and definition that are of all persons, not of users or those exposed.
  private static func first(_ lines: [FigureLine]) -> [FigureLine] {
    lines.filter { line in
      line.drug == lines[0].drug && line.definition == lines[0].definition && line.estimateUnit != "percent"
    }
  }

  /// The column's head.
  var title: String {
    switch people {
    case .everyone: "All \(lines.first.map { Words.denominatorUnit($0.denominatorUnit) } ?? "persons")"
    case .users: "Users"
    case .newUsers: "New users"
    case .longTermUsers: "Long-term users"
    case .overlappingUsers: "Overlapping users"
    }
  }

  /// All people of the column, over themselves; nil where results.csv has none.
  func all(_ period: DaySpan, _ facts: ReportFacts) -> Figure? {
    // The persons of each level are told beside those of all.
    let groups =
      side == .numerator && people == .everyone ? facts.singleGroups.flatMap(\.groups) : [facts.everyone]
    let counts = groups.compactMap { figure($0, period, facts).map(whole) }
    guard let all = counts.first(where: { $0.count != nil }) ?? counts.first else { return nil }
    return Self.share(all, of: all, period, facts.everyone, people)
  }

  /// The people of a group over all of the column; nil where results.csv has no such row.
  func share(_ group: [String], _ period: DaySpan, _ facts: ReportFacts) -> Figure? {
    guard let own = figure(group, period, facts) else { return nil }
    let all =
      people == .everyone && side == .numerator
      ? whole(own) : figure(facts.everyone, period, facts).map(whole) ?? Count(nil, .open)
    let part = side == .numerator ? Count(numeratorOf: own) : Count(denominatorOf: own)
    return Self.share(part, of: all, period, group, people)
  }

  /// The quartiles of a quantity; nil where results.csv has none.
  func quartiles(_ quantity: SummaryQuantity, _ period: DaySpan, _ facts: ReportFacts) -> [Figure]? {
    let figures = Quartile.allCases.compactMap { quartile in
      summaries.first { $0.definition == "\(quantity.rawValue)/\(quartile.rawValue)" }
        .flatMap { facts.figures.figure($0, period, facts.everyone) }
    }
    return figures.count == Quartile.allCases.count ? figures : nil
  }

  /// Those of whom a quantity is known over all of the column; nil where results.csv does not tell.
  func known(_ quantity: SummaryQuantity, _ period: DaySpan, _ facts: ReportFacts) -> Figure? {
    guard let median = quartiles(quantity, period, facts)?[1], let all = all(period, facts) else {
      return nil
    }
    return Self.share(
      Count(denominatorOf: median), of: Count(numeratorOf: all), period, facts.everyone, people)
  }

  private func figure(_ group: [String], _ period: DaySpan, _ facts: ReportFacts) -> Figure? {
    lines.lazy.compactMap { facts.figures.figure($0, period, group) }.first
  }

  /// The people of a figure among whom those of its group are: of everyone, the denominator.
  private func whole(_ figure: Figure) -> Count {
    side == .numerator && people != .everyone ? Count(numeratorOf: figure) : Count(denominatorOf: figure)
  }

  /// A count, or what is known of one that is kept back.
  private struct Count {
    var count: Int?
    var ends: FigureRange.Ends

    init(_ count: Int?, _ ends: FigureRange.Ends) { (self.count, self.ends) = (count, ends) }

    init(numeratorOf figure: Figure) {
      self.init(figure.numerator.map { Int($0.value) }, figure.range?.numerator ?? .open)
    }

    init(denominatorOf figure: Figure) {
      self.init(figure.denominator.map { Int($0.value) }, figure.range?.denominator ?? .open)
    }
  }

  /// The share as results.csv would have it, where it had such a row.
  private static func share(
    _ part: Count, of all: Count, _ period: DaySpan, _ group: [String], _ people: Characteristics.People
  ) -> Figure {
    let isShown = part.count != nil && all.count != nil
    let estimate = part.count.flatMap { part in
      all.count.flatMap { all in all > 0 ? Double(fixed(100 * Double(part) / Double(all), decimals: 4)) : nil
      }
    }
    return Figure(
      measure: "characteristics", definition: "", drug: "", period: period, levels: group,
      numerator: part.count.map { .count($0) }, denominator: all.count.map { .count($0) },
      denominatorUnit: people.rawValue, estimate: estimate, estimateUnit: "percent", limits: nil,
      status: isShown ? .ok : .suppressed,
      range: isShown ? nil : FigureRange(numerator: part.ends, denominator: all.ends, estimate: .open))
  }
}
