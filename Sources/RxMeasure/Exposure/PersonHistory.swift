import RxDecode
import RxModel

/// One person's observation and exposure: the input of every measure. Reused from person to person, and laid out in
/// few arrays for all drug groups, so that no person costs an allocation or a reference count.
struct PersonHistory {
  /// What is the same for everyone.
  let plan: ExposurePlan
  /// The observed days, as unbroken runs in order, up to the study's last day.
  private(set) var observed: [DaySpan] = []
  /// How many of the fills were made on observed days, and on others.
  private(set) var fillCounts = (observed: 0, unobserved: 0)
  /// The intervals in which the person has fills or covered days; outside them all totals are 0.
  private(set) var intervals = 0..<0

  /// The fills of all drug groups; `fillRange` tells which are of one.
  private(set) var fills: [Fill] = []
  private var fillCountOfGroup: [Int]
  /// How far apart the groups' first places in `fills` are.
  private var fillStride = 0
  private var covered: Coverage
  private var fillTotals: FillTotals

  /// The kept values of the shard's fills.
  private var keptValues: [UInt32] = []
  /// The fills of known dose of all dose tables; `dosedRange` tells which are of one.
  private(set) var dosed: [DosedFill] = []
  private var dosedEnds: [Int]
  /// By dose table, how many of the fills that were made on observed days have no known dose.
  private(set) var lackingFills: [Int]
  /// By dose table, how many of the fills that were made on observed days have a dose that was cut off.
  private(set) var cutFills: [Int]
  /// The day of birth, or `Cohort.noBirth`.
  private(set) var birth = Cohort.noBirth
  /// Whether an attribute keeps the person out of measures that ask.
  private(set) var isExcluded = false

  /// Room for one number an interval; measures leave it zeroed.
  var totals: [Int]
  /// Room for spans; measures may leave anything in it.
  var spans: [DaySpan] = []

  /// A history of nobody.
  init(_ plan: ExposurePlan) {
    self.plan = plan
    fillCountOfGroup = Array(repeating: 0, count: plan.groupCount)
    covered = Coverage(groupCount: plan.groupCount, chainCount: plan.chainCount, plan.carryOver)
    fillTotals = FillTotals(groupCount: plan.groupCount, intervalCount: plan.index.count)
    totals = Array(repeating: 0, count: plan.index.count)
    dosedEnds = Array(repeating: 0, count: plan.doseTables.count)
    lackingFills = dosedEnds
    cutFills = dosedEnds
  }

  // MARK: What measures read

  /// The group's fills in `fills`, by date.
  @inline(__always)
  func fillRange(_ group: Int) -> Range<Int> {
    let start = group &* fillStride
    return start..<(start &+ fillCountOfGroup[group])
  }

  /// Covered days, observed or not, after `carry_over`; `coverageRange` tells which are of one drug group.
  @inline(__always)
  var coverage: [DaySpan] { covered.spans }

  /// The group's spans in `coverage`, disjoint and in order.
  @inline(__always)
  func coverageRange(_ group: Int) -> Range<Int> { covered.range(group) }

  /// Covered observed days; `observedCoverageRange` tells which are of one drug group.
  @inline(__always)
  var observedCoverage: [DaySpan] { covered.observedSpans }

  /// The group's spans in `observedCoverage`, disjoint and in order.
  @inline(__always)
  func observedCoverageRange(_ group: Int) -> Range<Int> { covered.observedRange(group) }

  /// Fills of the group on observed days of the interval.
  @inline(__always)
  func fillCount(_ group: Int, in interval: Int) -> Int { fillTotals.fillCount(group, in: interval) }

  /// The days' supply of these fills, summed.
  @inline(__always)
  func suppliedDays(_ group: Int, in interval: Int) -> Int { fillTotals.suppliedDays(group, in: interval) }

  /// Observed days of the interval that the group covers.
  @inline(__always)
  func coveredDays(_ group: Int, in interval: Int) -> Int { fillTotals.coveredDays(group, in: interval) }

  /// The value of a fill's kept column; 0 is empty.
  @inline(__always)
  func value(_ place: Int, of fill: Fill) -> UInt32 {
    keptValues[Int(fill.keptRow) &* plan.columns.count &+ place]
  }

  /// The dose table's fills in `dosed`, by date and in an order that does not depend on that of the rows.
  func dosedRange(_ table: Int) -> Range<Int> { (table == 0 ? 0 : dosedEnds[table - 1])..<dosedEnds[table] }

  /// Whether the day is an observed one.
  func isObserved(_ day: Day) -> Bool { observed.contains { $0.contains(day) } }

  /// The first day on which the person has lived `years` completed years; nil without a birth date.
  func birthday(_ years: Int) -> Day? {
    guard birth != Cohort.noBirth else { return nil }
    let (year, month, day) = birth.civil
    // Who is born on 29 February is a year older on 1 March of a common year.
    return Day(year: year + years, month: month, day: day) ?? Day(year: year + years, month: 3, day: 1)
  }

