import RxCounts
import RxModel

/// A stratum of a grouping: the levels of its variables, age bands by number, others by level number.
struct StratumKey: Hashable, Sendable {
  /// The grouping's place in the study; -1 is everyone.
  let grouping: Int
  /// A level for each of the grouping's variables.
  let levels: [UInt32]
}

/// One worker's counts: for each stratum, interval and counter a whole number in one array. A full stratum is an index into it,
/// found once for each person and interval, and not a key that is hashed for each count.
///
/// A person is counted once, in the full stratum of all the study's variables; the strata of the groupings are
/// their sums, which are made when all is counted, or where there are too many full strata to hold.
struct CellCounter {
  /// The variables, groupings and counters that the strata are made of.
  struct Stratification: Sendable {
    /// The study's variables, and behind them age where rates are standardised and no grouping has it.
    let variables: [GroupVariable]
    /// The number of them that are the study's.
    let publishedVariables: Int
    /// The study's groupings, and behind them, where rates are standardised, each of them that has no age (everyone
    /// first) with age.
    let groupings: [[Int]]
    /// The number of them that are the study's.
    let publishedGroupings: Int
    let ageBands: AgeBands?
    let intervalCount: Int
    let counterCount: Int
    /// For each variable its place among a patient's levels; nil for age.
    let levelOfVariable: [Int?]
    /// For each level field of a patient, by level number, the number that stands for the level that it is a part of.
    let representatives: [[UInt32]]
    /// True where whoever is `unknown` in a variable of the study is not counted, and no resident either.
    let dropsUnknown: Bool
  }

  /// Full strata are summed when they hold more counts than this (8 bytes each).
  private let mostFinestCounts: Int

  private let layout: Stratification
  private let perStratum: Int
  // Another module's constants cost a call each time.
  private let personsCounter = CountTable.persons
  private let daysCounter = CountTable.observedDays
  private var keys: [StratumKey] = [StratumKey(grouping: -1, levels: [])]
  /// Counts by stratum, interval, counter.
  private var counts: [Int64]
  private var stratumOfKey: [StratumKey: Int] = [:]

  private let bandCount: Int
  private let unknownBand: Int
  private let bandOfAge: [Int]
  private var profiles: ProfileTable
  /// By profile and band: the full stratum, -1 where there is none yet.
  private var fullStratumSlots: [Int32] = []
  private var fullStrata: [(profile: Int, band: Int)] = []
  /// Counts by full stratum, interval, counter.
  private var finest: [Int64] = []
  /// The person at hand: the profile, the birth's calendar date, and the intervals between the first and the last that
  /// it was entered in.
  private var profile = 0
  private var born: (year: Int, month: Int, day: Int)?
  private(set) var entered = 0..<0
  /// The number of intervals that the person is one of.
  private(set) var enteredCount = 0
  /// By interval, the person's first observed day.
  private var firstDays: [Day]
  /// By interval, the person's observed days, and the age in completed years; -1 where it is not known.
  private var observedDays: [Int]
  private var ages: [Int]
  /// The values of series, by full stratum and interval.
  private var values: ValueTally
  /// Their sums by stratum: small codes, and others.
  private var sums: ValueTally
  private var survival: [SurvivalKey: [Int32: Int]] = [:]
  /// The places in `finest` where the person's counts of each interval begin; -1 where it is no person of the
  /// interval.
  private var places: [Int]
  /// By interval, the first day of the last person that had one, and its calendar date: most persons share it.
  private var calendar: [(day: Day, civil: (year: Int, month: Int, day: Int))]

  /// Counts of nothing.
  init(_ layout: Stratification, mostFinestCounts: Int = 1 << 20) {
    self.layout = layout
    self.mostFinestCounts = mostFinestCounts
    perStratum = layout.intervalCount * layout.counterCount
    bandCount = layout.ageBands?.labels.count ?? 1
    unknownBand = layout.ageBands?.level(ofAge: nil) ?? 0
    bandOfAge = (0...Self.oldestAge).map { layout.ageBands?.level(ofAge: $0) ?? 0 }
    profiles = ProfileTable(layout.representatives)
    places = Array(repeating: -1, count: layout.intervalCount)
    firstDays = Array(repeating: Day(0), count: layout.intervalCount)
    observedDays = Array(repeating: 0, count: layout.intervalCount)
    ages = Array(repeating: -1, count: layout.intervalCount)
    values = ValueTally(intervalCount: layout.intervalCount)
    sums = values
    calendar = Array(repeating: (Day(0), Day(0).civil), count: layout.intervalCount)
    counts = Array(repeating: 0, count: perStratum)
  }

  /// Nobody is older; whoever is would be in the last band all the same.
  private static let oldestAge = 255

