import RxModel

/// New-use events over person-years at risk; see `NewUse.swift` for both.
final class Incidence: Measure {
  /// Each drug's lines.
  let lines: [ResultLine]
  let countsEveryone = true
  private let counters: [(group: Int, events: Int, daysAtRisk: Int)]
  private let washoutDays: Int
  private let clear: WashoutRule

  init(_ drugs: [MeasuredDrug], washoutDays: Int, clear: WashoutRule, _ layout: inout CounterLayout) {
    self.washoutDays = washoutDays
    self.clear = clear
    counters = drugs.map { ($0.group, layout.add(), layout.add()) }
    lines = zip(drugs, counters).map { drug, counter in
      ResultLine(
        measure: "incidence", drug: drug.name, numerator: counter.events,
        denominator: .years(counter.daysAtRisk),
        denominatorUnit: "person_years_at_risk", estimate: .per1000PersonYears, limits: .poisson)
    }
  }

  func count(_ person: inout PersonHistory, into cells: inout CellCounter) {
    for (group, events, daysAtRisk) in counters {
      person.findDaysAtRisk(of: group, washoutDays: washoutDays, clear: clear)
      for span in person.spans {
        person.plan.index.forEachPart(of: span) { interval, part in
          cells.add(part.days, to: daysAtRisk, in: interval)
        }
      }
      person.forEachNewUse(of: group) { interval, _ in cells.add(1, to: events, in: interval) }
    }
  }
}
