import RxModel

/// Days covered by two drugs at once: persons with at least k of them, and the days themselves.
final class Overlap: Measure {
  private struct Pair: Sendable {
    let first: Int
    let second: Int
    let exposedToFirst: Int
    let exposedToSecond: Int
    let daysOfFirst: Int
    let daysOfSecond: Int
    let overlapDays: Int
    /// k, and the persons with at least k overlap days.
    let thresholds: [(days: Int, persons: Int)]
  }

  /// For each pair and k three lines of persons; then for each pair two of days.
  let lines: [ResultLine]
  private let pairs: [Pair]

  init(
    _ drugs: [(first: MeasuredDrug, second: MeasuredDrug)], days: [Int], persons: String,
    _ layout: inout CounterLayout
  ) {
    pairs = drugs.map { pair in
      Pair(
        first: pair.first.group, second: pair.second.group, exposedToFirst: layout.add(),
        exposedToSecond: layout.add(), daysOfFirst: layout.add(), daysOfSecond: layout.add(),
        overlapDays: layout.add(), thresholds: days.map { ($0, layout.add()) })
    }
    let named = Array(zip(pairs, drugs))
    lines =
      named.flatMap { pair, drugs in Self.personLines(pair, drugs, persons: persons) }
      + named.flatMap { pair, drugs in Self.dayLines(pair, drugs) }
  }

  private static func personLines(
    _ pair: Pair, _ drugs: (first: MeasuredDrug, second: MeasuredDrug), persons: String
  ) -> [ResultLine] {
    pair.thresholds.flatMap { days, numerator in
      let denominators: [(ResultLine.Denominator, String, ResultLine.Estimate)] = [
        (.persons, persons, .per1000Persons),
        (.count(pair.exposedToFirst), "exposed:\(drugs.first.name)", .percent),
        (.count(pair.exposedToSecond), "exposed:\(drugs.second.name)", .percent),
      ]
      return denominators.map { denominator, unit, estimate in
        ResultLine(
          measure: "overlap", definition: "days>=\(days)", drug: "\(drugs.first.name)+\(drugs.second.name)",
          numerator: numerator, denominator: denominator, denominatorUnit: unit, estimate: estimate,
          limits: .wilson)
      }
    }
  }

  private static func dayLines(
    _ pair: Pair, _ drugs: (first: MeasuredDrug, second: MeasuredDrug)
  ) -> [ResultLine] {
    [(pair.daysOfFirst, drugs.first), (pair.daysOfSecond, drugs.second)].map { days, drug in
      ResultLine(
        measure: "overlap_days", drug: "\(drugs.first.name)+\(drugs.second.name)",
        numerator: pair.overlapDays,
        denominator: .count(days), denominatorUnit: "days:\(drug.name)", estimate: .percent, limits: .none)
    }
  }

  func count(_ person: inout PersonHistory, into cells: inout CellCounter) {
    for pair in pairs {
      countExposure(&person, pair.first, &cells, exposed: pair.exposedToFirst, days: pair.daysOfFirst)
      countExposure(&person, pair.second, &cells, exposed: pair.exposedToSecond, days: pair.daysOfSecond)
      guard !person.groups[pair.first].observedCoverage.isEmpty,
        !person.groups[pair.second].observedCoverage.isEmpty
      else { continue }
      intersect(
        person.groups[pair.first].observedCoverage, person.groups[pair.second].observedCoverage,
        into: &person.spans)
      for span in person.spans { person.addDays(of: span) }
      for interval in person.totals.indices where person.totals[interval] > 0 {
        let days = person.totals[interval]
        cells.add(days, to: pair.overlapDays, in: interval)
        for threshold in pair.thresholds where days >= threshold.days {
          cells.add(1, to: threshold.persons, in: interval)
        }
        person.totals[interval] = 0
      }
    }
  }

  private func countExposure(
    _ person: inout PersonHistory, _ group: Int, _ cells: inout CellCounter, exposed: Int, days: Int
  ) {
    guard !person.groups[group].observedCoverage.isEmpty else { return }
    for span in person.groups[group].observedCoverage { person.addDays(of: span) }
    for interval in person.totals.indices where person.totals[interval] > 0 {
      cells.add(1, to: exposed, in: interval)
      cells.add(person.totals[interval], to: days, in: interval)
      person.totals[interval] = 0
    }
  }
}
