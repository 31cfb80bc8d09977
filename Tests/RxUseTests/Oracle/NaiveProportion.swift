extension NaiveStudy {
  /// The line of `incidence_proportion`: of the persons with a day at risk in the interval, those who begin
  /// on one of their days at risk. It asks of each day for itself, and shares nothing with `incidence`.
  func proportionLine(_ drug: String, _ measure: ProportionMeasure) -> NaiveLine {
    let study = world.study.start.number - span.first..<span.count
    let uses = uses[drug] ?? []
    let atRisk = zip(patients, uses).map { patient, use in
      Set(study.filter { isAtRisk(patient, use, on: $0, measure) })
    }
    return NaiveLine(
      measure: "incidence_proportion", drug: drug, denominator: .count("persons_at_risk"),
      estimate: .percent
    ) { person in
      let days = person.days.filter { atRisk[person.patient].contains($0) }
      let begins = days.contains { uses[person.patient].fills[$0] > 0 }
      return (begins ? 1 : 0, days.isEmpty ? 0 : 1)
    }
  }

  /// Whether a day is observed after so many days that are observed and clear of fills, or of supply.
  private func isAtRisk(
    _ patient: NaivePatient, _ use: NaiveUse, on day: Int, _ measure: ProportionMeasure
  ) -> Bool {
    let before = day - measure.washout..<day
    guard patient.observed[day], before.allSatisfy({ patient.lookBack[$0] }) else { return false }
    switch measure.clear {
    case .fill: return before.allSatisfy { use.fills[$0] == 0 }
    case .supply: return before.allSatisfy { !use.covered[$0] }
    }
  }
}
