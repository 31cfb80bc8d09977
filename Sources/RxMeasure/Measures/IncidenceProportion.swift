import RxCounts
import RxModel

extension IncidenceProportionSpec: MeasuredSpec {
  func measure(_ builder: inout MeasureBuilder) throws(RxFault) -> any MeasureFigures {
    IncidenceProportion(
      try builder.drugs(drugs), NewUseRule(washoutDays: washoutDays, clear: clear), &builder.registry)
  }
}

/// Persons with a new-use event over persons with a day at risk; see `NewUse.swift` for both.
final class IncidenceProportion: Measure {
  /// Each drug's figures.
  let figures: [FigureDefinition]
  /// Persons at risk need no fill.
  let countsEveryone = true
  private let counters: [NewUseCounters]
  private let rule: NewUseRule

  init(_ drugs: [MeasuredDrug], _ rule: NewUseRule, _ registry: inout CounterRegistry) {
    self.rule = rule
    let counted = drugs.map { drug in
      let atRisk = NewUseQuantity.personsAtRisk(rule).of(drug.key)
      return (
        newUsers: registry.persons(
          NewUseQuantity.newUsers(rule).of(drug.key),
          within: [ExposureQuantity.users.of(drug.key), atRisk]),
        personsAtRisk: registry.persons(atRisk)
      )
    }
    counters = zip(drugs, counted).map { drug, own in
      NewUseCounters(drugSet: drug.drugSet, newUsers: own.newUsers, personsAtRisk: own.personsAtRisk)
    }
    figures = zip(drugs, counted).map { drug, own in
      FigureDefinition(
        measure: "incidence_proportion", drug: drug.name, numerator: own.newUsers,
        denominator: .count(own.personsAtRisk), denominatorUnit: "persons_at_risk",
        estimate: .percent, limits: .wilson)
    }
  }

  func count(_ person: inout PersonHistory, into cells: inout CellCounter) {
    for drug in counters { drug.count(&person, by: rule, into: &cells) }
  }
}
