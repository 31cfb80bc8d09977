/// `persistence`: the days for which new users stay.
package struct PersistenceSpec: Sendable {
  package var drugs: [Sourced]
  package var washoutDays: Int
  package var gapDays: Int
  /// Days after the start at which the share is given.
  package var at: [Int]
}

extension PersistenceSpec: MeasureSpec {
  private enum Key {
    static let drugs = Parameter.drugs(default: ["benzodiazepine"], "the drugs, each with rows of its own")
    static let washout = Parameter.washout
    static let gap = Parameter.days("gap", from: 0, default: 30, "days without supply that an era joins over")
    static let at = Parameter<[Int]>.list(
      "at", kind: "a list of numbers of days", default: [30, 90, 180, 365],
      "days after the start at which the share is given", told: { "\($0)" }, isSame: ==
    ) { value throws(RxFault) in try value.int(in: 1...longestDays) }
  }

  private static let source = "J Am Stat Assoc 1958;53:457"

  package static let description = MeasureDescription(
    key: "persistence", title: "Persistence", table: .newUsers, summary: "How long new users stay.",
    parameters: [Key.drugs, Key.washout, Key.gap, Key.at],
    figures: [
      MeasureFigure(
        measure: "persistence", title: "New users who stay", definitions: ["at=DAYS/gapDAYS"],
        counted: "new users whose time is longer; the estimate is Kaplan and Meier's share",
        of: [.init("new_users", "percent")], limits: "log-log"),
      MeasureFigure(
        measure: "persistence_median", title: "Median time that new users stay", definitions: ["gapDAYS"],
        counted: "new users who discontinued; the estimate is the median time",
        of: [.init("new_users", "days")], limits: "none"),
    ], sources: ["Kaplan and Meier, \(source)"])

  package init(_ values: MeasureParameters) throws(RxFault) {
    at = try values[Key.at]
    drugs = try values[Key.drugs]
    washoutDays = try values[Key.washout]
    gapDays = try values[Key.gap]
  }

  package var needsSupply: Bool { true }

  package var definitionLabels: [DefinitionLabel] {
    at.map { DefinitionLabel("at=\($0)/gap\(gapDays)", "after \($0) days, pauses of up to \(gapDays)") }
      + [DefinitionLabel("gap\(gapDays)", "pauses of up to \(gapDays) days")]
  }

  package var newUse: [(drug: Sourced, washoutDays: Int, clear: WashoutRule)] {
    drugs.map { ($0, washoutDays, .fill) }
  }

  package func methods(of study: Study) -> Prose {
    """
    How long new users of \(drugs) (washout \(washoutDays) days without a fill) stay: from the first new use of the \
    interval to the last covered day of its era (gap \(gapDays) days), by the estimator of Kaplan and Meier \
    (\(words: Self.source)); who is not observed for more than the gap after that day is censored on the last day on \
    which a discontinuation could have been seen, and is never at risk where there is no such day. Limits are log-log.
    """
  }

  package func reason(_ facts: any PatientFacts) -> String {
    facts.times.map { "\($0.days) days, then \($0.isEvent ? "discontinued" : "not observed further")" }
      .joined(separator: "; ")
  }
}