  /// Starts a person, who is in no interval yet.
  /// - Parameters:
  ///   - levels: level numbers, 0 for unknown; the person's are some of them, by level field.
  ///   - firstLevel: where the person's begin.
  ///   - birth: the day of birth, or nil.
  mutating func begin(levels: [UInt32], from firstLevel: Int, birth: Day?) {
    if finest.count > mostFinestCounts || values.size / 8 > mostFinestCounts { sumUp() }
    profile = profiles.number(levels, from: firstLevel)
    let missing = (profile + 1) * bandCount - fullStratumSlots.count
    if missing > 0 { fullStratumSlots += repeatElement(-1, count: missing) }
    born = birth?.civil
    for interval in entered { places[interval] = -1 }
    entered = 0..<0
    enteredCount = 0
  }

  /// The person is one of the interval, later than those entered before, whose first observed day in it is `firstDay`,
  /// and has `observedDays` there.
  @inline(__always)
  mutating func enter(_ interval: Int, firstDay: Day, observedDays: Int) {
    var (age, band) = (-1, unknownBand)
    if let born {
      if calendar[interval].day != firstDay { calendar[interval] = (firstDay, firstDay.civil) }
      age = max(0, Day.completedYears(from: born, on: calendar[interval].civil))
      band = bandOfAge[min(age, Self.oldestAge)]
    }
    ages[interval] = age
    self.observedDays[interval] = observedDays
    let place = fullStratum(profile, band) &* perStratum &+ interval &* layout.counterCount
    places[interval] = place
    enteredCount &+= 1
    firstDays[interval] = firstDay
    entered = entered.isEmpty ? interval..<(interval + 1) : entered.lowerBound..<(interval + 1)
    finest[place &+ personsCounter] &+= 1
    finest[place &+ daysCounter] &+= Int64(observedDays)
  }

  /// Adds to a counter of an interval, in every stratum that the person is in there; nothing where it is no person of
  /// the interval.
  @inline(__always)
  mutating func add(_ amount: Int, to counter: Int, in interval: Int) {
    let place = places[interval]
    guard place >= 0 else { return }
    finest[place &+ counter] &+= Int64(amount)
  }

  /// Adds an amount that is 0 or more: of one person's fills, each of which is of `DosedFill.greatestDose` at most.
  @inline(__always)
  mutating func add(amount: Double, to counters: AmountCounters, in interval: Int) {
    let whole = amount.rounded(.down)
    add(Int(whole), to: counters.whole, in: interval)
    add(parts: Int64(((amount - whole) * AmountCounters.partsPerUnit).rounded()), to: counters, in: interval)
  }

  /// Adds parts of a unit, and makes whole units of as many as there are: the parts of a stratum stay below one unit.
  @inline(__always)
  private mutating func add(parts: Int64, to counters: AmountCounters, in interval: Int) {
    let place = places[interval]
    guard place >= 0 else { return }
    finest[place &+ counters.parts] &+= parts
    if finest[place &+ counters.parts] >= Int64(AmountCounters.partsPerUnit) {
      finest[place &+ counters.parts] &-= Int64(AmountCounters.partsPerUnit)
      finest[place &+ counters.whole] &+= 1
    }
  }

  /// Adds a new user's time, in days, and its end to a series.
  mutating func add(time days: Int, _ end: TimeEnd, to series: Int, in interval: Int) {
    add(value: Int(end.code(days: days)), to: series, in: interval)
  }

  /// Adds a value, 0 or more, to a series.
  @inline(__always)
  mutating func add(value: Int, to series: Int, in interval: Int) {
    let place = places[interval]
    guard place >= 0 else { return }
    values.add(value, to: series, at: place / layout.counterCount)
  }

  /// True if the person is one of the interval.
  @inline(__always)
  func isPerson(of interval: Int) -> Bool { places[interval] >= 0 }

  /// The person's first observed day in an interval that it is a person of.
  @inline(__always)
  func firstDay(of interval: Int) -> Day { firstDays[interval] }

  /// The person's observed days in an interval that it is a person of.
  @inline(__always)
  func observedDays(of interval: Int) -> Int { observedDays[interval] }

  /// The person's age in completed years in an interval that it is a person of, as its group has it; nil where it is not
  /// known.
  @inline(__always)
  func age(of interval: Int) -> Int? { ages[interval] >= 0 ? ages[interval] : nil }

  /// Takes away the counts, by stratum of the study's groupings.
  mutating func takeCounts() -> CellCounts {
    sumUp()
    for (stratum, values) in sums.take(fullStrata: keys.count).enumerated() {
      // Those of a series and interval come one after the other.
      for own in values.chunked() {
        let key = SurvivalKey(
          series: own[own.startIndex].series, stratum: stratum, interval: own[own.startIndex].interval)
        survival[key, default: [:]].merge(own.lazy.map { ($0.code, $0.times) }) { $0 + $1 }
      }
    }
    return CellCounts(keys: keys, counts: counts, survival: survival)
  }

  @inline(__always)
  private mutating func fullStratum(_ profile: Int, _ band: Int) -> Int {
    let slot = profile &* bandCount &+ band
    let known = fullStratumSlots[slot]
    if known >= 0 { return Int(known) }
    let fullStratum = fullStrata.count
    fullStratumSlots[slot] = Int32(fullStratum)
    fullStrata.append((profile, band))
    finest += repeatElement(0, count: perStratum)
    return fullStratum
  }

