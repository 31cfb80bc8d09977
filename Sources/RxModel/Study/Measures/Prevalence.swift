/// `prevalence`: users among persons.
package struct PrevalenceSpec: Sendable {
  package var drugs: [Sourced]
}

extension PrevalenceSpec: MeasureSpec {
  private enum Key {
    static let drugs = Parameter.drugs(
      default: ["benzodiazepine", "z-drug", "opioid"], "the drugs, each with rows of its own")
  }

  package static let description = MeasureDescription(
    key: "prevalence", title: "Prevalence", isCore: true, table: .prescribingRates,
    summary: "Users among persons: period prevalence.", parameters: [Key.drugs],
    figures: [
      MeasureFigure(
        measure: "prevalence", title: "Persons with a fill",
        counted: "users: persons with a fill in the interval",
        of: [.init("persons", "per_1000_persons")], limits: "Wilson")
    ])

  package static var rate: RateMeasure? { RateMeasure(key: description.key, words: "prevalence") }

  package init(_ values: MeasureParameters) throws(RxFault) { drugs = try values[Key.drugs] }

  package func methods(of study: Study) -> Prose {
    """
    Users of \(drugs) per 1,000 persons: period prevalence. A user has at least one fill that counts in the interval.
    """
  }

  package func reason(_ facts: any PatientFacts) -> String {
    "\(facts.count > 0 ? facts.fillsText : "no fill") on observed days"
  }
}
