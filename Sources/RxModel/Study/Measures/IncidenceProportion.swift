/// `incidence_proportion`: new users among the persons at risk of new use.
package struct IncidenceProportionSpec: Sendable {
  package var drugs: [Sourced]
  package var washoutDays: Int
  package var clear: WashoutRule
}

extension IncidenceProportionSpec: MeasureSpec {
  private enum Key {
    static let drugs = Parameter.drugs(default: ["opioid"], "the drugs, each with rows of its own")
    static let washout = Parameter.days(
      "washout", from: 0, default: 365, "observed days that must come before a day at risk")
    static let clear = Parameter<WashoutRule>.choice(
      "clear", default: .fill, "what these days must be free of: fills, or supply")
  }

  package static let description = MeasureDescription(
    key: "incidence_proportion", title: "Incidence proportion", table: .newUsers,
    summary: "The share of new users among the persons at risk of new use.",
    parameters: [Key.drugs, Key.washout, Key.clear],
    figures: [
      MeasureFigure(
        measure: "incidence_proportion",
        counted: "persons with new use; of persons with a day at risk, as for incidence",
        of: [.init("persons_at_risk", "percent")], limits: "Wilson")
    ])

  package init(_ values: MeasureParameters) throws(RxFault) {
    drugs = try values[Key.drugs]
    washoutDays = try values[Key.washout]
    clear = try values[Key.clear]
  }

  package func methods(of study: Study) -> Prose {
    let free =
      clear == .fill
      ? "no fill of the drug lies on any of those" : "none of those days is covered by the drug"
    return """
      Persons with new use of \(drugs) in percent of those with a day at risk in the interval. A person is at risk on an \
      observed day if each of the \(washoutDays) days before it is observed and \(words: free); a fill on a day at risk \
      is new use.
      """
  }

  package func reason(_ facts: any PatientFacts) -> String {
    facts.count > 0 ? "new use on a day at risk" : "at risk, without new use"
  }
}
