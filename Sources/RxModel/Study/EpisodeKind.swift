/// The kinds of episodes of a person's drug use.
package enum EpisodeKind: String, CaseIterable, Sendable {
  /// Runs of covered days of a class, joined over short pauses.
  case era
  /// Runs of days that both classes of a pair cover.
  case overlap
  /// From new use of a class to the end of its era.
  case newUse = "new-use"
}
