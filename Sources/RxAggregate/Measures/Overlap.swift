import RxModel

/// Days covered by two drugs at once: persons with at least k of them, and the days themselves.
struct Overlap: Measure {
  private struct Pair: Sendable {
    let first: MeasuredDrug
    let second: MeasuredDrug
    let exposedToFirst: Int
    let exposedToSecond: Int
    let daysOfFirst: Int
    let daysOfSecond: Int
    let overlapDays: Int
    /// k, and the persons with at least k overlap days.
    let thresholds: [(days: Int, persons: Int)]
    var drug: String { "\(first.name)+\(second.name)" }
  }

  private let pairs: [Pair]
  private let persons: String

  init(
    _ pairs: [(first: MeasuredDrug, second: MeasuredDrug)], days: [Int], persons: String, _ layout: inout CounterLayout
  ) {
    self.persons = persons
    self.pairs = pairs.map { pair in
      Pair(
        first: pair.first, second: pair.second, exposedToFirst: layout.add(), exposedToSecond: layout.add(),
        daysOfFirst: layout.add(), daysOfSecond: layout.add(), overlapDays: layout.add(),
        thresholds: days.map { ($0, layout.add()) })
    }
  }

  var lines: [ResultLine] {
    pairs.flatMap(personLines) + pairs.flatMap(dayLines)
  }

  private func personLines(_ pair: Pair) -> [ResultLine] {
    pair.thresholds.flatMap { days, numerator in
      let denominators: [(ResultLine.Denominator, String, ResultLine.Estimate)] = [
        (.persons, persons, .per1000Persons),
        (.count(pair.exposedToFirst), "exposed:\(pair.first.name)", .percent),
        (.count(pair.exposedToSecond), "exposed:\(pair.second.name)", .percent),
      ]
      return denominators.map { denominator, unit, estimate in
        ResultLine(
          measure: "overlap", definition: "days>=\(days)", drug: pair.drug, numerator: numerator,
          denominator: denominator, denominatorUnit: unit, estimate: estimate, limits: .wilson)
      }
    }
  }

  private func dayLines(_ pair: Pair) -> [ResultLine] {
    [(pair.daysOfFirst, pair.first), (pair.daysOfSecond, pair.second)].map { days, drug in
      ResultLine(
        measure: "overlap_days", drug: pair.drug, numerator: pair.overlapDays, denominator: .count(days),
        denominatorUnit: "days:\(drug.name)", estimate: .percent, limits: .none)
    }
  }

  func count(_ person: PersonHistory, into cells: CellCounter) {
    let index = person.plan.index
    for pair in pairs {
      let first = person.groups[pair.first.group].observedCoverage
      let second = person.groups[pair.second.group].observedCoverage
      countExposure(first, person, cells, exposed: pair.exposedToFirst, days: pair.daysOfFirst)
      countExposure(second, person, cells, exposed: pair.exposedToSecond, days: pair.daysOfSecond)
      guard !first.isEmpty, !second.isEmpty else { continue }
      intersect(first, second, into: &person.spans)
      index.addDays(of: person.spans, to: &person.totals)
      for interval in 0..<index.count where person.totals[interval] > 0 {
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
    _ coverage: [DaySpan], _ person: PersonHistory, _ cells: CellCounter, exposed: Int, days: Int
  ) {
    guard !coverage.isEmpty else { return }
    let index = person.plan.index
    index.addDays(of: coverage, to: &person.totals)
    for interval in 0..<index.count where person.totals[interval] > 0 {
      cells.add(1, to: exposed, in: interval)
      cells.add(person.totals[interval], to: days, in: interval)
      person.totals[interval] = 0
    }
  }
}
