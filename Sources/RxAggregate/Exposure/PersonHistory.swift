import RxModel

/// What is the same for every person of a run.
struct ExposurePlan: Sendable {
  /// The study's intervals.
  let index: IntervalIndex
  /// How fills are put end to end.
  let carryOver: CarryOver
  /// How many drug groups, and how many chains each has.
  let chainCounts: [Int]
  /// The groups that each drug is in.
  let memberships: [[DrugRegistry.Membership]]
}

/// One fill of a drug group.
struct Fill: Sendable {
  /// Its date.
  let day: Day
  /// Days' supply.
  let daysSupply: Int
  /// Whether its date is an observed day.
  let isObserved: Bool
}

/// One person's observation and exposure: the input of every measure. Reused from person to person, so that no
/// person costs an allocation.
struct PersonHistory {
  /// What one drug group's fills come to.
  struct GroupHistory {
    /// The fills, by date.
    var fills: [Fill] = []
    /// The covered days, observed or not, after `carry_over`.
    var coverage: [DaySpan] = []
    /// The covered observed days.
    var observedCoverage: [DaySpan] = []
    fileprivate var supplies: [DaySpan] = []
    fileprivate var chainEnds: [Day]

    fileprivate mutating func finish(observed: [DaySpan]) {
      union(&supplies, into: &coverage)
      intersect(coverage, observed, into: &observedCoverage)
    }
  }

  /// What is the same for everyone.
  let plan: ExposurePlan
  /// The observed days, as unbroken runs in order, up to the study's last day.
  private(set) var observed: [DaySpan] = []
  /// By drug group.
  private(set) var groups: [GroupHistory]
  /// Room for one number an interval; measures leave it zeroed.
  var totals: [Int]
  /// More room of the same kind.
  var otherTotals: [Int]
  /// Room for spans; measures may leave anything in it.
  var spans: [DaySpan] = []
  private var active: [Int] = []

  /// A history of nobody.
  init(_ plan: ExposurePlan) {
    self.plan = plan
    groups = plan.chainCounts.map { chains in
      GroupHistory(chainEnds: Array(repeating: Day(.min), count: plan.carryOver == .class ? 1 : chains))
    }
    totals = Array(repeating: 0, count: plan.index.count)
    otherTotals = totals
  }

  /// Starts a person with these observed runs and no fills.
  mutating func begin(observed runs: [DaySpan]) {
    observed.removeAll(keepingCapacity: true)
    observed.append(contentsOf: runs)
    for group in active {
      groups[group].fills.removeAll(keepingCapacity: true)
      groups[group].supplies.removeAll(keepingCapacity: true)
      groups[group].coverage.removeAll(keepingCapacity: true)
      groups[group].observedCoverage.removeAll(keepingCapacity: true)
      for chain in groups[group].chainEnds.indices { groups[group].chainEnds[chain] = Day(.min) }
    }
    active.removeAll(keepingCapacity: true)
  }

  /// Whether `day` is an observed day.
  func isObserved(_ day: Day) -> Bool {
    for run in observed where day <= run.end { return day >= run.start }
    return false
  }

  /// Adds the days of `span` to each interval's `totals`.
  @inline(__always)
  mutating func addDays(of span: DaySpan) {
    plan.index.forEachPart(of: span) { interval, part in totals[interval] += part.days }
  }

  /// Adds a fill; fills come by date. A fill counts once in each of its groups.
  mutating func add(day: Day, daysSupply: Int, drug: Int, isObserved: Bool) {
    for membership in plan.memberships[drug] {
      let group = membership.group
      if groups[group].fills.isEmpty { active.append(group) }
      groups[group].fills.append(Fill(day: day, daysSupply: daysSupply, isObserved: isObserved))
      switch plan.carryOver {
      case .none: groups[group].supplies.append(DaySpan(day, day + (daysSupply - 1)))
      case .class: carryOver(group, chain: 0, day, daysSupply)
      case .drug: for chain in membership.chains { carryOver(group, chain: chain, day, daysSupply) }
      }
    }
  }

  /// A fill whose date is not after the end of the chain's supply starts on the day after that end.
  private mutating func carryOver(_ group: Int, chain: Int, _ day: Day, _ daysSupply: Int) {
    let end = groups[group].chainEnds[chain]
    let start = day > end ? day : end + 1
    groups[group].chainEnds[chain] = start + (daysSupply - 1)
    groups[group].supplies.append(DaySpan(start, start + (daysSupply - 1)))
  }

  /// Works out the coverage of every group with fills; call it when all fills are added.
  mutating func finish() {
    for group in active { groups[group].finish(observed: observed) }
  }
}
