import RxModel

/// The layers of groups that releases publish of a quantity in a period.
struct PublishedLayers: Sendable {
  /// What layers are of.
  struct Subject: Hashable, Sendable {
    var quantity: CountedQuantity
    var period: DaySpan
    var side: JointSystem.Side
  }
  /// What the groups of a layer have in common.
  private struct Name: Hashable {
    var release: Int
    var variables: [String]
  }

  let subject: Subject
  private var groups: [(name: Name, groups: [PeopleGroup])] = []

  /// Everything published of one subject each, in the order of the rows. Groups of two releases are never one layer, since
  /// either makes everyone.
  /// - Parameters:
  ///   - releases: what the releases say.
  ///   - side: the side of the counts of a quantity of a release, by its number.
  /// - Returns: the layers, one element a subject.
  static func all(
    _ releases: [ReleasedCounts], side: (CountedQuantity, Int) -> JointSystem.Side
  ) -> [PublishedLayers] {
    var found: [PublishedLayers] = []
    var places: [Subject: Int] = [:]
    for (number, release) in releases.enumerated() {
      for key in release.keys {
        let subject = Subject(
          quantity: key.quantity, period: key.period, side: side(key.quantity, number))
        let place = places[subject] ?? found.count
        if place == found.count {
          places[subject] = place
          found.append(PublishedLayers(subject: subject))
        }
        found[place].note(key.group, Name(release: number, variables: key.group.variables))
      }
    }
    return found
  }

  private init(subject: Subject) { self.subject = subject }

  /// The layers.
  var layers: [GroupSums.Layer] { groups.map { GroupSums.Layer($0.groups) } }

  private mutating func note(_ group: PeopleGroup, _ name: Name) {
    if let place = groups.lastIndex(where: { $0.name == name }) {
      groups[place].groups.append(group)
    } else {
      groups.append((name, [group]))
    }
  }
}
