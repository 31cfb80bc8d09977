import RxCounts
import RxModel

/// The use that the study's figures tell of: fills, and the patients who have them.
struct MeasuredUse {
  /// Persons among everyone whom a figure counts in an interval.
  struct Persons: Hashable, Comparable {
    var count: Int
    /// The least number of groups with nobody in common that they consist of; 0 where the figure is shown.
    var hiddenGroups: Int
    /// True where each has a fill on an observed day, and not only supply.
    var isByFill: Bool

    static func < (one: Persons, other: Persons) -> Bool {
      (one.count, one.hiddenGroups, one.isByFill ? 1 : 0)
        < (other.count, other.hiddenGroups, other.isByFill ? 1 : 0)
    }
  }

  /// Groups that have nobody in common, each with a count of the same persons that is kept back.
  struct HiddenGroups {
    var number = 0
    /// The persons of the smallest of them.
    var smallest = Int.max
    var isByFill: Bool
  }

  /// By class, the fills of everyone in the intervals in which they are shown.
  private(set) var fills: [Int] = []
  /// The users among everyone of each class and interval in which they are shown.
  private(set) var users: [Int] = []
  private(set) var persons: [Persons] = []
  /// The most groups of persons by fill, and of others.
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
    let shown = Set(counts.figures.flatMap(\.shownCounters).map { counts.counters[$0].meaning })
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
    var hidden: [[Int]: HiddenGroups] = [:]
    for (stratum, group) in table.counts.strata.enumerated() {
      let view = table[stratum, interval]
      let count = view.count(counter)
      guard view.isHidden(counter), count > 0 else { continue }
      var groups = hidden[group.variables] ?? HiddenGroups(isByFill: isByFill)
      groups.number += 1
      groups.smallest = min(groups.smallest, count)
      hidden[group.variables] = groups
    }
    let everyone = table[0, interval]
    if everyone.count(counter) > 0 {
      let groups = hidden.values.map(\.number).max() ?? 0
      persons.append(
        Persons(
          count: everyone.count(counter), hiddenGroups: everyone.isHidden(counter) ? groups : 0,
          isByFill: isByFill))
    }
    for groups in hidden.values {
      guard let place = mostHidden.firstIndex(where: { $0.isByFill == isByFill }) else {
        mostHidden.append(groups)
        continue
      }
      let old = mostHidden[place]
      if (groups.number, old.smallest) > (old.number, groups.smallest) { mostHidden[place] = groups }
    }
  }
}
