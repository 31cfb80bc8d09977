import RxCounts
import RxModel

/// New-use events over person-years at risk; see `NewUse.swift` for both.
final class Incidence: Measure {
  private struct Counters: Sendable {
    let group: Int
    let events: Int
    let daysAtRisk: Int
    /// Persons with such events, and with such days, where they are asked for.
    let newUsers: Int?
    let personsAtRisk: Int?
  }

  /// Each drug's lines.
  let lines: [ResultLine]
  let countsEveryone = true
  private let counters: [Counters]
  private let washoutDays: Int
  private let clear: WashoutRule

  init(_ drugs: [MeasuredDrug], washoutDays: Int, clear: WashoutRule, _ layout: inout CounterLayout) {
    self.washoutDays = washoutDays
    self.clear = clear
    counters = drugs.map { drug in
      let name = "\(drug.key):\(washoutDays):\(clear.rawValue)"
      let (new, events) = ("new_users:\(name)", "new_use:\(name)")
      let atRisk = layout.contributors("at_risk:\(name)")
      let people = CountedPersons(.newUsers(washoutDays: washoutDays, clear: clear), of: drug.key)
      let newUsers = layout.contributors(new, within: ["users:\(drug.key)", "at_risk:\(name)"], people)
      // Whoever is new again has had no fill, or no supply, for so long.
      layout.relateEvents(events, of: people, daysApart: washoutDays + 1)
      return Counters(
        group: drug.group,
        events: layout.amount(events, of: newUsers, atMost: ["fills:\(drug.key)", "days_at_risk:\(name)"]),
        daysAtRisk: layout.days("days_at_risk:\(name)", of: atRisk), newUsers: newUsers, personsAtRisk: atRisk
      )
    }
    lines = zip(drugs, counters).map { drug, counter in
      ResultLine(
        measure: "incidence", drug: drug.name, numerator: counter.events,
        denominator: .years(counter.daysAtRisk),
        denominatorUnit: "person_years_at_risk", estimate: .per1000PersonYears, limits: .poisson)
    }
  }

  func count(_ person: inout PersonHistory, into cells: inout CellCounter) {
    for drug in counters {
      person.findDaysAtRisk(of: drug.group, washoutDays: washoutDays, clear: clear)
      var last = -1
      for span in person.spans {
        person.plan.index.forEachPart(of: span) { interval, part in
          cells.add(part.days, to: drug.daysAtRisk, in: interval)
          if let personsAtRisk = drug.personsAtRisk, interval > last {
            cells.add(1, to: personsAtRisk, in: interval)
          }
          last = interval
        }
      }
      last = -1
      person.forEachNewUse(of: drug.group) { interval, _ in
        cells.add(1, to: drug.events, in: interval)
        if let newUsers = drug.newUsers, interval > last { cells.add(1, to: newUsers, in: interval) }
        last = interval
      }
    }
  }
}
