/// One person's fills on observed days and covered observed days, by drug set and interval.
struct FillTotals: Sendable {
  private let intervalCount: Int
  // By drug set, then interval.
  private var fills: [Int]
  private var supplied: [Int]
  private var covered: [Int]

  /// Nothing, of so many drug sets and intervals.
  init(drugSetCount: Int, intervalCount: Int) {
    self.intervalCount = intervalCount
    fills = Array(repeating: 0, count: drugSetCount * intervalCount)
    supplied = fills
    covered = fills
  }

  /// Fills of the drug set on observed days of the interval.
  @inline(__always)
  func fillCount(_ drugSet: Int, in interval: Int) -> Int { fills[drugSet &* intervalCount &+ interval] }

  /// The days' supply of these fills, summed.
  @inline(__always)
  func suppliedDays(_ drugSet: Int, in interval: Int) -> Int {
    supplied[drugSet &* intervalCount &+ interval]
  }

  /// Observed days of the interval that the drug set covers.
  @inline(__always)
  func coveredDays(_ drugSet: Int, in interval: Int) -> Int { covered[drugSet &* intervalCount &+ interval] }

  /// Adds a fill on an observed day.
  @inline(__always)
  mutating func addFill(_ drugSet: Int, in interval: Int, daysSupply: Int32) {
    fills[drugSet &* intervalCount &+ interval] += 1
    supplied[drugSet &* intervalCount &+ interval] += Int(daysSupply)
  }

  /// Adds covered observed days.
  @inline(__always)
  mutating func addCovered(_ drugSet: Int, in interval: Int, days: Int) {
    covered[drugSet &* intervalCount &+ interval] += days
  }

  /// Forgets what the drug set has in these intervals.
  mutating func clear(_ drugSet: Int, in intervals: Range<Int>) {
    for interval in intervals {
      fills[drugSet &* intervalCount &+ interval] = 0
      supplied[drugSet &* intervalCount &+ interval] = 0
      covered[drugSet &* intervalCount &+ interval] = 0
    }
  }
}
