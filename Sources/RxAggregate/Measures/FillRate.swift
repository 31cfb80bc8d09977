import RxModel

/// Fills on observed days of the interval over person-years.
struct FillRate: Measure {
  private let drugs: [(drug: MeasuredDrug, fills: Int)]

  init(_ drugs: [MeasuredDrug], _ layout: inout CounterLayout) {
    self.drugs = drugs.map { ($0, layout.add()) }
  }

  var lines: [ResultLine] {
    drugs.map { drug, fills in
      ResultLine(
        measure: "fill_rate", drug: drug.name, numerator: fills, denominator: .personYears,
        denominatorUnit: "person_years", estimate: .per1000PersonYears, limits: .poisson)
    }
  }

  func count(_ person: PersonHistory, into cells: CellCounter) {
    for (drug, fills) in drugs {
      for fill in person.groups[drug.group].fills where fill.isObserved {
        guard let interval = person.plan.index.interval(of: fill.day) else { continue }
        cells.add(1, to: fills, in: interval)
      }
    }
  }
}
