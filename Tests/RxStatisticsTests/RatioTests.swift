import RxStatistics
import Testing

@Suite struct RatioTests {
  /// a, n, a0, n0, then the ratio and its limits: scipy 1.17.1, `stats.contingency.relative_risk`,
  /// `confidence_interval(0.95)`.
  @Test(
    arguments: [
      ([27, 122, 44, 487], 2.4495156482861398, 1.5836990926700116, 3.7886786315466354),
      ([1, 10, 9, 9], 0.1, 0.015576838338526128, 0.641978801003991),
      ([5, 50, 37, 412], 1.1135135135135135, 0.4588533760812423, 2.7021972800254104),
      ([123_456, 1_000_000, 120_000, 1_000_000], 1.0288, 1.0211678440086502, 1.0364891983330353),
      (
        [100_000_000, 1_000_000_000, 200_000_000, 1_000_000_000], 0.5, 0.49988827734534863,
        0.5001117476241338
      ),
    ] as [([Int], Double, Double, Double)])
  func proportions(counts: [Int], ratio: Double, lower: Double, upper: Double) throws {
    let result = try #require(
      proportionRatio(
        events: counts[0], total: counts[1], referenceEvents: counts[2], referenceTotal: counts[3]))
    #expect(isClose(result.ratio, ratio, relative: 1e-14))
    #expect(isClose(result.limits, lower, upper))
  }

  /// a, a0, t, t0, then the ratio and its limits: statsmodels 0.15.0, `stats.rates.confint_poisson_2indep`,
  /// `method="wald-log"`, `compare="ratio"`.
  @Test(
    arguments: [
      ([60, 30], [51477.5, 54308.7], 2.1099975717546497, 1.3612801263025065, 3.2705169691290763),
      ([1, 1], [2.5, 10], 4, 0.2501953446644493, 63.950030810759),
      ([41, 15], [28010, 19017], 1.8557586576222778, 1.0272259976476372, 3.3525633144278704),
      ([1_000_000_000, 2_000_000_000], [1e10, 1.5e10], 0.75, 0.7499430703517312, 0.7500569339699099),
    ] as [([Int], [Double], Double, Double, Double)])
  func rates(counts: [Int], exposures: [Double], ratio: Double, lower: Double, upper: Double) throws {
    let result = try #require(
      rateRatio(
        events: counts[0], exposure: exposures[0], referenceEvents: counts[1],
        referenceExposure: exposures[1]))
    #expect(isClose(result.ratio, ratio, relative: 1e-14))
    #expect(isClose(result.limits, lower, upper))
  }

  @Test func undefinedWithoutEventsOnEitherSide() {
    #expect(proportionRatio(events: 0, total: 10, referenceEvents: 5, referenceTotal: 10) == nil)
    #expect(proportionRatio(events: 5, total: 10, referenceEvents: 0, referenceTotal: 10) == nil)
    #expect(proportionRatio(events: 0, total: 0, referenceEvents: 0, referenceTotal: 0) == nil)
    #expect(proportionRatio(events: 1, total: 10, referenceEvents: 1, referenceTotal: 10) != nil)
    #expect(rateRatio(events: 0, exposure: 10, referenceEvents: 5, referenceExposure: 10) == nil)
    #expect(rateRatio(events: 5, exposure: 10, referenceEvents: 0, referenceExposure: 10) == nil)
    #expect(rateRatio(events: 1, exposure: 10, referenceEvents: 1, referenceExposure: 10) != nil)
  }

  /// Everyone on both sides: no variance is left, and rounding must not make it negative.
  @Test(arguments: [(1, 1), (3, 7), (49, 1_000_003), (999_999_937, 3)])
  func everyone(total: Int, reference: Int) throws {
    let result = try #require(
      proportionRatio(
        events: total, total: total, referenceEvents: reference, referenceTotal: reference))
    #expect(result.ratio == 1)
    #expect(result.limits == ConfidenceLimits(lower: 1, upper: 1))
  }

  /// Sides swapped: the reciprocals, limits in the other order.
  @Test(arguments: [(1, 2, 3, 4), (17, 400, 23, 90), (5, 5, 1, 1_000_000)])
  func swappedSidesAreReciprocal(events: Int, total: Int, referenceEvents: Int, referenceTotal: Int) throws {
    let result = try #require(
      proportionRatio(
        events: events, total: total, referenceEvents: referenceEvents, referenceTotal: referenceTotal))
    let swapped = try #require(
      proportionRatio(
        events: referenceEvents, total: referenceTotal, referenceEvents: events, referenceTotal: total))
    #expect(isClose(result.ratio, 1 / swapped.ratio, relative: 1e-12))
    #expect(isClose(result.limits, 1 / swapped.limits.upper, 1 / swapped.limits.lower, relative: 1e-12))
    #expect(result.limits.lower < result.ratio && result.ratio < result.limits.upper)
  }
}
