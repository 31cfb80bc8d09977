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
  private var table: CountTable
  private let policy: DisclosurePolicy
  private let partitions: [Int: [Int]]
  private var protection: Protection

  /// Rounds a table.
  static func protect(
    _ table: inout CountTable, _ policy: DisclosurePolicy, _ summary: inout DisclosureSummary
  ) {
    var rounding = Rounding(table, policy)
    rounding.roundAll(&summary)
    table = rounding.table
  }

  private init(_ table: CountTable, _ policy: DisclosurePolicy) {
    self.table = table
    self.policy = policy
    protection = Protection(
      policy, counts: table.counts.count, residents: 0, hasBands: table.ageBands.bandCount > 0)
    protection.years = Array(repeating: 0, count: table.counts.count)
    // The first finer grouping of the study's; with midpoints every count stands for itself.
    partitions =
      policy.preset == .midpoint6
      ? [:]
      : Dictionary(table.partitions.map { ($0.whole, $0.parts) }, uniquingKeysWith: { first, _ in first })
  }

  private func rounded(_ value: Double) -> Double { policy.rounded(value) }

  private mutating func roundAll(_ summary: inout DisclosureSummary) {
    let original = table
    let cells = table.cells.indices.sorted {
      (table.cells[$1].variables.count, $0) < (table.cells[$0].variables.count, $1)
    }
    let shown = Set(table.lines.flatMap(\.shownCounters))
    for interval in table.intervals.indices {
      for counter in 0..<table.counterCount where table.counters[counter].unit != .parts {
        // Finer groups come first, since totals are made of them.
        for cell in cells {
          let isHidden = round(original, cell, interval, counter)
          guard shown.contains(counter) else { continue }
          summary.figures += 1
          if isHidden { summary.suppressed += 1 }
        }
      }
    }
    roundBands(original)
    table.survival = original.survival.mapValues(roundedTimes)
    protection.hiddenResidents = Array(repeating: false, count: table.residents.count)
    table.protection = protection
  }

  /// Rounds one count; whether it is redacted.
  private mutating func round(_ original: CountTable, _ cell: Int, _ interval: Int, _ counter: Int) -> Bool {
    let place = original.place(cell: cell, interval: interval, counter: counter)
    let isDecimal = original.isDecimal(counter)
    let value =
      isDecimal
      ? original.amount(AmountCounters(whole: counter, parts: counter + 1), cell: cell, interval: interval)
      : Double(original.counts[place])
    if let parts = partitions[cell] {
      let places = parts.map { original.place(cell: $0, interval: interval, counter: counter) }
        .filter { !protection.hidden[$0] }
      table.counts[place] = places.reduce(0) { $0 + table.counts[$1] }
      protection.years[place] = places.reduce(0) { $0 + protection.years[$1] }
      protection.hidden[place] = table.counts[place] == 0 && policy.minCell > 0
    } else {
      protection.hidden[place] =
        policy.minCell > 0 && original.persons(behind: counter, cell, interval) < policy.minCell
      protection.years[place] = rounded(value / daysPerYear)
      // Days of observation are shown as years and as days: one figure.
      table.counts[place] = Int64(
        counter == CountTable.observedDays
          ? (protection.years[place] * daysPerYear).rounded() : rounded(value))
    }
    // What is redacted keeps its count, which says that there is a row.
    if protection.hidden[place] { table.counts[place] = original.counts[place] }
    if isDecimal { table.counts[place + 1] = 0 }
    return protection.hidden[place]
  }

  private mutating func roundBands(_ original: CountTable) {
    guard original.ageBands.bandCount > 0 else { return }
    for cell in original.cells.indices {
      for interval in original.intervals.indices {
        for counter in 0..<original.counterCount {
          guard let persons = original.persons(behind: counter) else { continue }
          let place = original.place(cell: cell, interval: interval, counter: counter)
          for band in 0..<original.ageBands.bandCount {
            func count(_ counter: Int) -> Int {
              original.bandCount(cell: cell, interval: interval, counter: counter, band: band)
            }
            let value = Double(count(counter))
            let isDays = counter == CountTable.observedDays
            table.ageBands.counts[
              original.bandPlace(cell: cell, interval: interval, counter: counter, band: band)] = Int64(
                isDays ? (rounded(value / daysPerYear) * daysPerYear).rounded() : rounded(value))
            if policy.minCell > 0, count(persons) < policy.minCell { protection.hasHiddenBand[place] = true }
          }
        }
      }
    }
  }

  /// Times whose cumulative numbers of events and of those censored are on the grid.
  private func roundedTimes(_ times: [SurvivalCount]) -> [SurvivalCount] {
    var (events, censored) = (0, 0)
    var (before, beforeCensored) = (0, 0)
    return times.map { time in
      events += time.events
      censored += time.censored
      let (now, nowCensored) = (Int(rounded(Double(events))), Int(rounded(Double(censored))))
      defer { (before, beforeCensored) = (now, nowCensored) }
      return SurvivalCount(days: time.days, events: now - before, censored: nowCensored - beforeCensored)
    }
  }
}
