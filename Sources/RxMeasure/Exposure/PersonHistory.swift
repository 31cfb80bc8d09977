import RxDecode
import RxModel

/// One person's observation and exposure: the input of every measure. Reused from person to person, and laid out in
/// few arrays for all drug sets, so that no person costs an allocation or a reference count.
struct PersonHistory {
  /// The plan, the same for everyone.
  let plan: ExposurePlan
  /// The observed days, as unbroken runs in order, up to the study's last day.
  private(set) var observed: [DaySpan] = []
  /// By run of them, the first day of the look-back that goes with it: observed days that count for nothing else, up to
  /// the run. The run's first day where there are none.
  private(set) var lookBackStarts: [Day] = []
  /// The number of the fills made on observed days, and of those made on others.
  private(set) var fillCounts = (observed: 0, unobserved: 0)
  /// The intervals in which the person has fills or covered days; outside them all totals are 0.
  private(set) var intervals = 0..<0

  /// The fills of all drug sets; `fillRange` tells which are of one.
  private(set) var fills: [Fill] = []
  private var fillCountOfDrugSet: [Int]
  /// The distance between the drug sets' first places in `fills`.
  private var fillStride = 0
  private var covered: Coverage
  private var fillTotals: FillTotals

  /// The kept values of the shard's fills.
  private var keptValues: [UInt32] = []
  /// The fills of known dose of all dose tables; `dosedRange` tells which are of one.
  private(set) var dosed: [DosedFill] = []
  private var dosedEnds: [Int]
  /// By dose table, the number of the fills made on observed days that have no known dose.
  private(set) var lackingFills: [Int]
  /// By dose table, the number of the fills made on observed days that have a dose that was cut off.
  private(set) var cutFills: [Int]
  /// The day of birth, or `Roster.noBirth`.
  private(set) var birth = Roster.noBirth
  /// True where an attribute keeps the person out of measures that ask.
  private(set) var isExcluded = false

  /// Room for one number an interval; measures leave it zeroed.
  var totals: [Int]
  /// Room for spans; measures may leave anything in it.
  var spans: [DaySpan] = []

  /// A history of nobody.
  init(_ plan: ExposurePlan) {
    self.plan = plan
    fillCountOfDrugSet = Array(repeating: 0, count: plan.drugSetCount)
    covered = Coverage(drugSetCount: plan.drugSetCount, chainCount: plan.chainCount, plan.carryOver)
    fillTotals = FillTotals(drugSetCount: plan.drugSetCount, intervalCount: plan.index.count)
    totals = Array(repeating: 0, count: plan.index.count)
    dosedEnds = Array(repeating: 0, count: plan.doseTables.count)
    lackingFills = dosedEnds
    cutFills = dosedEnds
  }

  // MARK: What measures read

  /// The drug set's fills in `fills`, by date.
  @inline(__always)
  func fillRange(_ drugSet: Int) -> Range<Int> {
    let start = drugSet &* fillStride
    return start..<(start &+ fillCountOfDrugSet[drugSet])
  }

  /// Covered days, observed or not, after `carry_over`; `coverageRange` tells which are of one drug set.
  @inline(__always)
  var coverage: [DaySpan] { covered.spans }

  /// The drug set's spans in `coverage`, disjoint and in order.
  @inline(__always)
  func coverageRange(_ drugSet: Int) -> Range<Int> { covered.range(drugSet) }

  /// Covered observed days; `observedCoverageRange` tells which are of one drug set.
  @inline(__always)
  var observedCoverage: [DaySpan] { covered.observedSpans }

  /// The drug set's spans in `observedCoverage`, disjoint and in order.
  @inline(__always)
  func observedCoverageRange(_ drugSet: Int) -> Range<Int> { covered.observedRange(drugSet) }

  /// Fills of the drug set on observed days of the interval.
  @inline(__always)
  func fillCount(_ drugSet: Int, in interval: Int) -> Int { fillTotals.fillCount(drugSet, in: interval) }

