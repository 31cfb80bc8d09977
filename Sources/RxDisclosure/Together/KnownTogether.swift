import RxModel
import RxRelease

/// What somebody can work out who has two releases, and not who has one of them.
package struct KnownTogether: Sendable {
  /// How the people of the two releases are related.
  package enum Basis: Sendable, Equatable {
    /// The same data: what is counted alike has the same counts. Where the code list is another, this holds of what names
    /// no drug.
    case sameData(sameDrugs: Bool)
    /// The new release has all persons and fills of the old one, as somebody asserts.
    case grown
    /// Other data: nothing is known beyond what each publishes.
    case otherData
  }

  /// A count, or a difference of counts, that is given away.
  package struct Finding: Sendable, Equatable {
    /// What it is, in words.
    package var what: String
    /// Between what it is, in its own unit, ends included.
    package var from: Double
    package var to: Double
    /// The places of the rows that it stands in, or would, among the figures of the releases; nil where it has none.
    package var oldRow: Int?
    package var newRow: Int?
  }

  /// What is given away, in the order of the rows: counts first, then what is left of counts, then differences.
  package private(set) var findings: [Finding] = []
  /// What was not solved, or not taken to be the same, in sentences.
  package private(set) var notes: [String] = []

  private let old: ReleasedCounts
  private let new: ReleasedCounts
  private let minCell: Int

  /// Works out what `old` and `new` give away together.
  /// - Parameters:
  ///   - old: the one release.
  ///   - new: the other.
  ///   - basis: how their people are related.
  ///   - minCell: the least count of persons that may be shown.
  /// - Throws: `RxFault` (65) where the new release is said to have everything of the old one, and a count falls.
  package init(
    old: PublishedRelease, new: PublishedRelease, basis: Basis, minCell: Int
  ) throws(RxFault) {
    (self.old, self.new, self.minCell) = (ReleasedCounts(old), ReleasedCounts(new), minCell)
    if basis == .grown { try checkGrowth() }
    let joint = JointSystem(
      self.old, self.new, shared: shared(basis), isGrown: basis == .grown, minCell: minCell)
    find(joint, basis)
    findings += SmallRests(self.old, self.new, joint, minCell: minCell).findings
  }

  /// What rows of a kind are about.
  private struct RowKind: Hashable {
    var quantity: CountedQuantity
    var period: DaySpan
    var variables: [String]

    init(_ key: CountKey) {
      (quantity, period, variables) = (key.quantity, key.period, key.group.variables)
    }
  }

  /// No count of what only grows is less than it was; where rows of a kind are there, one that is not is of nobody.
  private func checkGrowth() throws(RxFault) {
    let kinds = Set(new.keys.map(RowKind.init))
    for key in old.keys where key.quantity.growsWithData && kinds.contains(RowKind(key)) {
      guard let before = old.known[key] else { continue }
      let most = new.known[key]?.upper ?? 0
      guard most < before.lower else { continue }
      throw RxFault(
        .data,
        "the new release does not hold all of the old one: \(key.quantity.text), \(key.period.start), "
          + "\(key.group.text), fell from \(Int(before.lower.rounded(.up))) or more to \(Int(most)) or less",
        remedy: "leave out --grown")
    }
  }

  /// The quantities that are the same in both. One of which figures differ is none, whatever the reason.
  private mutating func shared(_ basis: Basis) -> Set<CountedQuantity> {
    guard case .sameData(let sameDrugs) = basis else { return [] }
    var shared: Set<CountedQuantity> = []
    var differing: [CountedQuantity] = []
    for key in old.keys where sameDrugs || key.quantity.drug.isEmpty {
      guard let before = old.known[key], let after = new.known[key] else { continue }
      shared.insert(key.quantity)
      if before.contradicts(after), !differing.contains(key.quantity) { differing.append(key.quantity) }
    }
    notes += differing.map {
      "\($0.text): figures differ though the data are the same, so it is taken to be counted otherwise"
    }
    return shared.subtracting(differing)
  }

  // MARK: Ranges

  private mutating func find(_ joint: JointSystem, _ basis: Basis) {
    var asked: [Int: NarrowRange.Subject] = [:]
    let counts = basis == .otherData ? [] : AskedCount.all(of: joint, [old, new])
    for count in counts { asked[count.unknown] = count.subject }
    let complements = basis == .otherData ? [] : joint.complements
    for (_, unknown) in complements { asked[unknown] = .unpublished }
    for (key, unknown) in joint.differences where key.quantity.hasSmallDifferences {
      asked[unknown] = .difference
    }
    let ranges = AskedRanges(joint, asked)
    let narrowCounts = counts.filter { ranges.narrow[$0.unknown] != nil }
    let narrowComplements = complements.filter { ranges.narrow[$0.unknown] != nil }
    let alone = KnownAlone(
      [old, new], counts: narrowCounts, complements: narrowComplements.map(\.complement),
      minCell: minCell)
    for count in narrowCounts where !alone.counts.contains(count.place) {
      add(
        count.place.key.quantity.text + count.place.side.words, ranges.narrow[count.unknown], count.place.key)
    }
    for (complement, unknown) in narrowComplements where !alone.complements.contains(complement) {
      add(
        joint.system.unknowns[unknown].quantity + complement.part.side.words, ranges.narrow[unknown],
        complement.part.key)
    }
    for (key, unknown) in joint.differences {
      add(joint.system.unknowns[unknown].quantity, ranges.narrow[unknown], key)
    }
    if !ranges.isComplete || !alone.isComplete {
      notes.append("the ranges of some figures were not looked for to the end: they can be narrower")
    }
    notes += ranges.contradicted.map {
      "\($0): no counts fit both releases, so nothing is concluded from both together there"
    }
  }

  private mutating func add(_ what: String, _ ends: FigureRange.Ends?, _ key: CountKey) {
    guard let ends, let from = ends.least, let to = ends.greatest else { return }
    let (oldRow, newRow) = (old.known[key]?.row, new.known[key]?.row)
    let place = oldRow == nil && newRow == nil ? ", \(key.period.start), \(key.group.text)" : ""
    findings.append(Finding(what: what + place, from: from, to: to, oldRow: oldRow, newRow: newRow))
  }
}

extension JointSystem.Side {
  /// The release, where it has to be told.
  fileprivate var words: String {
    switch self {
    case .old: ", in the old release"
    case .new: ", in the new release"
    case .both: ""
    }
  }
}

extension CountedQuantity {
  /// True where a small difference of two releases tells of few people.
  var hasSmallDifferences: Bool { [.persons, .events].contains(unit) }
}
