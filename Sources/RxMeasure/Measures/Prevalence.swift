import RxCounts
import RxModel

extension PrevalenceSpec: MeasuredSpec {
  func measure(_ builder: inout MeasureBuilder) throws(RxFault) -> any MeasureFigures {
    Prevalence(try builder.drugs(drugs), persons: builder.persons, &builder.registry)
  }
}

/// Users (at least one fill on an observed day of the interval) over persons: period prevalence.
final class Prevalence: Measure {
  /// Each drug's figures.
  let figures: [FigureDefinition]
  private let counters: [(drugSet: Int, users: Int)]

  init(_ drugs: [MeasuredDrug], persons: String, _ registry: inout CounterRegistry) {
    counters = drugs.map { ($0.drugSet, registry.users($0)) }
    figures = zip(drugs, counters).map { drug, counter in
      FigureDefinition(
        measure: "prevalence", drug: drug.name, numerator: counter.users, denominator: .persons,
        denominatorUnit: persons, estimate: .per1000Persons, limits: .wilson)
    }
  }

  func count(_ person: inout PersonHistory, into cells: inout CellCounter) {
    for (drugSet, users) in counters {
      for interval in person.intervals where person.fillCount(drugSet, in: interval) > 0 {
        cells.add(1, to: users, in: interval)
      }
    }
  }
}