  /// Adds the days of `span` to each interval's `totals`.
  @inline(__always)
  mutating func addDays(of span: DaySpan) {
    plan.index.forEachPart(of: span) { interval, part in totals[interval] += part.days }
  }

  // MARK: A person

  /// Starts a shard whose fills have these kept values.
  mutating func begin(keptValues: [UInt32]) { self.keptValues = keptValues }

  /// Starts a person with these observed runs and no fills.
  mutating func begin(observed runs: [DaySpan], birth: Day, isExcluded: Bool) {
    clear()
    self.birth = birth
    self.isExcluded = isExcluded
    observed.removeAll(keepingCapacity: true)
    for run in runs { observed.append(run) }
  }

  /// Applies the person's fills, which come by date. A fill counts once in each of its groups.
  mutating func apply(_ rows: [Fill], _ range: Range<Int>) {
    guard let first = range.first else { return }
    fillStride = range.count
    fills.grow(to: plan.groupCount * fillStride, Fill())
    covered.makeRoom(supplies: range.count * plan.longestMembership, runs: observed.count)
    var run = 0
    var (observedCount, latest) = (0, Day(.min))
    for index in range {
      let fill = rows[index]
      while run < observed.count, fill.day > observed[run].end { run += 1 }
      let isObserved = run < observed.count && fill.day >= observed[run].start
      observedCount += isObserved ? 1 : 0
      latest = max(latest, apply(fill, in: isObserved ? plan.index.interval(of: fill.day) : nil))
    }
    fillCounts = (observedCount, range.count - observedCount)
    intervals = plan.index.intervals(from: rows[first].day, to: latest)
    for group in 0..<plan.groupCount where fillCountOfGroup[group] > 0 { cover(group) }
    if !plan.doseTables.isEmpty { findDoses() }
  }

  /// Applies a fill to each of its groups, and returns the last day of its supply; `interval` is that of its date where
  /// it is observed.
  @inline(__always)
  private mutating func apply(_ fill: Fill, in interval: Int?) -> Day {
    let drug = Int(fill.drug)
    var latest = Day(.min)
    for place in plan.firstMembership[drug]..<plan.firstMembership[drug + 1] {
      let membership = plan.memberships[place]
      let group = membership.group
      fills[group &* fillStride &+ fillCountOfGroup[group]] = fill
      fillCountOfGroup[group] += 1
      if let interval { fillTotals.addFill(group, in: interval, daysSupply: fill.daysSupply) }
      let end = covered.add(
        group, chains: plan.chains, membership.chains, from: fill.day, fill.daysSupply)
      latest = max(latest, end)
    }
    return latest
  }

  /// Works out the group's covered days from its supplies.
  private mutating func cover(_ group: Int) {
    covered.unite(group, observed: observed) { part in
      plan.index.forEachPart(of: part) { interval, part in
        fillTotals.addCovered(group, in: interval, days: part.days)
      }
    }
  }

  private mutating func findDoses() {
    let quantityPlace = plan.columns.place(.quantity)
    let strengthPlace = plan.columns.place(.strength)
    dosed.removeAll(keepingCapacity: true)
    for (number, table) in plan.doseTables.enumerated() {
      let first = dosed.count
      lackingFills[number] = 0
      cutFills[number] = 0
      for place in fillRange(table.group) {
        let fill = fills[place]
        let isObserved = isObserved(fill.day)
        let quantity = quantityPlace.map { value($0, of: fill) } ?? 0
        let strength = strengthPlace.map { value($0, of: fill) } ?? 0
        let dose = table.dose(drug: Int(fill.drug), quantity: Int(quantity), strength: Int(strength))
        guard dose > 0 else {
          if isObserved { lackingFills[number] += 1 }
          continue
        }
        if dose > DosedFill.greatestDose, isObserved { cutFills[number] += 1 }
        let interval = isObserved ? plan.index.interval(of: fill.day) : nil
        dosed.append(
          DosedFill(
            supply: fill.supply, interval: interval.map { Int32($0) } ?? -1, drug: fill.drug,
            quantity: quantity,
            strength: strength, dose: min(dose, DosedFill.greatestDose)))
      }
      if dosed.count - first > 1 { dosed[first...].sort(by: DosedFill.precedes) }
      dosedEnds[number] = dosed.count
    }
  }

  private mutating func clear() {
    if fillCounts != (0, 0) {
      for group in 0..<plan.groupCount where fillCountOfGroup[group] > 0 {
        fillCountOfGroup[group] = 0
        covered.clear(group)
        fillTotals.clear(group, in: intervals)
      }
      covered.clearChains()
      fillCounts = (0, 0)
      for table in dosedEnds.indices {
        dosedEnds[table] = 0
        lackingFills[table] = 0
        cutFills[table] = 0
      }
    }
    intervals = 0..<0
  }
}
