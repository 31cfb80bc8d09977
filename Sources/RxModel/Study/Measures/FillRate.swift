/// `fill_rate`: fills over person-time.
package struct FillRateSpec: Sendable {
  package var drugs: [Sourced]
  package var limits = RateLimits.exact
}

extension FillRateSpec: MeasureSpec {
  private enum Key {
    static let drugs = Parameter.drugs(
      default: ["benzodiazepine", "opioid"], "the drugs, each with rows of its own")
    static let limits = Parameter.limits
  }

  package static let description = MeasureDescription(
    key: "fill_rate", title: "Fill rate", isCore: true, table: .prescribingRates,
    summary: "Fills over person-time.", parameters: [Key.drugs, Key.limits],
    figures: [
      MeasureFigure(
        measure: "fill_rate", title: "Fills", counted: "fills of the interval",
        of: [.init("person_years", "per_1000_person_years")], limits: "exact Poisson, or robust")
    ])

  package static var rate: RateMeasure? { RateMeasure(key: description.key, words: "fill rate") }

  package init(_ values: MeasureParameters) throws(RxFault) {
    drugs = try values[Key.drugs]
    limits = try values[Key.limits]
  }

  package func methods(of study: Study) -> Prose {
    "Fills of \(drugs) per 1,000 person-years.\(limits.words(isOfResidents: study.population != nil))"
  }

  package func reason(_ facts: any PatientFacts) -> String { "\(facts.fillsText) on observed days" }
}
