/// `incidence_proportion`: new users among the persons at risk of new use.
package struct IncidenceProportionSpec: Sendable {
  package var drugs: [Sourced]
  package var washoutDays: Int
  package var clear: WashoutRule
}

extension IncidenceProportionSpec: MeasureSpec {
  private enum Key {
    static let drugs = Parameter.drugs(default: ["opioid"], "the drugs, each with rows of its own")
  }

  package static let description = MeasureDescription(
    key: "incidence_proportion", title: "Incidence proportion", table: .newUsers,
    summary: "The share of new users among the persons at risk of new use.",
    parameters: [Key.drugs, NewUseKey.washout, NewUseKey.clear],
    figures: [
      MeasureFigure(
        measure: "incidence_proportion", title: "New users",
        counted: "persons with new use; of persons with a day at risk, as for incidence",
        of: [.init("persons_at_risk", "percent")], limits: "Wilson")
    ])

  package init(_ values: MeasureParameters) throws(RxFault) {
    drugs = try values[Key.drugs]
    washoutDays = try values[NewUseKey.washout]
    clear = try values[NewUseKey.clear]
  }

  package var needsSupply: Bool { clear == .supply }
  package var newUse: [(drug: Sourced, washoutDays: Int, clear: WashoutRule)] {
    drugs.map { ($0, washoutDays, clear) }
  }

  package func methods(of study: Study) -> Prose {
    """
    Persons with new use of \(drugs) in percent of those with a day at risk in the interval. A person is at risk on an \
    observed day if each of the \(washoutDays) days before it is observed and \(words: clear.freeDays); a fill on a \
    day at risk is new use.
    """
  }

  package func reason(_ facts: any PatientFacts) -> String {
    facts.count > 0 ? "new use on a day at risk" : "at risk, without new use"
  }
}
