import RxModel

/// Users (at least one fill on an observed day of the interval) over persons: period prevalence.
struct Prevalence: Measure {
  private let drugs: [(drug: MeasuredDrug, users: Int)]
  private let persons: String

  init(_ drugs: [MeasuredDrug], persons: String, _ layout: inout CounterLayout) {
    self.drugs = drugs.map { ($0, layout.add()) }
    self.persons = persons
  }

  var lines: [ResultLine] {
    drugs.map { drug, users in
      ResultLine(
        measure: "prevalence", drug: drug.name, numerator: users, denominator: .persons, denominatorUnit: persons,
        estimate: .per1000Persons, limits: .wilson)
    }
  }

  func count(_ person: PersonHistory, into cells: CellCounter) {
    for (drug, users) in drugs {
      var last = -1
      for fill in person.groups[drug.group].fills where fill.isObserved {
        guard let interval = person.plan.index.interval(of: fill.day), interval != last else { continue }
        cells.add(1, to: users, in: interval)
        last = interval
      }
    }
  }
}
