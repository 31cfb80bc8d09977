/// The use that a washout must be free of: fills, or supply.
package enum WashoutRule: String, CaseIterable, Sendable {
  /// No fill on any of its days.
  case fill
  /// None of its days covered.
  case supply

  /// The condition on a washout's days, within a sentence.
  var freeDays: String {
    switch self {
    case .fill: "no fill of the drug lies on any of those"
    case .supply: "none of those days is covered by the drug"
    }
  }
}

/// The parameters of the measures of new use.
enum NewUseKey {
  static let washout = Parameter.days(
    "washout", from: 0, default: 365, "observed days that must come before a day at risk")
  static let clear = Parameter<WashoutRule>.choice(
    "clear", default: .fill, "what these days must be free of: fills, or supply")
}

/// `incidence`: new use over time at risk.
package struct IncidenceSpec: Sendable {
  package var drugs: [Sourced]
  package var washoutDays: Int
  package var clear: WashoutRule
  package var limits = RateLimits.exact
}

extension IncidenceSpec: MeasureSpec {
  private enum Key {
    static let drugs = Parameter.drugs(default: ["benzodiazepine"], "the drugs, each with rows of its own")
    static let limits = Parameter.limits
  }

  package static let description = MeasureDescription(
    key: "incidence", title: "Incidence", isCore: true, table: .prescribingRates,
    summary: "New use over person-time at risk of it.",
    parameters: [Key.drugs, NewUseKey.washout, NewUseKey.clear, Key.limits],
    figures: [
      MeasureFigure(
        measure: "incidence", title: "New uses",
        counted: "fills on a day at risk: observed for the washout before, and free of the drug in it",
        of: [.init("person_years_at_risk", "per_1000_person_years")], limits: "exact Poisson, or robust")
    ])

  package init(_ values: MeasureParameters) throws(RxFault) {
    drugs = try values[Key.drugs]
    washoutDays = try values[NewUseKey.washout]
    clear = try values[NewUseKey.clear]
    limits = try values[Key.limits]
  }

  package var ownWashoutDays: Int? { washoutDays }

  package func varied(washoutDays: Int) -> (any MeasureSpec)? {
    IncidenceSpec(drugs: drugs, washoutDays: washoutDays, clear: clear, limits: limits)
  }

  package var needsSupply: Bool { clear == .supply }

  package var newUse: [(drug: Sourced, washoutDays: Int, clear: WashoutRule)] {
    drugs.map { ($0, washoutDays, clear) }
  }

  package func methods(of study: Study) -> Prose {
    """
    New use of \(drugs) per 1,000 person-years at risk. A person is at risk on an observed day if each of the \
    \(washoutDays) days before it is observed and \(words: clear.freeDays); a fill on a day at risk is new \
    use. The day of the event counts as time at risk.\(limits.words(isOfResidents: false))
    """
  }

  package func reason(_ facts: any PatientFacts) -> String {
    "\(facts.count) \(facts.count == 1 ? "event" : "events") of new use, \(facts.denominator) days at risk"
  }
}
