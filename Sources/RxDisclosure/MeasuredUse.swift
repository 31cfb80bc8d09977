import RxCounts
import RxModel

/// The use that the study's figures tell of: fills, and the patients who have them.
struct MeasuredUse {
  /// Persons among everyone whom a figure counts in an interval.
  struct Persons: Hashable, Comparable {
    var count: Int
    /// The least that they can be where the figure is kept back, by those of their groups; nil where it is shown.
    var least: Int?
    /// True where each has a fill on an observed day, and not only supply.
    var isByFill: Bool

    static func < (one: Persons, other: Persons) -> Bool {
      (one.count, one.least ?? -1, one.isByFill ? 1 : 0)
        < (other.count, other.least ?? -1, other.isByFill ? 1 : 0)
    }
  }

  /// The groups of a grouping, of which counts of the same persons are kept back.
  struct HiddenGroups {
    /// Groups whose count is kept back, each with one person or more.
    var number = 0
    /// The persons of the smallest of them.
    var smallest = Int.max
    /// The persons of the groups that are shown.
    var shown = 0
    var isByFill: Bool

    /// The least that the others are, beside the smallest.
    var leastOthers: Int { shown + number - 1 }
  }

  /// By class, the fills of everyone in the intervals in which they are shown.
  private(set) var fills: [Int] = []
  /// The users among everyone of each class and interval in which they are shown.
  private(set) var users: [Int] = []
  private(set) var persons: [Persons] = []
  /// Of persons by fill, and of others, the groupings that tell most of a group that is kept back.
  private(set) var mostHidden: [HiddenGroups] = []
  /// True where fills, users of everyone are kept back of any class and interval.
  private(set) var hidesFills = false
  private(set) var hidesUsers = false

  var allFills: Int { fills.reduce(0, +) }
  var allUsers: Int { users.reduce(0, +) }
  var hidesAny: Bool { hidesFills || hidesUsers }
  var showsAllFills: Bool { !fills.isEmpty && !hidesFills }

  /// The use that the figures of a protected table tell of.
  init(_ table: ProtectedTable) {
    let counts = table.counts
    let shown = counts.shownMeanings
    var done: Set<CounterMeaning> = []
    for (counter, counted) in counts.counters.enumerated()
    where shown.contains(counted.meaning) && done.insert(counted.meaning).inserted {
      let evidence = counted.meaning.fillEvidence
      if counted.unit == .persons, let evidence {
        let isByFill = evidence == .users || evidence == .byFill
        for interval in counts.intervals.indices { notePersons(table, counter, interval, isByFill) }
      }
      noteEvidence(evidence, counts.intervals.indices.map { table[0, $0] }, counter)
    }
  }

  /// Notes fills or users among everyone, by interval.
  private mutating func noteEvidence(_ evidence: FillEvidence?, _ everyone: [StratumView], _ counter: Int) {
    let shown = everyone.filter { !$0.isHidden(counter) }
    let counts = shown.map { $0.count(counter) }
    let hidesAny = shown.count < everyone.count
    switch evidence {
    case .users:
      users += counts
      hidesUsers = hidesUsers || hidesAny
    case .fills:
      fills.append(counts.reduce(0, +))
      hidesFills = hidesFills || hidesAny
    case .byFill, .bySupply, nil: break
    }
  }

  private mutating func notePersons(
    _ table: ProtectedTable, _ counter: Int, _ interval: Int, _ isByFill: Bool
  ) {
    var groupings: [[Int]: HiddenGroups] = [:]
    for (stratum, group) in table.counts.strata.enumerated().dropFirst() {
      let view = table[stratum, interval]
      let count = view.count(counter)
      guard count > 0 else { continue }
      var groups = groupings[group.variables] ?? HiddenGroups(isByFill: isByFill)
      if view.isHidden(counter) {
        groups.number += 1
        groups.smallest = min(groups.smallest, count)
      } else {
        groups.shown += count
      }
      groupings[group.variables] = groups
    }
    let everyone = table[0, interval]
    let count = everyone.count(counter)
    if count > 0 {
      // Where groups have them and none is kept back, they add up: as if everyone were shown.
      let hides =
        everyone.isHidden(counter)
        && (groupings.isEmpty || groupings.values.contains { $0.number > 0 })
      let least = groupings.values.map { $0.shown + $0.number }.max() ?? 1
      persons.append(Persons(count: count, least: hides ? least : nil, isByFill: isByFill))
    }
    for groups in groupings.values where groups.number > 0 {
      guard let place = mostHidden.firstIndex(where: { $0.isByFill == isByFill }) else {
        mostHidden.append(groups)
        continue
      }
      let old = mostHidden[place]
      if (groups.leastOthers, old.smallest) > (old.leastOthers, groups.smallest) {
        mostHidden[place] = groups
      }
    }
  }
}

extension CountTable {
  /// The meanings of the counters that its figures give away.
  var shownMeanings: Set<CounterMeaning> {
    Set(figures.flatMap(\.shownCounters).map { counters[$0].meaning })
  }
  /// By counter, true if its figures give it away.
  var showsCounters: [Bool] {
    let shown = shownMeanings
    return counters.map { shown.contains($0.meaning) }
  }
}
