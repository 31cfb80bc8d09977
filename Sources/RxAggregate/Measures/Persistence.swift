import RxModel

/// How long new users stay: Kaplan-Meier shares at given days, and the median.
///
/// The era that holds the first new use t0 of an interval ends with its last covered day e; c is the last day of the
/// observed run of t0. Discontinued where e + gap < c, after e - t0 + 1 days; else censored after c - t0 + 1.
final class Persistence: Measure {
  let lines: [ResultLine]
  private let series: [(group: Int, series: Int, newUsers: Int, discontinued: Int)]
  private let spec: PersistenceSpec

  init(_ spec: PersistenceSpec, _ drugs: [MeasuredDrug], _ layout: inout CounterLayout) {
    self.spec = spec
    let series = drugs.map { ($0.group, layout.addSeries(), layout.add(), layout.add()) }
    self.series = series
    lines = zip(drugs, series).flatMap { drug, own -> [ResultLine] in
      let at = spec.at.map { day in
        ResultLine(
          measure: "persistence", definition: "at=\(day)/gap\(spec.gapDays)", drug: drug.name,
          numerator: .count(own.3),
          denominator: .count(own.2), denominatorUnit: "new_users", estimate: .percent, limits: .none,
          derivation: .survival(series: own.1, day: day))
      }
      return at + [
        ResultLine(
          measure: "persistence_median", definition: "gap\(spec.gapDays)", drug: drug.name,
          numerator: .count(own.3),
          denominator: .count(own.2), denominatorUnit: "new_users", estimate: .days, limits: .none,
          derivation: .median(series: own.1))
      ]
    }
  }

  func count(_ person: inout PersonHistory, into cells: inout CellCounter) {
    for (group, series, newUsers, discontinued) in series {
      person.forEachNewUser(of: group, washoutDays: spec.washoutDays) { person, interval, start in
        var end = start
        person.forEachEra(of: group, gapDays: spec.gapDays) { era in if era.contains(start) { end = era.end }
        }
        let last = person.observed.first { $0.contains(start) }?.end ?? start
        let isEvent = end + spec.gapDays < last
        cells.add(1, to: newUsers, in: interval)
        cells.add(isEvent ? 1 : 0, to: discontinued, in: interval)
        cells.add(time: (isEvent ? end : last) - start + 1, isEvent: isEvent, to: series, in: interval)
      }
    }
  }
}
