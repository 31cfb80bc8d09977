import RxCounts
import RxModel
import RxRelease

/// What one release says, or two together: a linear system of a reader, over all periods.
///
/// A quantity that is the same in both is one unknown a group and period; one that can differ is one in each, and a third
/// for the difference.
struct JointSystem: Sendable {
  /// The release that a count is of.
  enum Side: Int, Sendable {
    case old, new
    /// It is the same in both.
    case both
  }
  /// A count of a release.
  struct Place: Hashable, Sendable {
    var key: CountKey
    var side: Side
  }
  /// Persons of a count who are in none of another.
  struct Complement: Hashable, Sendable {
    var part: Place
    var whole: Place
  }

  /// A sum between groups of a quantity.
  struct AddedSum: Sendable {
    var quantity: CountedQuantity
    var period: DaySpan
    var side: Side
    var sum: GroupSums.Sum
  }

  private(set) var system: LinkedSystem
  /// The unknowns of the counts, of those that are nowhere published too.
  private(set) var unknowns: [Place: Int] = [:]
  /// The unknowns of the persons who are left of a count, in the order of the parts.
  private(set) var complements: [(complement: Complement, unknown: Int)] = []
  /// The unknowns of new less old, in the order of the rows, of counts that one of them does not show.
  private(set) var differences: [(key: CountKey, unknown: Int)] = []

  /// What is known.
  private let releases: [ReleasedCounts]
  /// Whose groups there are: of one release alone those of another are asked for too.
  private let grouped: [ReleasedCounts]
  private let shared: Set<CountedQuantity>
  /// The counts, those of the rows first, then those of groups that others imply.
  private(set) var places: [Place] = []
  private var limits: [ReleasedCounts.Knowledge] = []
  /// The sums between groups, by the layers that they are of.
  private var sums: [[GroupSums.Layer]: [GroupSums.Sum]] = [:]
  /// The sums that hold of each quantity and period.
  private(set) var addedSums: [AddedSum] = []

  /// The system of one release alone, in which every count is of the old side.
  /// - Parameters:
  ///   - release: what it says.
  ///   - grouped: the releases by whose groups people are told apart.
  ///   - minCell: the least count of persons that may be shown.
  init(_ release: ReleasedCounts, groupsOf grouped: [ReleasedCounts], minCell: Int) {
    self.init([release], grouped, shared: [], minCell: minCell)
  }

  /// The system of two releases.
  /// - Parameters:
  ///   - old: what the old one says.
  ///   - new: what the new one says.
  ///   - shared: the quantities that are the same in both.
  ///   - isGrown: true where the new one has everything that the old one has.
  ///   - minCell: the least count of persons that may be shown.
  init(
    _ old: ReleasedCounts, _ new: ReleasedCounts, shared: Set<CountedQuantity>, isGrown: Bool, minCell: Int
  ) {
    self.init([old, new], [old, new], shared: shared, minCell: minCell)
    for place in places where place.side == .old {
      let key = place.key
      let areShown = releases.allSatisfy { $0.known[key]?.isShown ?? false }
      if !areShown { addDifference(key, isGrown: isGrown && key.quantity.growsWithData) }
    }
  }

  private init(
    _ releases: [ReleasedCounts], _ grouped: [ReleasedCounts], shared: Set<CountedQuantity>, minCell: Int
  ) {
    (self.releases, self.grouped, self.shared) = (releases, grouped, shared)
    system = LinkedSystem(minCell: minCell, isOfReader: true)
    for (number, release) in releases.enumerated() {
      for key in release.keys {
        guard let knowledge = release.known[key] else { continue }
        note(place(key, number), knowledge)
      }
    }
    addSums()
    addNested()
  }

  /// What is known of each unknown by itself.
  var knowns: Knowns {
    var knowns = Knowns(system)
    for (unknown, limit) in limits.enumerated() {
      knowns.limit(unknown, from: limit.lower, to: limit.upper, isWhole: limit.isWhole)
    }
    return knowns
  }

  /// The place of a count of a release, by its number.
  private func place(_ key: CountKey, _ release: Int) -> Place {
    Place(key: key, side: side(of: key.quantity, release == 0 ? .old : .new))
  }

  /// The side that has a quantity's counts of a release.
  func side(of quantity: CountedQuantity, _ side: Side) -> Side {
    shared.contains(quantity) ? .both : side
  }

  // MARK: Unknowns

  private mutating func addUnknown(_ name: String, _ knowledge: ReleasedCounts.Knowledge) -> Int {
    limits.append(knowledge)
    // A count that has one value is put into the rows as that.
    return system.add(
      LinkedSystem.Unknown(
        quantity: name, stratum: 0, value: knowledge.isShown ? knowledge.lower : 0, least: 0, isShown: true,
        isSensitive: false))
  }

