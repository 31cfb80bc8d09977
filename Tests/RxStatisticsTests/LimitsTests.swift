import RxStatistics
import Testing

/// The contract's known answers, to its six decimals.
@Suite struct LimitsTests {
  private let tolerance = 0.000_000_51

  @Test(
    arguments: [
      (0, 20, 0, 0.161125), (5, 50, 0.043476, 0.213602), (37, 412, 0.065856, 0.121334), (20, 20, 0.838875, 1),
    ] as [(Int, Int, Double, Double)])
  func wilson(events: Int, total: Int, lower: Double, upper: Double) {
    let limits = wilsonLimits(events: events, total: total)
    #expect(abs(limits.lower - lower) < tolerance)
    #expect(abs(limits.upper - upper) < tolerance)
  }

  @Test(
    arguments: [
      (0, 0, 3.688879), (1, 0.025318, 5.571643), (5, 1.623486, 11.668332), (10, 4.795389, 18.390356),
      (100, 81.363991, 121.626794),
    ] as [(Int, Double, Double)])
  func poisson(events: Int, lower: Double, upper: Double) {
    let limits = poissonLimits(events: events)
    #expect(abs(limits.lower - lower) < tolerance)
    #expect(abs(limits.upper - upper) < tolerance)
  }

  // Quantiles as Python's statistics.NormalDist gives them.
  @Test(arguments: [(0.5, 0.0), (0.975, 1.959964), (0.995, 2.575829), (0.99975, 3.480756)])
  func normal(share: Double, quantile: Double) {
    #expect(abs(normalQuantile(of: share) - quantile) < tolerance)
  }

  @Test func wilsonIsExactAtItsEndsAndSymmetric() {
    for total in [1, 2, 3, 7, 20, 1000, 1_000_000, 1_000_000_000] {
      #expect(wilsonLimits(events: 0, total: total).lower == 0)
      #expect(wilsonLimits(events: total, total: total).upper == 1)
      for events in [0, 1, total / 3, total / 2] {
        let limits = wilsonLimits(events: events, total: total)
        let mirrored = wilsonLimits(events: total - events, total: total)
        #expect(abs(limits.lower - (1 - mirrored.upper)) < 1e-12)
        #expect(abs(limits.upper - (1 - mirrored.lower)) < 1e-12)
        let share = Double(events) / Double(total)
        #expect(0 <= limits.lower && limits.lower <= share && share <= limits.upper && limits.upper <= 1)
      }
    }
  }

  @Test func poissonLimitsHoldTheCountAndAscend() {
    #expect(poissonLimits(events: 0).lower == 0)
    var last = poissonLimits(events: 0)
    for events in 1...2000 {
      let limits = poissonLimits(events: events)
      #expect(limits.lower < Double(events) && Double(events) < limits.upper)
      #expect(last.lower < limits.lower && last.upper < limits.upper)
      last = limits
    }
  }

  /// The limits are where the tails of the Poisson distribution are 2.5%, by summing its terms.
  @Test(arguments: [1, 2, 3, 5, 10, 37, 100, 250])
  func poissonTailsAreTwoAndAHalfPercent(events: Int) {
    let limits = poissonLimits(events: events)
    #expect(abs(1 - cumulative(events - 1, mean: limits.lower) - 0.025) < 1e-10)
    #expect(abs(cumulative(events, mean: limits.upper) - 0.025) < 1e-10)
  }

  /// P(X <= count).
  private func cumulative(_ count: Int, mean: Double) -> Double {
    var term = 1.0
    var sum = 1.0
    for k in stride(from: 1, through: count, by: 1) {
      term *= mean / Double(k)
      sum += term
    }
    return sum * exponential(-mean)
  }

  /// e^x by halving and its series, so that the test needs no other library.
  private func exponential(_ x: Double) -> Double {
    var scaled = x
    var halvings = 0
    while abs(scaled) > 0.5 {
      scaled /= 2
      halvings += 1
    }
    var term = 1.0
    var sum = 1.0
    for k in 1...25 {
      term *= scaled / Double(k)
      sum += term
    }
    for _ in 0..<halvings { sum *= sum }
    return sum
  }
}
