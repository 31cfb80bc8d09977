import RxModel

/// Differences of few that follow from sums: a group has changed by so much, and those of its groups that both releases show
/// by so much; what is left is the change of the others, which one of the releases keeps back.
struct SmallRests: Sendable {
  private(set) var findings: [KnownTogether.Finding] = []

  /// A group, and by what it is split.
  private struct Split: Hashable {
    var quantity: CountedQuantity
    var period: DaySpan
    var whole: PeopleGroup
    var variables: [String]
  }

  /// The small rests between two releases.
  /// - Parameters:
  ///   - old: what the old one says.
  ///   - new: what the new one says.
  ///   - joint: the system of both; what is the same in both has no rest.
  ///   - minCell: rests of 1 to one less than this are small.
  init(_ old: ReleasedCounts, _ new: ReleasedCounts, _ joint: JointSystem, minCell: Int) {
    func split(_ sum: JointSystem.AddedSum) -> Split {
      Split(
        quantity: sum.quantity, period: sum.period, whole: sum.sum.whole,
        variables: sum.sum.parts.first?.variables ?? [])
    }
    let after = Dictionary(
      joint.addedSums.filter { $0.side == .new }.map { (split($0), $0.sum.parts) },
      uniquingKeysWith: { first, _ in first })
    for sum in joint.addedSums where sum.side == .old && sum.quantity.hasSmallDifferences {
      guard let others = after[split(sum)], let parts = Self.common(sum.sum.parts, others) else { continue }
      func change(_ group: PeopleGroup) -> Double? {
        let key = CountKey(quantity: sum.quantity, period: sum.period, group: group)
        let (before, now) = (old.known[key], new.known[key])
        // A group that has no row has nobody.
        guard before != nil || now != nil, let from = before.map(\.value) ?? 0, let to = now.map(\.value) ?? 0
        else { return nil }
        return to - from
      }
      let key = CountKey(quantity: sum.quantity, period: sum.period, group: sum.sum.whole)
      let hidden = parts.filter { change($0) == nil }
      let shown = parts.compactMap(change).reduce(0, +)
      guard let whole = change(sum.sum.whole), hidden.count > 1, shown != 0,
        (1..<Double(minCell)).contains(abs(whole - shown))
      else { continue }
      findings.append(
        KnownTogether.Finding(
          what: "\(sum.quantity.text), new less old, of \(Self.text(hidden)) together",
          from: whole - shown, to: whole - shown, oldRow: old.known[key]?.row, newRow: new.known[key]?.row))
    }
  }

  /// The groups of either list, where those of both are the same or lie apart; nil where they don't.
  private static func common(_ a: [PeopleGroup], _ b: [PeopleGroup]) -> [PeopleGroup]? {
    let known = Set(a)
    let further = b.filter { !known.contains($0) }
    return further.contains { group in a.contains { $0.common(group) != nil } } ? nil : a + further
  }

  /// Groups in words: a few by their levels, of more how many they are.
  private static func text(_ groups: [PeopleGroup]) -> String {
    groups.count > 4
      ? "\(groups.count) groups by \(groups[0].variables.joined(separator: " and "))"
      : groups.map(\.text).joined(separator: " and ")
  }
}
