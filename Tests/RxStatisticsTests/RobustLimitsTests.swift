import RxStatistics
import Testing

@Suite struct RobustLimitsTests {
  /// Counts and days of persons, then the standard error of the logarithm of their rate: statsmodels 0.15.0, a Poisson
  /// `GEE` of three records a person with independent working correlation and robust covariance; `GLM` of a record a person
  /// with `cov_type="cluster"` and `use_correction=False` prints the same to 10 digits. The first is the contract's.
  @Test(
    arguments: [
      ([0, 1, 3, 0, 8], [400, 200, 400, 100, 800], 0.33084249413414246),
      ([2, 0, 5, 1, 0, 0, 12, 3], [365, 365, 120, 365, 30, 365, 200, 366], 0.5393794466965749),
    ] as [([Int], [Int], Double)])
  func standardErrors(counts: [Int], days: [Int], expected: Double) {
    #expect(isClose(deviation(counts, days), expected, relative: 1e-10))
  }

  @Test func knownAnswer() {
    let limits = logLimits(
      of: 12 / 4.75, standardError: deviation([0, 1, 3, 0, 8], [400, 200, 400, 100, 800]))
    #expect(isClose(limits, 1.3209123, 4.8317147, relative: 1e-7))
  }

  /// No digits are lost where persons are alike: one alone has no error, and neither have many with the same rate.
  @Test(arguments: [1, 2, 1000, 1_000_000])
  func alike(persons: Int) {
    let found = robustDeviation(
      events: 7 * persons, time: 365 * persons, squares: 49 * persons, products: 7 * 365 * persons,
      timeSquares: 365 * 365 * persons)
    #expect(found == 0)
    #expect(logLimits(of: 2, standardError: found) == ConfidenceLimits(lower: 2, upper: 2))
  }

  /// Sums that were rounded each by itself can contradict each other.
  @Test func contradiction() {
    #expect(robustDeviation(events: 10, time: 365, squares: 5, products: 3650, timeSquares: 133_225) == 0)
  }

  private func deviation(_ counts: [Int], _ days: [Int]) -> Double {
    func sum(_ products: [Int]) -> Int { products.reduce(0, +) }
    return robustDeviation(
      events: sum(counts), time: sum(days), squares: sum(counts.map { $0 * $0 }),
      products: sum(zip(counts, days).map { $0 * $1 }), timeSquares: sum(days.map { $0 * $0 }))
  }
}
