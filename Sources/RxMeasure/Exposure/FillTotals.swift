/// One person's fills on observed days and covered observed days, by drug group and interval.
struct FillTotals: Sendable {
  private let intervalCount: Int
  // By drug group, then interval.
  private var fills: [Int]
  private var supplied: [Int]
  private var covered: [Int]

  /// Nothing, of so many drug groups and intervals.
  init(groupCount: Int, intervalCount: Int) {
    self.intervalCount = intervalCount
    fills = Array(repeating: 0, count: groupCount * intervalCount)
    supplied = fills
    covered = fills
  }

  /// Fills of the group on observed days of the interval.
  @inline(__always)
  func fillCount(_ group: Int, in interval: Int) -> Int { fills[group &* intervalCount &+ interval] }

  /// The days' supply of these fills, summed.
  @inline(__always)
  func suppliedDays(_ group: Int, in interval: Int) -> Int { supplied[group &* intervalCount &+ interval] }

  /// Observed days of the interval that the group covers.
  @inline(__always)
  func coveredDays(_ group: Int, in interval: Int) -> Int { covered[group &* intervalCount &+ interval] }

  /// Adds a fill on an observed day.
  @inline(__always)
  mutating func addFill(_ group: Int, in interval: Int, daysSupply: Int32) {
    fills[group &* intervalCount &+ interval] += 1
    supplied[group &* intervalCount &+ interval] += Int(daysSupply)
  }

  /// Adds covered observed days.
  @inline(__always)
  mutating func addCovered(_ group: Int, in interval: Int, days: Int) {
    covered[group &* intervalCount &+ interval] += days
  }

  /// Forgets what the group has in these intervals.
  mutating func clear(_ group: Int, in intervals: Range<Int>) {
    for interval in intervals {
      fills[group &* intervalCount &+ interval] = 0
      supplied[group &* intervalCount &+ interval] = 0
      covered[group &* intervalCount &+ interval] = 0
    }
  }
}
