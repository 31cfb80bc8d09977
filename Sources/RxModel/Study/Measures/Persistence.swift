/// What the death of a new user is to persistence.
package enum DeathRule: String, CaseIterable, Sendable {
  /// The end of observation: as if it were not known how long the use would have lasted.
  case censor
  /// An end of its own, after which nobody can stop.
  case competing
}

/// `persistence`: the days for which new users stay, or after which they stop where death is an end of its own.
package struct PersistenceSpec: Sendable {
  package var drugs: [Sourced]
  package var washoutDays: Int
  package var gapDays: Int
  /// Days after the start at which the share is given.
  package var at: [Int]
  package var death: DeathRule
}

extension PersistenceSpec: MeasureSpec {
  private enum Key {
    static let drugs = Parameter.drugs(default: ["benzodiazepine"], "the drugs, each with rows of its own")
    static let washout = Parameter.washout
    static let gap = Parameter.days("gap", from: 0, default: 30, "days without supply that an era joins over")
    static let at = Parameter<[Int]>.list(
      "at", of: .called("numbers of days", .whole(1...longestDays)), default: [30, 90, 180, 365],
      "days after the start at which the share is given", told: { "\($0)" }, isSame: ==
    ) { value throws(RxFault) in try value.int(in: 1...longestDays) }
    static let death = Parameter.choice(
      "death", default: DeathRule.censor,
      "whether a death ends observation, or is an end that competes with stopping: the rows are then of 'discontinuation'"
    )
  }

  private static let source = "J Am Stat Assoc 1958;53:457"
  private static let competingSource = "Scand J Stat 1978;5:141"

  package static let description = MeasureDescription(
    key: "persistence", title: "Persistence", table: .newUsers, summary: "How long new users stay.",
    parameters: [Key.drugs, Key.washout, Key.gap, Key.at, Key.death],
    figures: [
      MeasureFigure(
        measure: "persistence", title: "New users who stay", definitions: ["at=DAYS/gapDAYS"],
        counted: "new users whose time is longer; the estimate is Kaplan and Meier's share",
        of: [.init("new_users", "percent")], limits: "log-log"),
      MeasureFigure(
        measure: "persistence_median", title: "Median time that new users stay", definitions: ["gapDAYS"],
        counted: "new users who discontinued; the estimate is the median time",
        of: [.init("new_users", "days")], limits: "none"),
      MeasureFigure(
        measure: "discontinuation", title: "New users who stop", definitions: ["at=DAYS/gapDAYS"],
        counted:
          "with 'death: competing': new users who have discontinued by then; the estimate is Aalen and "
          + "Johansen's cumulative incidence",
        of: [.init("new_users", "percent")], limits: "log-log"),
      MeasureFigure(
        measure: "discontinuation_median", title: "Time by which half of new users stop",
        definitions: ["gapDAYS"],
        counted:
          "with 'death: competing': new users who discontinued; the estimate is the first time at which that "
          + "incidence is one half",
        of: [.init("new_users", "days")], limits: "none"),
    ], sources: ["Kaplan and Meier, \(source)", "Aalen and Johansen, \(competingSource)"])

  package init(_ values: MeasureParameters) throws(RxFault) {
    at = try values[Key.at]
    drugs = try values[Key.drugs]
    washoutDays = try values[Key.washout]
    gapDays = try values[Key.gap]
    death = try values[Key.death]
    if death == .competing {
      try values.needsDeath(
        "'persistence.death: competing' needs to know who died, and no column or file tells it")
    }
  }

  package var needsSupply: Bool { true }
  package var gapsDays: [Int] { [gapDays] }
  package var definitionLabels: [DefinitionLabel] {
    at.map { DefinitionLabel("at=\($0)/gap\(gapDays)", "after \($0) days, pauses of up to \(gapDays)") }
      + [DefinitionLabel("gap\(gapDays)", "pauses of up to \(gapDays) days")]
  }

  package var newUse: [(drug: Sourced, washoutDays: Int, clear: WashoutRule)] {
    drugs.map { ($0, washoutDays, .fill) }
  }

  package func methods(of study: Study) -> Prose {
    switch death {
    case .censor:
      """
      How long new users of \(drugs) (washout \(washoutDays) days without a fill) stay: from the first new use of the \
      interval to the last covered day of its era (gap \(gapDays) days), by the estimator of Kaplan and Meier \
      (\(words: Self.source)); who is not observed for more than the gap after that day is censored on the last day on \
      which a discontinuation could have been seen, and is never at risk where there is no such day. Limits are log-log.
      """
    case .competing:
      """
      How many new users of \(drugs) (washout \(washoutDays) days without a fill) stop, and after how long: from the \
      first new use of the interval to the last covered day of its era (gap \(gapDays) days), by the cumulative \
      incidence of Aalen and Johansen (\(words: Self.competingSource)). Death competes with stopping: who dies before more \
      than the gap after the era is observed has ended by death on its last day lived, and can't stop any more; to take \
      the dead for censored, as if they might stop later, would give too many who stop. Who is otherwise not observed for \
      more than the gap is censored on the last day on which a discontinuation could have been seen, and is never at risk \
      where there is no such day. Limits are log-log, with the variance of the delta method (Biometrika 1986;73:379).
      """
    }
  }

  package func reason(_ facts: any PatientFacts) -> String {
    facts.times.map { time in
      let end =
        switch time.end {
        case .event: "discontinued"
        case .competing: "dead"
        case .censored: "not observed further"
        }
      return "\(time.days) days, then \(end)"
    }.joined(separator: "; ")
  }
}
