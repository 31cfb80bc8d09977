import RxCounts
import RxModel

extension OverlapSpec: MeasuredSpec {
  func measure(_ builder: inout MeasureBuilder) throws(RxFault) -> any MeasureFigures {
    Overlap(
      try builder.pairs(pairs), rules: rules, persons: builder.persons,
      hasSupply: builder.study.prescriptions.supply != .none, &builder.registry)
  }
}

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
    /// Persons with such days, where they are asked for.
    let overlapping: Int?
    /// Their places among all thresholds.
    let thresholds: Range<Int>
  }

  /// For each pair and k three figures of persons; then for each pair two of days.
  let figures: [FigureDefinition]
  private let pairs: [Pair]
  /// The rules, and the persons who meet each.
  private let thresholds: [(rule: OverlapRule, persons: Int)]

  init(
    _ drugs: [(first: MeasuredDrug, second: MeasuredDrug)], rules: [OverlapRule], persons: String,
    hasSupply: Bool, _ registry: inout CounterRegistry
  ) {
    var thresholds: [(rule: OverlapRule, persons: Int)] = []
    pairs = drugs.map { pair in
      let first = thresholds.count
      let keys = [pair.first.key, pair.second.key]
      let both = keys.map { ExposureQuantity.exposed.of($0) }
      let exposed = both.map { registry.persons($0) }
      let days = zip(keys, exposed).map { registry.days(ExposureQuantity.coveredDays.of($0), of: $1) }
      let overlapping = registry.contributors(OverlapQuantity.persons(.days(1)).of(keys), within: both)
      let overlapDays = registry.days(
        OverlapQuantity.days.of(keys), of: overlapping,
        atMost: keys.map { ExposureQuantity.coveredDays.of($0) })
      thresholds += rules.map { rule in
        let wider = rules.filter { $0 != rule && rule.isWithin($0) }
        let users = rule == .sameMonth ? keys.map { ExposureQuantity.users.of($0) } : both
        let persons = registry.persons(
          OverlapQuantity.persons(rule).of(keys),
          within: wider.map { OverlapQuantity.persons($0).of(keys) } + users)
        return (rule, persons)
      }
      let steps = rules.compactMap { rule -> (threshold: Double, persons: CounterMeaning)? in
        guard case .days(let least) = rule else { return nil }
        return (Double(least), OverlapQuantity.persons(rule).of(keys))
      }
      registry.relate(
        OverlapQuantity.days.of(keys), steps: steps.sorted { $0.threshold < $1.threshold }, daysOf: both)
      return Pair(
        first: pair.first.drugSet, second: pair.second.drugSet, exposedToFirst: exposed[0],
        exposedToSecond: exposed[1], daysOfFirst: days[0], daysOfSecond: days[1],
        overlapDays: overlapDays, overlapping: overlapping, thresholds: first..<thresholds.count)
    }
    self.thresholds = thresholds
    let named = Array(zip(pairs, drugs))
    figures =
      named.flatMap { pair, drugs in
        Self.ofPersons(pair, thresholds[pair.thresholds], drugs, persons: persons, hasSupply: hasSupply)
      }
      // Without days' supply no day is known to be covered but that of a fill.
      + (hasSupply ? named.flatMap { pair, drugs in Self.ofDays(pair, drugs) } : [])
  }

  private static func ofPersons(
    _ pair: Pair, _ thresholds: ArraySlice<(rule: OverlapRule, persons: Int)>,
    _ drugs: (first: MeasuredDrug, second: MeasuredDrug), persons: String, hasSupply: Bool
  ) -> [FigureDefinition] {
    thresholds.flatMap { rule, numerator in
      let denominators: [(FigureDefinition.Denominator, String, FigureDefinition.Estimate)] = [
        (.persons, persons, .per1000Persons),
        (.count(pair.exposedToFirst), "exposed:\(drugs.first.name)", .percent),
        (.count(pair.exposedToSecond), "exposed:\(drugs.second.name)", .percent),
      ]
      return denominators.prefix(hasSupply ? 3 : 1).map { denominator, unit, estimate in
        FigureDefinition(
          measure: "overlap", definition: rule.text, drug: "\(drugs.first.name)+\(drugs.second.name)",
          numerator: numerator, denominator: denominator, denominatorUnit: unit, estimate: estimate,
          limits: .wilson)
      }
    }
  }

  private static func ofDays(
    _ pair: Pair, _ drugs: (first: MeasuredDrug, second: MeasuredDrug)
  ) -> [FigureDefinition] {
    [(pair.daysOfFirst, drugs.first), (pair.daysOfSecond, drugs.second)].map { days, drug in
      FigureDefinition(
        measure: "overlap_days", drug: "\(drugs.first.name)+\(drugs.second.name)",
        numerator: pair.overlapDays,
        denominator: .count(days), denominatorUnit: "days:\(drug.name)", estimate: .percent, limits: .none)
    }
  }

  func count(_ person: inout PersonHistory, into cells: inout CellCounter) {
    for pair in pairs {
      countExposure(person, pair.first, &cells, exposed: pair.exposedToFirst, days: pair.daysOfFirst)
      countExposure(person, pair.second, &cells, exposed: pair.exposedToSecond, days: pair.daysOfSecond)
      addOverlap(&person, pair.first, pair.second)
      for interval in person.intervals where person.totals[interval] > 0 {
        let days = person.totals[interval]
        cells.add(days, to: pair.overlapDays, in: interval)
        if let overlapping = pair.overlapping { cells.add(1, to: overlapping, in: interval) }
        for place in pair.thresholds {
          guard case .days(let least) = thresholds[place].rule, days >= least else { continue }
          cells.add(1, to: thresholds[place].persons, in: interval)
        }
        person.totals[interval] = 0
      }
      for place in pair.thresholds where thresholds[place].rule == .sameMonth {
        countSameMonth(person, pair, &cells, persons: thresholds[place].persons)
      }
    }
  }

  /// Counts the intervals that hold fills of both in one calendar month.
  private func countSameMonth(_ person: PersonHistory, _ pair: Pair, _ cells: inout CellCounter, persons: Int)
  {
    for interval in person.intervals
    where person.fillCount(pair.first, in: interval) > 0 && person.fillCount(pair.second, in: interval) > 0 {
      let ofFirst = months(person, pair.first, interval)
      if !ofFirst.isDisjoint(with: months(person, pair.second, interval)) {
        cells.add(1, to: persons, in: interval)
      }
    }
  }

  /// The calendar months of the drug set's fills on observed days of the interval.
  private func months(_ person: PersonHistory, _ drugSet: Int, _ interval: Int) -> Set<Int> {
    var months: Set<Int> = []
    for place in person.fillRange(drugSet) {
      let day = person.fills[place].day
      guard person.plan.index.interval(of: day) == interval, person.isObserved(day) else { continue }
      months.insert(day.civil.year * 12 + day.civil.month)
    }
    return months
  }

  private func countExposure(
    _ person: PersonHistory, _ drugSet: Int, _ cells: inout CellCounter, exposed: Int, days: Int
  ) {
    for interval in person.intervals where person.coveredDays(drugSet, in: interval) > 0 {
      cells.add(1, to: exposed, in: interval)
      cells.add(person.coveredDays(drugSet, in: interval), to: days, in: interval)
    }
  }

  /// Adds the observed days that both drug sets cover to the history's `totals`.
  private func addOverlap(_ person: inout PersonHistory, _ first: Int, _ second: Int) {
    let (a, b) = (person.observedCoverageRange(first), person.observedCoverageRange(second))
    var (i, j) = (a.lowerBound, b.lowerBound)
    while i < a.upperBound, j < b.upperBound {
      let (one, other) = (person.observedCoverage[i], person.observedCoverage[j])
      if let both = one.intersection(other) { person.addDays(of: both) }
      if one.end < other.end { i += 1 } else { j += 1 }
    }
  }
}