  private mutating func note(_ place: Place, _ knowledge: ReleasedCounts.Knowledge) {
    if let unknown = unknowns[place] {
      limits[unknown].lower = max(limits[unknown].lower, knowledge.lower)
      limits[unknown].upper = min(limits[unknown].upper, knowledge.upper)
    } else {
      unknowns[place] = addUnknown(place.key.quantity.text, knowledge)
      places.append(place)
    }
  }

  /// The unknown of a group's count, a new one where no row has it.
  private mutating func unknown(_ place: Place) -> Int {
    if let known = unknowns[place] { return known }
    note(place, ReleasedCounts.Knowledge(row: 0, isWhole: place.key.quantity.unit != .amount))
    return unknowns[place] ?? 0
  }

  // MARK: Rows

  private mutating func addSums() {
    let all = PublishedLayers.all(grouped) { side(of: $0, $1 == 0 || releases.count == 1 ? .old : .new) }
    // What one release groups by tells which groups of the other imply something that can be compared.
    var seen: Set<[String]> = []
    let variables = grouped.flatMap(\.keys).map(\.group.variables).filter { seen.insert($0).inserted }
    for published in all { addSums(published, sharedWith: variables.map { Set($0) }) }
  }

  private mutating func addSums(_ published: PublishedLayers, sharedWith variables: [Set<String>]) {
    let (subject, layers) = (published.subject, published.layers)
    let sums = self.sums[layers] ?? GroupSums(layers, sharedWith: variables).sums
    self.sums[layers] = sums
    let isOfResidents = grouped.contains { $0.ofResidents.contains(subject.quantity) }
    for sum in sums {
      func place(_ group: PeopleGroup) -> Place {
        Place(
          key: CountKey(quantity: subject.quantity, period: subject.period, group: group), side: subject.side)
      }
      let whole = unknown(place(sum.whole))
      let parts = sum.parts.map { (unknown: unknown(place($0)), coefficient: 1.0) }
      if isOfResidents {
        system.addDifference(parts, [(whole, 1)], countsPersons: false)
      } else {
        system.add(parts + [(whole, -1)])
        addedSums.append(
          AddedSum(quantity: subject.quantity, period: subject.period, side: subject.side, sum: sum))
      }
    }
  }

  /// Adds what is part of what in each group and period.
  private mutating func addNested() {
    var quantities: [CountedQuantity] = []
    var isKnown: Set<CountedQuantity> = []
    for place in places where isKnown.insert(place.key.quantity).inserted {
      quantities.append(place.key.quantity)
    }
    var isAdded: Set<NestedQuantities> = []
    let nested = (releases.flatMap(\.pairs) + NestedQuantities.byDefinition(quantities))
      .filter { isAdded.insert($0).inserted }
    let byPart = Dictionary(grouping: nested, by: \.part)
    for part in places {
      for nested in byPart[part.key.quantity] ?? [] {
        var key = part.key
        key.quantity = nested.whole
        let sides: [Side] =
          shared.contains(nested.whole) ? [.both] : part.side == .both ? [.old, .new] : [part.side]
        for side in sides {
          let whole = Place(key: key, side: side)
          guard let above = unknowns[whole], let below = unknowns[part] else { continue }
          add(nested, Complement(part: part, whole: whole), below, above)
        }
      }
    }
  }

  private mutating func add(_ nested: NestedQuantities, _ complement: Complement, _ part: Int, _ whole: Int) {
    let isShownTogether = releases.contains { release in
      [complement.part, complement.whole].allSatisfy { release.known[$0.key]?.isShown ?? false }
    }
    guard nested.isOfPersons, !isShownTogether else {
      let most = nested.isPerDay ? Double(complement.part.key.period.days) : 1
      system.addDifference([(part, 1)], [(whole, most)], countsPersons: false)
      return
    }
    let unknown = addUnknown(
      "\(complement.whole.key.quantity.text) less \(complement.part.key.quantity.text)",
      ReleasedCounts.Knowledge(row: 0))
    system.add([(part, 1), (unknown, 1), (whole, -1)])
    complements.append((complement, unknown))
  }

  private mutating func addDifference(_ key: CountKey, isGrown: Bool) {
    guard let old = unknowns[Place(key: key, side: .old)], let new = unknowns[Place(key: key, side: .new)]
    else { return }
    let unknown = addUnknown(
      "\(key.quantity.text), new less old",
      ReleasedCounts.Knowledge(
        lower: isGrown ? 0 : -.infinity, row: 0, isWhole: key.quantity.unit != .amount))
    system.add([(old, 1), (unknown, 1), (new, -1)])
    differences.append((key, unknown))
  }
}
