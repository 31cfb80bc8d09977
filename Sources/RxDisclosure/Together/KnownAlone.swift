/// What either of two releases gives away by itself, of what both give away.
struct KnownAlone: Sendable {
  private(set) var counts: Set<JointSystem.Place> = []
  private(set) var complements: Set<JointSystem.Complement> = []
  /// False where some ranges can be narrower than was found.
  private(set) var isComplete = true

  /// Looks for counts and for persons who are left of counts in each release.
  /// - Parameters:
  ///   - releases: what the releases say.
  ///   - counts: the counts.
  ///   - complements: the persons who are left.
  ///   - minCell: the least count of persons that may be shown.
  init(
    _ releases: [ReleasedCounts], counts: [AskedCount], complements: [JointSystem.Complement], minCell: Int
  ) {
    guard !counts.isEmpty || !complements.isEmpty else { return }
    for (number, release) in releases.enumerated() {
      let alone = JointSystem(release, groupsOf: releases, minCell: minCell)
      let complementsOf = Dictionary(
        alone.complements.map { ($0.complement, $0.unknown) }, uniquingKeysWith: { first, _ in first })
      func own(_ place: JointSystem.Place) -> JointSystem.Place {
        JointSystem.Place(key: place.key, side: .old)
      }
      /// False for what the other release counts, where that is not the same.
      func isOwn(_ side: JointSystem.Side) -> Bool { side == .both || side == (number == 0 ? .old : .new) }
      let ownCounts = counts.filter { isOwn($0.place.side) }
        .compactMap { count in alone.unknowns[own(count.place)].map { (count, $0) } }
      let ownComplements = complements.filter { isOwn($0.part.side) && isOwn($0.whole.side) }
        .compactMap { complement in
          complementsOf[.init(part: own(complement.part), whole: own(complement.whole))].map {
            (complement, $0)
          }
        }
      let ranges = AskedRanges(
        alone,
        Dictionary(
          ownCounts.map { ($0.1, $0.0.subject) } + ownComplements.map { ($0.1, .unpublished) },
          uniquingKeysWith: { first, _ in first }))
      self.counts.formUnion(ownCounts.filter { ranges.narrow[$0.1] != nil }.map(\.0.place))
      self.complements.formUnion(ownComplements.filter { ranges.narrow[$0.1] != nil }.map(\.0))
      isComplete = isComplete && ranges.isComplete
    }
  }
}
