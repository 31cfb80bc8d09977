/// One person's fills on observed days and covered observed days, by drug set and interval.
struct FillTotals: Sendable {
  private struct Totals: Sendable {
    var fills = 0
    var suppliedDays = 0
    var coveredDays = 0
  }

  private let intervalCount: Int
  /// By drug set, then interval.
  private var totals: [Totals]

  /// Nothing, of so many drug sets and intervals.
  init(drugSetCount: Int, intervalCount: Int) {
    self.intervalCount = intervalCount
    totals = Array(repeating: Totals(), count: drugSetCount * intervalCount)
  }

  /// Fills of the drug set on observed days of the interval.
  @inline(__always)
  func fillCount(_ drugSet: Int, in interval: Int) -> Int { totals[place(drugSet, interval)].fills }

  /// The days' supply of these fills, summed.
  @inline(__always)
  func suppliedDays(_ drugSet: Int, in interval: Int) -> Int { totals[place(drugSet, interval)].suppliedDays }

  /// Observed days of the interval that the drug set covers.
  @inline(__always)
  func coveredDays(_ drugSet: Int, in interval: Int) -> Int { totals[place(drugSet, interval)].coveredDays }

  /// Adds a fill on an observed day.
  @inline(__always)
  mutating func addFill(_ drugSet: Int, in interval: Int, daysSupply: Int32) {
    let place = place(drugSet, interval)
    var own = totals[place]
    own.fills += 1
    own.suppliedDays += Int(daysSupply)
    totals[place] = own
  }

  /// Adds covered observed days.
  @inline(__always)
  mutating func addCovered(_ drugSet: Int, in interval: Int, days: Int) {
    totals[place(drugSet, interval)].coveredDays += days
  }

  /// Forgets what the drug set has in these intervals.
  mutating func clear(_ drugSet: Int, in intervals: Range<Int>) {
    for interval in intervals { totals[place(drugSet, interval)] = Totals() }
  }

  @inline(__always)
  private func place(_ drugSet: Int, _ interval: Int) -> Int { drugSet &* intervalCount &+ interval }
}
