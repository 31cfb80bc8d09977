import RxCounts
import RxModel

extension IncidenceSpec: MeasuredSpec {
  func measure(_ builder: inout MeasureBuilder) throws(RxFault) -> any MeasureFigures {
    Incidence(
      try builder.drugs(drugs), NewUseRule(washoutDays: washoutDays, clear: clear), limits,
      isCut: builder.study.persons.cutsObservation, &builder.registry)
  }
}

/// New-use events over person-years at risk; see `NewUse.swift` for both.
final class Incidence: Measure {
  /// Each drug's figures.
  let figures: [FigureDefinition]
  let countsEveryone = true
  private let counters: [NewUseCounters]
  private let rule: NewUseRule

  /// New use of `drugs`; `isCut` where not all observed days of a person count.
  init(
    _ drugs: [MeasuredDrug], _ rule: NewUseRule, _ limits: RateLimits, isCut: Bool,
    _ registry: inout CounterRegistry
  ) {
    self.rule = rule
    let counters = drugs.map { drug in
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
      registry.relateEvents(events, of: people, daysApart: rule.washoutDays + 1)
      let counted = registry.amount(
        events, of: newUsers, atMost: [ExposureQuantity.fills.of(drug.key), daysAtRisk])
      let days = registry.days(daysAtRisk, of: atRisk)
      let sums =
        limits == .robust ? registry.squares(of: events, newUsers, over: daysAtRisk, atRisk) : nil
      return (
        events: counted, days: days,
        counters: NewUseCounters(
          drugSet: drug.drugSet, events: counted, newUsers: newUsers, daysAtRisk: days,
          personsAtRisk: atRisk, sums: sums)
      )
    }
    self.counters = counters.map(\.counters)
    // A day at risk of another drug that is none of this one was lost to a fill of it, or before the study; where observed
    // days serve as look-back alone, fills on these take some too.
    for own in drugs where !isCut {
      for other in drugs where other.key != own.key {
        registry.relateAtFirst([
          (ExposureQuantity.users.of(own.key), .init(0, perDay: 1)),
          (NewUseQuantity.daysAtRisk(rule).of(own.key), .init(1)),
          (NewUseQuantity.daysAtRisk(rule).of(other.key), .init(-1)),
        ])
      }
    }
    figures = zip(drugs, counters).map { drug, counter in
      FigureDefinition(
        measure: "incidence", drug: drug.name, numerator: counter.events,
        denominator: .years(counter.days),
        denominatorUnit: "person_years_at_risk", estimate: .per1000PersonYears, limits: .poisson
      ).robust(by: counter.counters.sums)
    }
  }

  func count(_ person: inout PersonHistory, into cells: inout CellCounter) {
    for drug in counters { drug.count(&person, by: rule, into: &cells) }
  }
}
