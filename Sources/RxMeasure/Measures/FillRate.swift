import RxCounts
import RxModel

extension FillRateSpec: MeasuredSpec {
  func measure(_ builder: inout MeasureBuilder) throws(RxFault) -> any MeasureFigures {
    FillRate(try builder.drugs(drugs), limits, &builder.registry)
  }
}

/// Fills on observed days of the interval over person-years.
final class FillRate: Measure {
  /// Each drug's figures.
  let figures: [FigureDefinition]
  /// With robust limits the time of persons without a fill is asked for.
  let countsEveryone: Bool
  private let counters: [(drugSet: Int, fills: Int, users: Int?, sums: SquareCounters?)]
  /// The counter of the squares of observed days, for robust limits.
  private let timeSquares: Int?

  init(_ drugs: [MeasuredDrug], _ limits: RateLimits, _ registry: inout CounterRegistry) {
    let (isRobust, days) = (limits == .robust, CohortQuantity.observedDays.meaning)
    countsEveryone = isRobust
    var timeSquares: Int?
    counters = drugs.map { drug in
      let users = registry.countsContributors ? registry.users(drug) : nil
      let fills = ExposureQuantity.fills.of(drug.key)
      let counter = registry.amount(fills, of: users)
      guard isRobust else { return (drug.drugSet, counter, users, nil) }
      let sums = registry.squares(
        of: fills, users, over: days, CountTable.persons, timeSquares: timeSquares)
      timeSquares = sums.timeSquares
      return (drug.drugSet, counter, users, sums)
    }
    self.timeSquares = timeSquares
    figures = zip(drugs, counters).map { drug, counter in
      FigureDefinition(
        measure: "fill_rate", drug: drug.name, numerator: counter.fills, denominator: .personYears,
        denominatorUnit: "person_years", estimate: .per1000PersonYears, limits: .poisson
      ).robust(by: counter.sums)
    }
  }

  func count(_ person: inout PersonHistory, into cells: inout CellCounter) {
    if let timeSquares {
      for interval in cells.entered where cells.isPerson(of: interval) {
        let days = cells.observedDays(of: interval)
        cells.add(days * days, to: timeSquares, in: interval)
      }
    }
    for (drugSet, fills, users, sums) in counters {
      for interval in person.intervals {
        let count = person.fillCount(drugSet, in: interval)
        guard count > 0, cells.isPerson(of: interval) else { continue }
        cells.add(count, to: fills, in: interval)
        if let users { cells.add(1, to: users, in: interval) }
        guard let sums else { continue }
        cells.add(count * count, to: sums.squares, in: interval)
        cells.add(count * cells.observedDays(of: interval), to: sums.products, in: interval)
      }
    }
  }
}
