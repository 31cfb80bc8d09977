/// The rule of a study for who is a person of an interval: the block `persons`.
package struct PersonRule: Sendable {
  /// True where all days of the interval must be observed; else one.
  package var requiresFullObservation = false
  /// Ages in completed years, on the first observed day of the interval, up to `Int.max` where no oldest one is named; nil
  /// where any age will do, unknown too.
  package var ages: ClosedRange<Int>?
  /// By variable, the levels of which a person must be one, as results.csv names them.
  package var levels: [(variable: GroupVariable, labels: [String])] = []
  /// The days at the beginning of each unbroken run of observed days that serve as look-back alone.
  package var priorObservationDays = 0
  /// The list of patients who are observed from their earliest date in it on; others never are.
  package var include: StudyInput?
  /// The list of patients who are observed up to the day before their earliest date in it.
  package var exclude: StudyInput?

  /// The oldest age that a rule can name, in completed years.
  package static let oldestAge = 150

  /// Anybody with an observed day.
  package init() {}

  /// The keys by which it chooses persons beside their observed days.
  package var keys: [String] {
    [
      ("age", ages != nil), ("levels", !levels.isEmpty), ("prior_observation", priorObservationDays > 0),
      ("include", include != nil), ("exclude", exclude != nil),
    ].filter(\.1).map(\.0)
  }

  /// True where not all observed days of a person count.
  package var cutsObservation: Bool { priorObservationDays > 0 || !lists.isEmpty }

  /// The lists that it has.
  package var lists: [StudyInput] { [include, exclude].compactMap { $0 } }
}

/// A condition that somebody must meet to be a person of an interval, in the order in which they are asked.
package enum PersonCondition: Int, CaseIterable, Sendable {
  /// Observed on a day of the interval, or on all, behind the days of prior observation.
  case observed
  /// The same on the days from the date in the list of those who are included on.
  case listed
  /// The same on the days before the date in the list of those who are excluded.
  case notExcluded
  /// Of the levels that the study asks for.
  case levels
  /// Of the age that the study asks for.
  case age
  /// `unknown` in no grouping variable, where the study drops those who are.
  case groupsKnown
}

extension Study {
  /// The conditions for a person of an interval that the study has, in their order.
  package var personConditions: [PersonCondition] {
    PersonCondition.allCases.filter { condition in
      switch condition {
      case .observed: true
      case .listed: persons.include != nil
      case .notExcluded: persons.exclude != nil
      case .levels: !persons.levels.isEmpty
      case .age: persons.ages != nil
      case .groupsKnown: dropsUnknown && !variables.isEmpty
      }
    }
  }

  /// True where whoever is a person of an interval is one of each interval with an observed day.
  package var countsEveryoneObserved: Bool {
    !persons.requiresFullObservation && persons.ages == nil
  }
}
