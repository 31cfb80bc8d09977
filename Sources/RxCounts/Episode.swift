import RxModel

/// An episode of one person's drug use: patient-level data, for linkage with what happened to the person.
package struct Episode: Sendable, Equatable {
  /// How an episode ended, as far as the person is followed: to the end of the observed days that hold its first one.
  package enum End: String, CaseIterable, Sendable {
    /// The person is observed for longer than the gap after it.
    case stopped
    /// The observation ends before that can be known.
    case observationEnded = "observation ended"
    /// The person dies before that can be known.
    case died
    /// The study ends before that can be known.
    case studyEnded = "study ended"
    /// None of its days is observed.
    case notObserved = "not observed"
  }

  /// The place of its class, or pair of classes, among those of the rule.
  package var place: Int
  /// Its days: to the last covered one, after the study's end too.
  package var span: DaySpan
  /// Its covered days.
  package var coveredDays: Int
  /// The days' supply of its fills, summed.
  package var suppliedDays: Int
  /// The number of fills that are dated in it.
  package var fills: Int
  /// By unit of the rule, the dose of a covered day on average; nil where the dose of a fill is not known.
  package var dosesPerDay: [Double?]
  /// How it ended.
  package var end: End

  /// An episode with all that is told of it.
  package init(
    place: Int, span: DaySpan, coveredDays: Int, suppliedDays: Int, fills: Int, dosesPerDay: [Double?],
    end: End
  ) {
    self.place = place
    self.span = span
    self.coveredDays = coveredDays
    self.suppliedDays = suppliedDays
    self.fills = fills
    self.dosesPerDay = dosesPerDay
    self.end = end
  }
}

/// The episodes of one person.
package struct PersonEpisodes: Sendable, Equatable {
  /// The identifier, as the data write it.
  package var patient: String
  /// Its episodes: by class, then by start.
  package var episodes: [Episode]

  /// A person with episodes.
  package init(patient: String, episodes: [Episode]) {
    self.patient = patient
    self.episodes = episodes
  }
}
