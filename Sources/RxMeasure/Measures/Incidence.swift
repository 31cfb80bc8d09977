import RxCounts
import RxModel

extension IncidenceSpec: MeasuredSpec {
  func measure(_ builder: inout MeasureBuilder) throws(RxFault) -> any MeasureFigures {
    Incidence(
      try builder.drugs(drugs), washoutDays: washoutDays, clear: clear, &builder.registry)
  }
}

/// New-use events over person-years at risk; see `NewUse.swift` for both.
final class Incidence: Measure {
  private struct Counters: Sendable {
    let drugSet: Int
    let events: Int
    let daysAtRisk: Int
    /// Persons with such events, and with such days, where they are asked for.
    let newUsers: Int?
    let personsAtRisk: Int?
  }

  /// Each drug's figures.
  let figures: [FigureDefinition]
  let countsEveryone = true
  private let counters: [Counters]
  private let washoutDays: Int
  private let clear: WashoutRule

  init(_ drugs: [MeasuredDrug], washoutDays: Int, clear: WashoutRule, _ registry: inout CounterRegistry) {
    self.washoutDays = washoutDays
    self.clear = clear
    counters = drugs.map { drug in
      let rule = NewUseRule(washoutDays: washoutDays, clear: clear)
      let (events, daysAtRisk) = (
        NewUseQuantity.events(rule).of(drug.key), NewUseQuantity.daysAtRisk(rule).of(drug.key)
      )
      let people = NewUseQuantity.newUsers(rule).of(drug.key)
      let atRisk = registry.contributors(NewUseQuantity.personsAtRisk(rule).of(drug.key))
      let newUsers = registry.contributors(
        people,
        within: [ExposureQuantity.users.of(drug.key), NewUseQuantity.personsAtRisk(rule).of(drug.key)])
      registry.relateDays(daysAtRisk, of: NewUseQuantity.personsAtRisk(rule).of(drug.key))
      // Whoever is new again has had no fill, or no supply, for so long.
      registry.relateEvents(events, of: people, daysApart: washoutDays + 1)
      return Counters(
        drugSet: drug.drugSet,
        events: registry.amount(
          events, of: newUsers, atMost: [ExposureQuantity.fills.of(drug.key), daysAtRisk]),
        daysAtRisk: registry.days(daysAtRisk, of: atRisk), newUsers: newUsers, personsAtRisk: atRisk)
    }
    figures = zip(drugs, counters).map { drug, counter in
      FigureDefinition(
        measure: "incidence", drug: drug.name, numerator: counter.events,
        denominator: .years(counter.daysAtRisk),
        denominatorUnit: "person_years_at_risk", estimate: .per1000PersonYears, limits: .poisson)
    }
  }

  func count(_ person: inout PersonHistory, into cells: inout CellCounter) {
    for drug in counters {
      person.findDaysAtRisk(of: drug.drugSet, washoutDays: washoutDays, clear: clear)
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
      person.forEachNewUse(of: drug.drugSet) { interval, _ in
        cells.add(1, to: drug.events, in: interval)
        if let newUsers = drug.newUsers, interval > last { cells.add(1, to: newUsers, in: interval) }
        last = interval
      }
    }
  }
}
