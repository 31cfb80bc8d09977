import RxCounts
import RxModel

/// What is the same for every person of a run.
struct ExposurePlan: Sendable {
  /// A drug group that a drug is in, with the chains of fills that it takes part in there.
  struct Membership: Sendable {
    let group: Int
    /// Places in `chains`: chain numbers, which are unique over all groups.
    let chains: Range<Int>
  }

  /// The study's intervals.
  let index: IntervalIndex
  /// How fills are put end to end.
  let carryOver: CarryOver
  /// How many drug groups.
  let groupCount: Int
  /// How many chains the groups have together.
  let chainCount: Int
  /// The most chains that a drug takes part in within one group.
  let longestMembership: Int
  /// All memberships, those of a drug together.
  let memberships: [Membership]
  /// Where each drug's memberships begin; one more at the end.
  let firstMembership: [Int]
  /// See `Membership`.
  let chains: [Int]
  /// What is kept of each fill besides.
  let columns: FillColumns
  /// The doses that measures ask for.
  let books: [DoseBook]

  /// A plan for drug groups with `chainCounts` chains, and drugs that are in them as the registry says.
  init(
    index: IntervalIndex, carryOver: CarryOver, chainCounts: [Int],
    memberships: [[DrugRegistry.Membership]], columns: FillColumns, books: [DoseBook]
  ) {
    self.index = index
    self.carryOver = carryOver
    self.columns = columns
    self.books = books
    groupCount = chainCounts.count
    chainCount = chainCounts.reduce(0, +)
    let firstChains = chainCounts.indices.map { chainCounts[..<$0].reduce(0, +) }
    var all: [Membership] = []
    var first = [0]
    var chains: [Int] = []
    var longest = 1
    for drug in memberships {
      for membership in drug {
        let start = chains.count
        chains += membership.chains.map { firstChains[membership.group] + $0 }
        all.append(Membership(group: membership.group, chains: start..<chains.count))
        longest = max(longest, membership.chains.count)
      }
      first.append(all.count)
    }
    self.memberships = all
    firstMembership = first
    self.chains = chains
    longestMembership = carryOver == .drug ? longest : 1
  }

  /// The chains that a drug takes part in within a group.
  func chains(of drug: Int, in group: Int) -> ArraySlice<Int> {
    for membership in memberships[firstMembership[drug]..<firstMembership[drug + 1]]
    where membership.group == group {
      return chains[membership.chains]
    }
    return []
  }
}

/// One fill of a drug group.
struct Fill: Sendable {
  /// Its date.
  var day = Day(0)
  /// Days' supply.
  var daysSupply: Int32 = 0
  /// The drug's number in the registry.
  var drug: Int32 = 0
  /// Where its kept columns are; see `PersonHistory.value`.
  var extra: UInt32 = 0

