import RxModel

/// Fills on observed days of the interval over person-years.
final class FillRate: Measure {
  /// Each drug's lines.
  let lines: [ResultLine]
  private let counters: [(group: Int, fills: Int)]

  init(_ drugs: [MeasuredDrug], _ layout: inout CounterLayout) {
    counters = drugs.map { ($0.group, layout.add()) }
    lines = zip(drugs, counters).map { drug, counter in
      ResultLine(
        measure: "fill_rate", drug: drug.name, numerator: counter.fills, denominator: .personYears,
        denominatorUnit: "person_years", estimate: .per1000PersonYears, limits: .poisson)
    }
  }

  func count(_ person: inout PersonHistory, into cells: inout CellCounter) {
    for (group, fills) in counters {
      for interval in person.intervals {
        cells.add(person.fillCount(group, in: interval), to: fills, in: interval)
      }
    }
  }
}
