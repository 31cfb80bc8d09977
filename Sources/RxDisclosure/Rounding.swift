import RxCounts
import RxModel
import RxRelease

/// Rounding: counts are put on a grid, and everything that is computed comes from what is on it.
///
/// `opensafely`: what fewer than `minCell` persons are behind is redacted, the rest rounded to the nearest `roundTo`; a
/// group that consists of the groups of a finer grouping is the sum of their rounded counts, in which a redacted one is
/// 0, so that totals give nothing away that their parts don't. `midpoint6`: each count by itself is the middle of its
/// six. Person-years are rounded as years, other days as days. Residents are public, and stay.
struct Rounding {
  private let original: ProtectedTable
  private let policy: DisclosurePolicy
  /// By group, the groups of the first finer grouping that it consists of; none with midpoints, where every count stands
  /// for itself.
  private let partitions: [Int: [Int]]
  private var rounded: CountTable
  private var protection: Protection

  /// A rounded table.
  /// - Parameters:
  ///   - table: the counts.
  ///   - policy: the study's, of preset `opensafely` or `midpoint6`.
  ///   - summary: takes up what was done.
  /// - Returns: the rounded counts, marked.
  static func protected(
    _ table: CountTable, _ policy: DisclosurePolicy, _ summary: inout DisclosureSummary
  ) -> ProtectedTable {
    var rounding = Rounding(table, policy)
    rounding.roundAll(&summary)
    return ProtectedTable(rounding.rounded, rounding.protection)
  }

  private init(_ table: CountTable, _ policy: DisclosurePolicy) {
    original = ProtectedTable(table, nil)
    rounded = table
    self.policy = policy
    protection = Protection(
      policy, counts: table.counts.count, residents: table.residents.count,
      hasBands: table.ageBands.bandCount > 0)
    protection.years = Array(repeating: 0, count: table.counts.count)
    partitions =
      policy.preset == .midpoint6
      ? [:]
      : Dictionary(table.partitions.map { ($0.whole, $0.parts) }, uniquingKeysWith: { first, _ in first })
  }

  private mutating func roundAll(_ summary: inout DisclosureSummary) {
    let table = original.counts
    // Finer groups come first, since totals are made of them.
    let strata = table.strata.indices.sorted {
      (table.strata[$1].variables.count, $0) < (table.strata[$0].variables.count, $1)
    }
    let shown = Set(table.figures.flatMap(\.shownCounters))
    for interval in table.intervals.indices {
      for counter in 0..<table.counterCount where table.counters[counter].unit != .parts {
        for stratum in strata {
          let isHidden = round(original[stratum, interval], counter)
          guard shown.contains(counter) else { continue }
          summary.figures += 1
          if isHidden { summary.suppressed += 1 }
        }
      }
    }
    roundBands()
    rounded.survival = table.survival.mapValues(roundedTimes)
  }

  /// Rounds one count; whether it is redacted.
  private mutating func round(_ view: StratumView, _ counter: Int) -> Bool {
    let place = view.place(counter)
    let isDecimal = original.counts.isDecimal(counter)
    if let parts = partitions[view.stratum] {
      let places = parts.map { original[$0, view.interval].place(counter) }
        .filter { !protection.hidden[$0] }
      rounded.counts[place] = places.reduce(0) { $0 + rounded.counts[$1] }
      protection.years[place] = places.reduce(0) { $0 + protection.years[$1] }
      protection.hidden[place] = rounded.counts[place] == 0 && policy.minCell > 0
    } else {
      let value =
        isDecimal
        ? view.amount(AmountCounters(whole: counter, parts: counter + 1)) : Double(view.count(counter))
      protection.hidden[place] = policy.minCell > 0 && view.persons(behind: counter) < policy.minCell
      protection.years[place] = policy.rounded(value / daysPerYear)
      rounded.counts[place] = roundedCount(value, counter)
    }
    // What is redacted keeps its count, which says that there is a row.
    if protection.hidden[place] { rounded.counts[place] = Int64(view.count(counter)) }
    if isDecimal { rounded.counts[place + 1] = 0 }
    return protection.hidden[place]
  }

  /// A count on the grid. Days of observation are shown as years and as days: one figure.
  private func roundedCount(_ value: Double, _ counter: Int) -> Int64 {
    Int64(
      counter == CountTable.observedDays
        ? (policy.rounded(value / daysPerYear) * daysPerYear).rounded() : policy.rounded(value))
  }

  private mutating func roundBands() {
    let table = original.counts
    for stratum in table.strata.indices {
      for interval in table.intervals.indices {
        for counter in 0..<table.counterCount {
          guard let persons = table.persons(behind: counter) else { continue }
          for band in 0..<table.ageBands.bandCount {
            func count(_ counter: Int) -> Int {
              table.bandCount(stratum: stratum, interval: interval, counter: counter, band: band)
            }
            let place = table.bandPlace(stratum: stratum, interval: interval, counter: counter, band: band)
            rounded.ageBands.counts[place] = roundedCount(Double(count(counter)), counter)
            if policy.minCell > 0, count(persons) < policy.minCell {
              protection.hasHiddenBand[original[stratum, interval].place(counter)] = true
            }
          }
        }
      }
    }
  }

  /// Times whose cumulative numbers of events, of deaths and of those censored are on the grid.
  private func roundedTimes(_ times: [SurvivalCount]) -> [SurvivalCount] {
    let events = roundedSteps(times.map(\.events))
    let competing = roundedSteps(times.map(\.competing))
    let censored = roundedSteps(times.map(\.censored))
    return times.indices.map { place in
      SurvivalCount(
        days: times[place].days, events: events[place], competing: competing[place],
        censored: censored[place])
    }
  }

  /// Numbers whose sums up to each of them are on the grid.
  private func roundedSteps(_ numbers: [Int]) -> [Int] {
    var (sum, before) = (0, 0)
    return numbers.map { number in
      sum += number
      let now = Int(policy.rounded(Double(sum)))
      defer { before = now }
      return now - before
    }
  }
}
