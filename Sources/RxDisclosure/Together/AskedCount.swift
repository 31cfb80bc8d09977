/// A count whose range is asked for.
struct AskedCount: Sendable {
  var place: JointSystem.Place
  var unknown: Int
  var subject: NarrowRange.Subject

  /// The counts that somebody looks for in two releases: those that are kept back wherever they stand, in the order of the
  /// rows, and those of groups that the rows imply and nobody publishes.
  static func all(of joint: JointSystem, _ releases: [ReleasedCounts]) -> [AskedCount] {
    joint.places.compactMap { place in
      let own = place.side == .both ? releases : [releases[place.side == .old ? 0 : 1]]
      let known = own.compactMap { $0.known[place.key] }
      guard let unknown = joint.unknowns[place], !known.contains(where: \.isShown) else { return nil }
      return AskedCount(place: place, unknown: unknown, subject: known.isEmpty ? .unpublished : .withheld)
    }
  }
}
