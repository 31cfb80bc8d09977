import RxStatistics
import Testing

/// Remission of leukaemia, in weeks: E. J. Freireich et al., Blood 1963;21:699-716, 21 persons in either arm.
@Suite struct KaplanMeierTests {
  private static let mercaptopurine =
    [6, 6, 6, 7, 10, 13, 16, 22, 23].map { SurvivalTime(days: $0, events: 1, censored: 0) }
    + [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35].map { SurvivalTime(days: $0, events: 0, censored: 1) }
  private static let placebo =
    [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
    .map { SurvivalTime(days: $0, events: 1, censored: 0) }

  /// lifelines 0.30.3, `KaplanMeierFitter`, whose limits are log-log; the shares also statsmodels 0.15.0.
  @Test(
    arguments: [
      (6, 0.857142857142857, 0.6197179552659838, 0.9515517476469969),
      (7, 0.8067226890756299, 0.5631465646222333, 0.9228090192028802),
      (10, 0.7529411764705878, 0.5031995107999564, 0.8893618351692651),
      (13, 0.6901960784313722, 0.43161022248618386, 0.8490659633494505),
      (15, 0.6901960784313722, 0.43161022248618386, 0.8490659633494505),
      (16, 0.6274509803921566, 0.36751085598750194, 0.8049121894718411),
      (22, 0.5378151260504199, 0.26777893676713493, 0.7467907176353943),
      (23, 0.44817927170868327, 0.18805200595923233, 0.6801426284952412),
      (35, 0.44817927170868327, 0.18805200595923233, 0.6801426284952412),
    ] as [(Int, Double, Double, Double)])
  func mercaptopurine(day: Int, share: Double, lower: Double, upper: Double) throws {
    let survival = try #require(KaplanMeier(Self.mercaptopurine).survival(at: day))
    #expect(isClose(survival.share, share, relative: 1e-13))
    let limits = try #require(survival.limits)
    #expect(isClose(limits, lower, upper))
  }

  @Test func mercaptopurineElsewhere() throws {
    let estimate = KaplanMeier(Self.mercaptopurine)
    #expect(estimate.medianDays == 23)
    for day in [-1, 0, 5] {
      let survival = try #require(estimate.survival(at: day))
      #expect(survival.share == 1 && survival.limits == nil)
    }
    #expect(estimate.survival(at: 36) == nil)
  }

  /// As above, lifelines 0.30.3; without censoring S is the share of those beyond.
  @Test func placebo() throws {
    let estimate = KaplanMeier(Self.placebo)
    #expect(estimate.medianDays == 8)
    let limits = try #require(estimate.survival(at: 8)?.limits)
    #expect(isClose(limits, 0.1830665488203943, 0.5777886777458309))
    let late = try #require(estimate.survival(at: 22)?.limits)
    #expect(isClose(late, 0.003324463042531178, 0.1970449056989461))
    for day in 0...30 {
      let survival = try #require(estimate.survival(at: day))
      let beyond = Self.placebo.count { $0.days > day }
      #expect(survival.share == Double(beyond) / 21)
      #expect((survival.limits == nil) == (day < 1 || day >= 23))
    }
  }

  /// Without censoring S is one division however many events there are, so equal to the share of those beyond.
  @Test(arguments: [2, 3, 10, 49, 100, 1001])
  func withoutCensoringNothingIsRoundedTwice(total: Int) {
    let estimate = KaplanMeier((1...total).map { SurvivalTime(days: $0, events: 1, censored: 0) })
    for day in 0...total {
      #expect(estimate.survival(at: day)?.share == Double(total - day) / Double(total))
    }
    #expect(estimate.medianDays == (total + 1) / 2)
  }

  @Test func orderAndSplitTimesDoNotMatter() throws {
    let plain = KaplanMeier(Self.mercaptopurine)
    let added = [90, -3].map { SurvivalTime(days: $0, events: 0, censored: 0) }
    let joined = [(6, 3, 1), (10, 1, 1), (32, 0, 2)].map { SurvivalTime(days: $0, events: $1, censored: $2) }
    let others = Self.mercaptopurine.filter { ![6, 10, 32].contains($0.days) }
    for times in [Self.mercaptopurine.reversed(), joined + added + others.reversed()] {
      let estimate = KaplanMeier(times)
      #expect(estimate.medianDays == 23)
      for day in 0...40 {
        let survival = estimate.survival(at: day)
        let expected = plain.survival(at: day)
        #expect(survival?.share == expected?.share && survival?.limits == expected?.limits)
      }
    }
  }

  @Test func nobody() {
    for times in [[], [SurvivalTime(days: 5, events: 0, censored: 0)]] {
      let estimate = KaplanMeier(times)
      #expect(estimate.survival(at: 0) == nil && estimate.survival(at: 5) == nil)
      #expect(estimate.medianDays == nil)
    }
  }

  /// One person, with the event on day 5: S is 1, then exactly 0 for good.
  @Test func onePersonWithTheEvent() throws {
    let estimate = KaplanMeier([SurvivalTime(days: 5, events: 1, censored: 0)])
    for (day, share) in [(4, 1.0), (5, 0), (6, 0), (10_000, 0)] {
      let survival = try #require(estimate.survival(at: day))
      #expect(survival.share == share && survival.limits == nil)
    }
    #expect(estimate.medianDays == 5)
  }

  @Test func onePersonCensored() throws {
    let estimate = KaplanMeier([SurvivalTime(days: 5, events: 0, censored: 1)])
    let survival = try #require(estimate.survival(at: 5))
    #expect(survival.share == 1 && survival.limits == nil)
    #expect(estimate.survival(at: 6) == nil)
    #expect(estimate.medianDays == nil)
  }

  /// The last at risk have the event after others were censored: exactly 0. One censored among them: above 0, and nil
  /// afterwards.
  @Test func zeroIsExactAfterCensoring() throws {
    let early = [(1, 1, 2), (3, 2, 1)].map { SurvivalTime(days: $0, events: $1, censored: $2) }
    let all = KaplanMeier(early + [SurvivalTime(days: 7, events: 3, censored: 0)])
    let zero = try #require(all.survival(at: 8))
    #expect(zero.share == 0 && zero.limits == nil)
    let some = KaplanMeier(early + [SurvivalTime(days: 7, events: 3, censored: 1)])
    let left = try #require(some.survival(at: 7))
    #expect(left.share > 0 && left.limits != nil)
    #expect(some.survival(at: 8) == nil)
  }

  /// A product of exactly 1/2 with persons censored between all events, that of m/(m + 1) for m = 2k - 1 ... k: doubles
  /// alone miss it for 108 of these 200 k. With one event fewer it is above 1/2.
  @Test(arguments: [1, 1 << 35])
  func medianAtExactlyHalf(scale: Int) {
    for k in 1...200 {
      // n = s(m + 1), d = s, and from one time to the next s falls by `scale`.
      var times = (0..<k).map { step in
        let persons = (k - step) * scale
        return SurvivalTime(days: step + 1, events: persons, censored: scale * (2 * k - 1 - step))
      }
      // The last survivors, s m = k `scale`, are censored then: `scale` k of them.
      #expect(KaplanMeier(times).medianDays == k)
      times[k - 1].events -= 1
      times[k - 1].censored += 1
      #expect(KaplanMeier(times).medianDays == nil)
    }
  }

  /// Just above, at and just below 1/2, closer than a tolerance would tell.
  @Test func medianBesideHalf() {
    let half = 1 << 50
    for (events, total, median) in [
      (half, 2 * half + 1, nil), (half, 2 * half, 1), (half, 2 * half - 1, 1), (half - 1, 2 * half, nil),
    ] as [(Int, Int, Int?)] {
      let times = [SurvivalTime(days: 1, events: events, censored: total - events)]
      #expect(KaplanMeier(times).medianDays == median)
    }
  }

  /// A thousand million persons: the interval is narrow and holds S.
  @Test func hugeCounts() throws {
    let million = 1_000_000
    let times = (1...1000).map {
      SurvivalTime(days: $0, events: million / 2 + $0, censored: million / 2 - $0)
    }
    let estimate = KaplanMeier(times)
    for day in stride(from: 1, through: 1000, by: 37) {
      let survival = try #require(estimate.survival(at: day))
      let limits = try #require(survival.limits)
      #expect(limits.lower < survival.share && survival.share < limits.upper)
      #expect(limits.upper - limits.lower < 0.001)
    }
    // One event among so many: S is next to 1, and its limits are, as of a count of 1.
    let one = KaplanMeier([SurvivalTime(days: 1, events: 1, censored: 1000 * million - 1)])
    let limits = try #require(one.survival(at: 1)?.limits)
    #expect(0.99999999 < limits.lower && limits.lower < limits.upper && limits.upper < 1)
  }
}