  /// Adds the full strata to the strata of the groupings, and forgets them.
  private mutating func sumUp() {
    for interval in entered { places[interval] = -1 }
    entered = 0..<0
    let valuesOfFullStratum = values.take(fullStrata: fullStrata.count)
    for (fullStratum, key) in fullStrata.enumerated() {
      let levels = profiles.levels(key.profile)
      add(finest: fullStratum, to: 0)
      let tallied = valuesOfFullStratum[fullStratum]
      add(tallied, to: 0)
      for grouping in layout.groupings.indices {
        let values = layout.groupings[grouping].map { variable in
          layout.levelOfVariable[variable].map { levels[levels.startIndex + $0] } ?? UInt32(key.band)
        }
        let stratum = stratum(StratumKey(grouping: grouping, levels: values))
        add(finest: fullStratum, to: stratum)
        if grouping < layout.publishedGroupings { add(tallied, to: stratum) }
      }
    }
    fullStrata = []
    fullStratumSlots = []
    finest = []
    profiles.removeAll()
  }

  private mutating func add(finest fullStratum: Int, to stratum: Int) {
    for offset in 0..<perStratum {
      counts[stratum * perStratum + offset] += finest[fullStratum * perStratum + offset]
    }
  }

  private mutating func add(_ values: [ValueTally.Count], to stratum: Int) {
    for value in values {
      guard !ValueTally.isSmall(Int(value.code)) else {
        sums.add(
          Int(value.code), times: value.times, to: value.series,
          at: stratum * layout.intervalCount + value.interval)
        continue
      }
      let key = SurvivalKey(series: value.series, stratum: stratum, interval: value.interval)
      survival[key, default: [:]][value.code, default: 0] += value.times
    }
  }

  private mutating func stratum(_ key: StratumKey) -> Int {
    if let known = stratumOfKey[key] { return known }
    stratumOfKey[key] = keys.count
    keys.append(key)
    counts += repeatElement(0, count: perStratum)
    return keys.count - 1
  }
}

/// Numbers for the combinations of levels that patients have, from 0 in order of arrival. Open addressing.
private struct ProfileTable {
  private let width: Int
  /// By level number the one that stands for it, level field after level field.
  private let representatives: [UInt32]
  /// The place in `representatives` where each level field begins.
  private let starts: [Int]
  /// By profile, then level field.
  private var all: [UInt32] = []
  private var count = 0
  /// A profile + 1; 0 is empty.
  private var slots = [Int32](repeating: 0, count: 64)
  private var wanted: [UInt32]

  /// A table of combinations of levels, of which each field has those that `representatives` has a number for.
  init(_ representatives: [[UInt32]]) {
    width = representatives.count
    self.representatives = representatives.flatMap { $0 }
    var starts = [0]
    for field in representatives { starts.append(starts[starts.count - 1] + field.count) }
    self.starts = starts
    wanted = Array(repeating: 0, count: width)
  }

  /// Forgets all combinations.
  mutating func removeAll() {
    all = []
    count = 0
    slots = Array(repeating: 0, count: 64)
  }

  /// The levels of profile `number`.
  func levels(_ number: Int) -> ArraySlice<UInt32> { all[(number * width)..<((number + 1) * width)] }

  /// The number of a combination, in which each level is the one that stands for it.
  mutating func number(_ levels: [UInt32], from first: Int) -> Int {
    var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
    for field in 0..<width {
      wanted[field] = representatives[starts[field] &+ Int(levels[first &+ field])]
      hash = Self.mix(hash, wanted[field])
    }
    var slot = Int(truncatingIfNeeded: hash >> 32) & (slots.count - 1)
    while slots[slot] > 0 {
      let number = Int(slots[slot]) - 1
      if holds(number) { return number }
      slot = (slot + 1) & (slots.count - 1)
    }
    all += wanted
    count += 1
    slots[slot] = Int32(count)
    if count * 2 > slots.count { grow() }
    return count - 1
  }

  /// True if profile `number` is the wanted combination.
  @inline(__always)
  private func holds(_ number: Int) -> Bool {
    for field in 0..<width where all[number &* width &+ field] != wanted[field] { return false }
    return true
  }

  @inline(__always)
  private static func mix(_ hash: UInt64, _ level: UInt32) -> UInt64 {
    let product = (hash ^ UInt64(level)).multipliedFullWidth(by: 0xE703_7ED1_A0B4_28DB)
    return product.high ^ product.low
  }

  private mutating func grow() {
    slots = Array(repeating: 0, count: slots.count * 2)
    for number in 0..<count {
      let hash = levels(number).reduce(0x9E37_79B9_7F4A_7C15) { Self.mix($0, $1) }
      var slot = Int(truncatingIfNeeded: hash >> 32) & (slots.count - 1)
      while slots[slot] > 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(number + 1)
    }
  }
}
