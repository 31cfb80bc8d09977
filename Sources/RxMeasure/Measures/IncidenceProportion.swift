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
  private struct Counters: Sendable {
    let drugSet: Int
    let newUsers: Int
    let personsAtRisk: Int
  }

  /// Each drug's figures.
  let figures: [FigureDefinition]
  /// Persons at risk need no fill.
  let countsEveryone = true
  private let counters: [Counters]
  private let rule: NewUseRule

  init(_ drugs: [MeasuredDrug], _ rule: NewUseRule, _ registry: inout CounterRegistry) {
    self.rule = rule
    counters = drugs.map { drug in
      let atRisk = NewUseQuantity.personsAtRisk(rule).of(drug.key)
      return Counters(
        drugSet: drug.drugSet,
        newUsers: registry.persons(
          NewUseQuantity.newUsers(rule).of(drug.key),
          within: [ExposureQuantity.users.of(drug.key), atRisk]),
        personsAtRisk: registry.persons(atRisk))
    }
    figures = zip(drugs, counters).map { drug, counter in
      FigureDefinition(
        measure: "incidence_proportion", drug: drug.name, numerator: counter.newUsers,
        denominator: .count(counter.personsAtRisk), denominatorUnit: "persons_at_risk",
        estimate: .percent, limits: .wilson)
    }
  }

  func count(_ person: inout PersonHistory, into cells: inout CellCounter) {
    for drug in counters {
      person.findDaysAtRisk(of: drug.drugSet, washoutDays: rule.washoutDays, clear: rule.clear)
      var last = -1
      for span in person.spans {
        person.plan.index.forEachPart(of: span) { interval, _ in
          if interval > last { cells.add(1, to: drug.personsAtRisk, in: interval) }
          last = interval
        }
      }
      last = -1
      person.forEachNewUse(of: drug.drugSet) { interval, _ in
        if interval > last { cells.add(1, to: drug.newUsers, in: interval) }
        last = interval
      }
    }
  }
}
