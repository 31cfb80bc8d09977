/// What a number is expected to be, after others like it: their middle, and how far from it is ordinary.
struct Expectation: Sendable {
  let middle: Double
  /// One standard deviation, or what stands for it.
  let spread: Double
  /// Of how many others.
  let count: Int
  let least: Double
  let greatest: Double

  /// The expectation after `values`; nil where these are fewer than `fewest`. The spread is that of the middle half, so that
  /// a few odd values among them make nothing ordinary.
  /// - Parameters:
  ///   - values: the others.
  ///   - fewest: the least number of others that say anything.
  ///   - floor: the least spread, for a middle.
  init?(_ values: [Double], fewest: Int, floor: (Double) -> Double) {
    guard values.count >= fewest, let least = values.min(), let greatest = values.max() else { return nil }
    (self.least, self.greatest, count) = (least, greatest, values.count)
    middle = Self.median(values)
    let middle = middle
    // The median distance of normal values is their standard deviation over 1.4826.
    spread = max(1.4826 * Self.median(values.map { abs($0 - middle) }), floor(middle))
  }

  /// True where `value` is more than five spreads off: of one number in two million if they were normal. Many are looked at
  /// each night.
  func isOdd(_ value: Double, atLeast: Double = 0) -> Bool {
    abs(value - middle) > max(5 * spread, atLeast)
  }

  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let half = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
  }
}
