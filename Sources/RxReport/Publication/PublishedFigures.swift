import RxModel
import RxRelease

/// What rows of results.csv are about, apart from period and group.
package struct FigureLine: Hashable, Sendable {
  package var measure: String
  package var definition: String
  package var drug: String
  package var denominatorUnit: String
  package var estimateUnit: String
}

extension Figure {
  /// What it is about, apart from period and group.
  package var line: FigureLine {
    FigureLine(
      measure: measure, definition: definition, drug: drug, denominatorUnit: denominatorUnit,
      estimateUnit: estimateUnit)
  }
}

/// The figures of a publication by line, period and group, each in the order of the study.
struct PublishedFigures: Sendable {
  private struct Place: Hashable {
    var line: Int
    var period: Int
    var group: Int
  }

  /// The study's intervals that have figures, in order.
  let intervals: [DaySpan]
  /// The groups, in the order of the study: everyone first.
  let groups: [[String]]
  private let all: [Figure]
  private let numberedLines: Numbering<FigureLine>
  private let numberedPeriods: Numbering<DaySpan>
  private let numberedGroups: Numbering<[String]>
  /// The places in `all`.
  private let figures: [Place: Int]
  /// The numbers of each line's periods, in the order of results.csv.
  private let periodsOfLines: [[Int]]

  /// The figures of `publication`.
  /// - Complexity: O(figures), and a sort of the groups.
  init(_ publication: Publication) {
    all = publication.figures
    var (lines, periods, groups) = (Numbering<FigureLine>(), Numbering<DaySpan>(), Numbering<[String]>())
    var figures: [Place: Int] = [:]
    figures.reserveCapacity(all.count)
    var periodsOfLines: [Numbering<Int>] = []
    for (number, figure) in all.enumerated() {
      let place = Place(
        line: lines.number(figure.line), period: periods.number(figure.period),
        group: groups.number(figure.levels))
      if place.line == periodsOfLines.count { periodsOfLines.append(Numbering()) }
      _ = periodsOfLines[place.line].number(place.period)
      if figures[place] == nil { figures[place] = number }
    }
    self.figures = figures
    self.periodsOfLines = periodsOfLines.map(\.elements)
    (numberedLines, numberedPeriods, numberedGroups) = (lines, periods, groups)
    let trends = Set(TableKind.comparisons.measures.filter { $0.hasPrefix("trend_") })
    let own = zip(lines.elements, self.periodsOfLines).filter { !trends.contains($0.0.measure) }.flatMap(\.1)
    intervals = Set(own).map { periods.elements[$0] }.sorted { ($0.start, $0.end) < ($1.start, $1.end) }
    let order = GroupOrder(publication)
    self.groups = groups.elements.map { (order.key(of: $0), $0) }
      .sorted { $0.0.lexicographicallyPrecedes($1.0) }.map(\.1)
  }

  /// The lines, in the order of results.csv.
  var lines: [FigureLine] { numberedLines.elements }

  /// The figure of a line in a period of a group; nil where there is no such row.
  func figure(_ line: FigureLine, _ period: DaySpan, _ levels: [String]) -> Figure? {
    guard let line = numberedLines[line], let period = numberedPeriods[period],
      let group = numberedGroups[levels]
    else { return nil }
    return figures[Place(line: line, period: period, group: group)].map { all[$0] }
  }

  /// The periods in which a line has figures, in the order of results.csv.
  func periods(_ line: FigureLine) -> [DaySpan] {
    numberedLines[line].map { periodsOfLines[$0].map { numberedPeriods.elements[$0] } } ?? []
  }
}

/// Elements by the order in which they came first.
private struct Numbering<Element: Hashable & Sendable>: Sendable {
  private(set) var elements: [Element] = []
  private var numbers: [Element: Int] = [:]
  private var last: Int?

  /// The number of an element, the next where it has none.
  mutating func number(_ element: Element) -> Int {
    // Rows of one kind stand together.
    if let last, elements[last] == element { return last }
    let number = numbers[element] ?? elements.count
    if number == elements.count {
      elements.append(element)
      numbers[element] = number
    }
    last = number
    return number
  }

  /// The number of an element; nil where it has none.
  subscript(_ element: Element) -> Int? { numbers[element] }
}

/// The order of groups: by grouping as the study has them, then by level.
private struct GroupOrder {
  private let variables: [String]
  private let groupings: [[String]]
  private let levels: [[String: Int]]

  init(_ publication: Publication) {
    variables = publication.variables
    groupings = publication.record.groupings
    let byName = Dictionary(
      publication.record.variables.map { ($0.name, $0.levels) }, uniquingKeysWith: { first, _ in first })
    levels = publication.variables.map { name in
      Dictionary(
        (byName[name] ?? []).enumerated().map { ($1, $0 + 1) }, uniquingKeysWith: { first, _ in first })
    }
  }

  func key(of group: [String]) -> [Int] {
    let own = Set(zip(variables, group).filter { $0.1 != allLevel }.map(\.0))
    let grouping = own.isEmpty ? -1 : groupings.firstIndex { Set($0) == own } ?? groupings.count
    return [grouping]
      + zip(levels, group).map { levels, level in
        level == allLevel ? 0 : levels[level] ?? levels.count + 1
      }
  }
}