  /// The days' supply of these fills, summed.
  @inline(__always)
  func suppliedDays(_ drugSet: Int, in interval: Int) -> Int {
    fillTotals.suppliedDays(drugSet, in: interval)
  }

  /// Observed days of the interval that the drug set covers.
  @inline(__always)
  func coveredDays(_ drugSet: Int, in interval: Int) -> Int { fillTotals.coveredDays(drugSet, in: interval) }

  /// The value of a fill's kept column; 0 is empty.
  @inline(__always)
  func value(_ place: Int, of fill: Fill) -> UInt32 {
    keptValues[Int(fill.keptRow) &* plan.columns.count &+ place]
  }

  /// The dose table's fills in `dosed`, by date and in an order that does not depend on that of the rows.
  func dosedRange(_ table: Int) -> Range<Int> { (table == 0 ? 0 : dosedEnds[table - 1])..<dosedEnds[table] }

  /// True if the day is an observed one.
  func isObserved(_ day: Day) -> Bool { observed.contains { $0.contains(day) } }

  /// True if the day is an observed one, or one of look-back.
  func isLookedBackOn(_ day: Day) -> Bool {
    zip(lookBackStarts, observed).contains { $0 <= day && day <= $1.end }
  }

  /// The first day on which the person has lived `years` completed years; nil without a birth date.
  func birthday(_ years: Int) -> Day? {
    guard birth != Roster.noBirth else { return nil }
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
  mutating func begin(_ runs: ObservedRuns, birth: Day, isExcluded: Bool) {
    clear()
    self.birth = birth
    self.isExcluded = isExcluded
    observed.empty()
    for run in runs.counted { observed.append(run) }
    lookBackStarts.empty()
    for day in runs.lookBackStarts { lookBackStarts.append(day) }
  }

  /// Applies the person's fills, which come by date. A fill counts once in each of its drug sets.
  mutating func apply(_ rows: [Fill], _ range: Range<Int>) {
    guard let first = range.first else { return }
    fillStride = range.count
    fills.grow(to: plan.drugSetCount * fillStride, Fill())
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
    for drugSet in 0..<plan.drugSetCount where fillCountOfDrugSet[drugSet] > 0 { cover(drugSet) }
    if !plan.doseTables.isEmpty { findDoses() }
  }

  /// Applies a fill to each of its drug sets, and returns the last day of its supply; `interval` is that of its date where
  /// it is observed.
  @inline(__always)
  private mutating func apply(_ fill: Fill, in interval: Int?) -> Day {
    let drug = Int(fill.drug)
    var latest = Day(.min)
    for place in plan.firstMembership[drug]..<plan.firstMembership[drug + 1] {
      let membership = plan.memberships[place]
      let drugSet = membership.drugSet
      fills[drugSet &* fillStride &+ fillCountOfDrugSet[drugSet]] = fill
      fillCountOfDrugSet[drugSet] += 1
      if let interval { fillTotals.addFill(drugSet, in: interval, daysSupply: fill.daysSupply) }
      let end = covered.add(
        drugSet, chains: plan.chains, membership.chains, from: fill.day, fill.daysSupply)
      latest = max(latest, end)
    }
    return latest
  }

  /// Works out the drug set's covered days from its supplies.
  private mutating func cover(_ drugSet: Int) {
    covered.unite(drugSet, observed: observed) { part in
      plan.index.forEachPart(of: part) { interval, part in
        fillTotals.addCovered(drugSet, in: interval, days: part.days)
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
      for place in fillRange(table.drugSet) {
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
      for drugSet in 0..<plan.drugSetCount where fillCountOfDrugSet[drugSet] > 0 {
        fillCountOfDrugSet[drugSet] = 0
        covered.clear(drugSet)
        fillTotals.clear(drugSet, in: intervals)
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
