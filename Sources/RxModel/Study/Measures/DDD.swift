/// `ddd`: WHO's defined daily doses over person-days.
package struct DDDSpec: Sendable {
  package var drugs: [Sourced]
}

extension DDDSpec: MeasureSpec {
  private enum Key {
    static let drugs = Parameter.drugs(default: ["benzodiazepine"], "the drugs, each with rows of its own")
  }

  private static let source = "WHO Collaborating Centre for Drug Statistics Methodology"

  package static let description = MeasureDescription(
    key: "ddd", title: "Defined daily doses", table: .doses,
    summary: "WHO's defined daily doses over person-days.", parameters: [Key.drugs],
    figures: [
      MeasureFigure(
        measure: "ddd", title: "Defined daily doses", counted: "defined daily doses of the interval's fills",
        of: [.init("person_days", "per_1000_persons_per_day")], limits: "none")
    ], sources: [source])

  package init(_ values: MeasureParameters) throws(RxFault) { drugs = try values[Key.drugs] }

  package var doses: [(drug: Sourced, unit: DoseUnit)] { drugs.map { ($0, .ddd) } }

  package func methods(of study: Study) -> Prose {
    """
    Defined daily doses (\(words: Self.source)) of the interval's fills of \(drugs), per 1,000 persons observed and day. \
    \(DoseUnit.lacking)
    """
  }

  package func reason(_ facts: any PatientFacts) -> String { "\(facts.amount(facts.numerator)) DDD" }
}
