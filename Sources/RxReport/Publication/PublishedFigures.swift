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
package struct PublishedFigures: Sendable {
  private struct Place: Hashable {
    var line: FigureLine
    var period: DaySpan
    var levels: [String]
  }

  /// The lines, in the order of results.csv.
  package let lines: [FigureLine]
  /// The study's intervals that have figures, in order.
  package let intervals: [DaySpan]
  /// The groups, in the order of the study: everyone first.
  package let groups: [[String]]
  private let figures: [Place: Figure]

  /// The figures of `publication`.
  package init(_ publication: Publication) {
    let all = publication.figures
    lines = all.map(\.line).distinct()
    let trends = Set(TableKind.comparisons.measures.filter { $0.hasPrefix("trend_") })
    intervals = all.lazy.filter { !trends.contains($0.measure) }.map(\.period).distinct().sorted {
      ($0.start, $0.end) < ($1.start, $1.end)
    }
    let order = GroupOrder(publication)
    groups = all.map(\.levels).distinct().map { (order.key(of: $0), $0) }
      .sorted { $0.0.lexicographicallyPrecedes($1.0) }.map(\.1)
    figures = Dictionary(
      all.map { (Place(line: $0.line, period: $0.period, levels: $0.levels), $0) },
      uniquingKeysWith: { first, _ in first })
  }

  /// The figure of a line in a period of a group; nil where there is no such row.
  package func figure(_ line: FigureLine, _ period: DaySpan, _ levels: [String]) -> Figure? {
    figures[Place(line: line, period: period, levels: levels)]
  }
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
