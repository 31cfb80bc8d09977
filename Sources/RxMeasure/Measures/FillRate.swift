import RxCounts
import RxModel

extension FillRateSpec: MeasuredSpec {
  func measure(_ builder: inout MeasureBuilder) throws(RxFault) -> any MeasureFigures {
    FillRate(try builder.drugs(drugs), &builder.registry)
  }
}

/// Fills on observed days of the interval over person-years.
final class FillRate: Measure {
  /// Each drug's figures.
  let figures: [FigureDefinition]
  private let counters: [(drugSet: Int, fills: Int, users: Int?)]

  init(_ drugs: [MeasuredDrug], _ registry: inout CounterRegistry) {
    counters = drugs.map { drug in
      let users = registry.countsContributors ? registry.users(drug) : nil
      return (drug.drugSet, registry.amount(ExposureQuantity.fills.of(drug.key), of: users), users)
    }
    figures = zip(drugs, counters).map { drug, counter in
      FigureDefinition(
        measure: "fill_rate", drug: drug.name, numerator: counter.fills, denominator: .personYears,
        denominatorUnit: "person_years", estimate: .per1000PersonYears, limits: .poisson)
    }
  }

  func count(_ person: inout PersonHistory, into cells: inout CellCounter) {
    for (drugSet, fills, users) in counters {
      for interval in person.intervals {
        let count = person.fillCount(drugSet, in: interval)
        cells.add(count, to: fills, in: interval)
        if let users, count > 0 { cells.add(1, to: users, in: interval) }
      }
    }
  }
}