  /// Its supply as dispensed.
  @inline(__always)
  var supply: DaySpan { DaySpan(day, Day(day.number + (daysSupply - 1))) }
}

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
  /// Covered days, observed or not, after `carry_over`; `coverageRange` tells which are of one drug group.
  private(set) var coverage: [DaySpan] = []
  /// Covered observed days; `observedCoverageRange` tells which are of one drug group.
  private(set) var observedCoverage: [DaySpan] = []
  private var fillCountOfGroup: [Int]
  private var spanCount: [Int]
  private var observedSpanCount: [Int]
  /// How far apart the groups' first places in the three arrays are.
  private var fillStride = 0
  private var spanStride = 0
  private var observedStride = 0
  /// By chain, the last day of its supply so far.
  private var chainEnds: [Day]

  /// The kept columns of the shard's fills.
  private var columns: [UInt32] = []
  /// The fills of known dose of all books; `dosedRange` tells which are of one.
  private(set) var dosed: [DosedFill] = []
  private var dosedEnds: [Int]
  /// By book, how many of the fills that were made on observed days have no known dose.
  private(set) var lackingFills: [Int]
  /// The day of birth, or `Cohort.noBirth`.
  private(set) var birth = Cohort.noBirth
  /// Whether an attribute keeps the person out of measures that ask.
  private(set) var isExcluded = false

  // By drug group, then interval.
  private var observedFills: [Int]
  private var suppliedDays: [Int]
  private var coveredDays: [Int]

  /// Room for one number an interval; measures leave it zeroed.
  var totals: [Int]
  /// Room for spans; measures may leave anything in it.
  var spans: [DaySpan] = []

  /// A history of nobody.
  init(_ plan: ExposurePlan) {
    self.plan = plan
    let cells = plan.groupCount * plan.index.count
    fillCountOfGroup = Array(repeating: 0, count: plan.groupCount)
    spanCount = fillCountOfGroup
    observedSpanCount = fillCountOfGroup
    chainEnds = Array(repeating: Day(.min), count: max(plan.chainCount, plan.groupCount))
    observedFills = Array(repeating: 0, count: cells)
    suppliedDays = observedFills
    coveredDays = observedFills
    totals = Array(repeating: 0, count: plan.index.count)
    dosedEnds = Array(repeating: 0, count: plan.books.count)
    lackingFills = dosedEnds
  }

  // MARK: What measures read

  /// The group's fills in `fills`, by date.
  @inline(__always)
  func fillRange(_ group: Int) -> Range<Int> {
    let start = group &* fillStride
    return start..<(start &+ fillCountOfGroup[group])
  }

  /// The group's spans in `coverage`, disjoint and in order.
  @inline(__always)
  func coverageRange(_ group: Int) -> Range<Int> {
    let start = group &* spanStride
    return start..<(start &+ spanCount[group])
  }

  /// The group's spans in `observedCoverage`, disjoint and in order.
  @inline(__always)
  func observedCoverageRange(_ group: Int) -> Range<Int> {
    let start = group &* observedStride
    return start..<(start &+ observedSpanCount[group])
  }

  /// Fills of the group on observed days of the interval.
  @inline(__always)
  func fillCount(_ group: Int, in interval: Int) -> Int {
    observedFills[group &* plan.index.count &+ interval]
  }

  /// The days' supply of these fills, summed.
  @inline(__always)
  func suppliedDays(_ group: Int, in interval: Int) -> Int {
    suppliedDays[group &* plan.index.count &+ interval]
  }

  /// Observed days of the interval that the group covers.
  @inline(__always)
  func coveredDays(_ group: Int, in interval: Int) -> Int {
    coveredDays[group &* plan.index.count &+ interval]
  }

  /// Adds the days of `span` to each interval's `totals`.
  @inline(__always)
  mutating func addDays(of span: DaySpan) {
    plan.index.forEachPart(of: span) { interval, part in totals[interval] += part.days }
  }

  // MARK: A person

  /// Starts a shard whose fills have these kept columns.
  mutating func begin(columns: [UInt32]) { self.columns = columns }

  /// Starts a person with these observed runs and no fills.
  mutating func begin(observed runs: [DaySpan], birth: Day, isExcluded: Bool) {
    clear()
    self.birth = birth
    self.isExcluded = isExcluded
    observed.removeAll(keepingCapacity: true)
    for run in runs { observed.append(run) }
  }

  /// Takes the person's fills, which come by date. A fill counts once in each of its groups.
  mutating func take(_ rows: [ShardFills.Row], _ range: Range<Int>) {
    guard let first = range.first else { return }
    makeRoom(rows: range.count)
    var run = 0
    var (observedCount, latest) = (0, Day(.min))
    for index in range {
      let row = rows[index]
      let day = Day(row.day)
      while run < observed.count, day > observed[run].end { run += 1 }
      let isObserved = run < observed.count && day >= observed[run].start
      observedCount += isObserved ? 1 : 0
      let interval = isObserved ? plan.index.interval(of: day) : nil
      let drug = Int(row.drug)
      for place in plan.firstMembership[drug]..<plan.firstMembership[drug + 1] {
        let membership = plan.memberships[place]
        let group = membership.group
        fills[group &* fillStride &+ fillCountOfGroup[group]] = Fill(
          day: day, daysSupply: row.daysSupply, drug: row.drug, extra: row.extra)
        fillCountOfGroup[group] += 1
        if let interval {
          observedFills[group &* plan.index.count &+ interval] += 1
          suppliedDays[group &* plan.index.count &+ interval] += Int(row.daysSupply)
        }
        let end =
          switch plan.carryOver {
          case .none: supply(group, from: day, row.daysSupply)
          case .class: carryOver(group, chain: group, day, row.daysSupply)
          case .drug:
            membership.chains.reduce(Day(.min)) {
              max($0, carryOver(group, chain: plan.chains[$1], day, row.daysSupply))
            }
          }
        latest = max(latest, end)
      }
    }
    fillCounts = (observedCount, range.count - observedCount)
    intervals = plan.index.intervals(from: Day(rows[first].day), to: latest)
    for group in 0..<plan.groupCount where spanCount[group] > 0 { cover(group) }
    if !plan.books.isEmpty { takeDoses() }
  }

  /// The value of a fill's kept column; 0 is empty.
  @inline(__always)
  func value(_ place: Int, of fill: Fill) -> UInt32 {
    columns[Int(fill.extra) &* plan.columns.count &+ place]
  }

  /// The book's fills in `dosed`, by date and in an order that does not depend on that of the rows.
  func dosedRange(_ book: Int) -> Range<Int> { (book == 0 ? 0 : dosedEnds[book - 1])..<dosedEnds[book] }

  private mutating func takeDoses() {
    let quantityPlace = plan.columns.place(.quantity)
    let strengthPlace = plan.columns.place(.strength)
    dosed.removeAll(keepingCapacity: true)
    for (number, book) in plan.books.enumerated() {
      let first = dosed.count
      lackingFills[number] = 0
      for place in fillRange(book.group) {
        let fill = fills[place]
        let isObserved = isObserved(fill.day)
        let quantity = quantityPlace.map { value($0, of: fill) } ?? 0
        let strength = strengthPlace.map { value($0, of: fill) } ?? 0
        let dose = book.dose(drug: Int(fill.drug), quantity: Int(quantity), strength: Int(strength))
        guard dose > 0 else {
          if isObserved { lackingFills[number] += 1 }
          continue
        }
        let interval = isObserved ? plan.index.interval(of: fill.day) : nil
        dosed.append(
          DosedFill(
            supply: fill.supply, interval: interval.map { Int32($0) } ?? -1, drug: fill.drug,
            quantity: quantity,
            strength: strength, dose: dose))
      }
      if dosed.count - first > 1 { dosed[first...].sort(by: DosedFill.precedes) }
      dosedEnds[number] = dosed.count
    }
  }

  /// Whether the day is an observed one.
  func isObserved(_ day: Day) -> Bool { observed.contains { $0.contains(day) } }

  /// The first day on which the person has lived `years` completed years; nil without a birth date.
  func birthday(_ years: Int) -> Day? {
    guard birth != Cohort.noBirth else { return nil }
    let (year, month, day) = birth.civil
    // Who is born on 29 February is a year older on 1 March of a common year.
    return Day(year: year + years, month: month, day: day) ?? Day(year: year + years, month: 3, day: 1)
  }

  private mutating func clear() {
    if fillCounts != (0, 0) {
      for group in 0..<plan.groupCount where fillCountOfGroup[group] > 0 {
        fillCountOfGroup[group] = 0
        spanCount[group] = 0
        observedSpanCount[group] = 0
        for interval in intervals {
          observedFills[group &* plan.index.count &+ interval] = 0
          suppliedDays[group &* plan.index.count &+ interval] = 0
          coveredDays[group &* plan.index.count &+ interval] = 0
        }
      }
      if plan.carryOver != .none { for chain in chainEnds.indices { chainEnds[chain] = Day(.min) } }
      fillCounts = (0, 0)
      for book in dosedEnds.indices {
        dosedEnds[book] = 0
        lackingFills[book] = 0
      }
    }
    intervals = 0..<0
  }

  private mutating func makeRoom(rows: Int) {
    func grow<Element>(_ array: inout [Element], to count: Int, _ element: Element) {
      guard array.count < count else { return }
      array += repeatElement(element, count: max(count, array.count * 2) - array.count)
    }
    fillStride = rows
    spanStride = rows * plan.longestMembership
    observedStride = spanStride + observed.count
    grow(&fills, to: plan.groupCount * fillStride, Fill())
    grow(&coverage, to: plan.groupCount * spanStride, DaySpan(Day(0), Day(0)))
    grow(&observedCoverage, to: plan.groupCount * observedStride, DaySpan(Day(0), Day(0)))
  }

  /// Adds a supply that starts on `day`, and returns its last day.
  @inline(__always)
  private mutating func supply(_ group: Int, from day: Day, _ daysSupply: Int32) -> Day {
    let end = Day(day.number + (daysSupply - 1))
    coverage[group &* spanStride &+ spanCount[group]] = DaySpan(day, end)
    spanCount[group] += 1
    return end
  }

  /// A fill whose date is not after the end of the chain's supply starts on the day after that end.
  private mutating func carryOver(_ group: Int, chain: Int, _ day: Day, _ daysSupply: Int32) -> Day {
    let end = chainEnds[chain]
    chainEnds[chain] = supply(group, from: day > end ? day : end + 1, daysSupply)
    return chainEnds[chain]
  }

  /// Works out a group's coverage from its supplies, which lie where the coverage will.
  private mutating func cover(_ group: Int) {
    let supplies = coverageRange(group)
    let start = supplies.lowerBound
    spanCount[group] = union(&coverage, supplies)
    var count = 0
    let target = group &* observedStride
    var run = 0
    for place in start..<(start &+ spanCount[group]) {
      let span = coverage[place]
      while run < observed.count, observed[run].end < span.start { run += 1 }
      var other = run
      while other < observed.count, observed[other].start <= span.end {
        let part = DaySpan(
          max(span.start, observed[other].start), min(span.end, observed[other].end))
        observedCoverage[target &+ count] = part
        count += 1
        plan.index.forEachPart(of: part) { interval, part in
          coveredDays[group &* plan.index.count &+ interval] += part.days
        }
        other += 1
      }
    }
    observedSpanCount[group] = count
  }
}
