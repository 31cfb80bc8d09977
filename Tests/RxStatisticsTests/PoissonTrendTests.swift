import RxStatistics
import Testing

@Suite struct PoissonTrendTests {
  typealias Point = (index: Int, events: Int, exposure: Double)

  private struct Answer: Sendable {
    var points: [Point]
    var percent: Double
    var lower: Double
    var upper: Double
  }

  /// statsmodels 0.15.0, `GLM(family=Poisson(), offset=log(exposure)).fit(tol=1e-15)`; its digits agree with the score
  /// equation solved by bisection in mpmath 1.4.1 (40 digits), but for the third, fifth, sixth and seventh, where the
  /// GLM stops short: these are mpmath's.
  private static let answers = [
    Answer(
      points: [(0, 10, 1000), (1, 14, 1100), (2, 13, 1050), (3, 20, 1200), (4, 26, 1180)],
      percent: 21.372600897815, lower: 3.6345582123425, upper: 42.146678702644),
    // An interval is skipped.
    Answer(
      points: [(0, 0, 50), (1, 3, 60.5), (3, 1, 70.25)],
      percent: -0.043746564048953, lower: -54.157824123396, upper: 117.94891734298),
    Answer(
      points: [(0, 1000, 1e6), (1, 999, 1e6), (2, 1001, 1e6), (3, 1000, 1e6)],
      percent: 0.020002000360052, lower: -2.7142903906685, upper: 2.8311438578689),
    Answer(
      points: [(0, 500, 1000), (1, 120, 1000), (2, 31, 1000), (3, 8, 1000), (4, 2, 1000)],
      percent: -75.28014858349, lower: -78.045015667265, upper: -72.167092228655),
    Answer(
      points: [(0, 1, 1), (1, 0, 1), (2, 1_000_000, 1)],
      percent: 50000049.9994, lower: 12504837.503804, upper: 199922130.65506),
    // The events say next to nothing: the upper limit is about 1.6e12163.
    Answer(
      points: [(0, 0, 2), (1, 1, 1e9), (2, 0, 3)],
      percent: -18.350341907227, lower: -100, upper: .infinity),
    // From slope 0 the first step of Newton's method would be beyond 10^11.
    Answer(
      points: [(0, 1, 1e12), (1, 0, 1), (2, 5, 1)],
      percent: 223606797.75, lower: 76429705.379921, upper: 654195530.52447),
    Answer(
      points: (0..<40).map { ($0, 100 + 7 * $0 + ($0 * $0 * 37) % 11, Double(2000 + 13 * $0)) },
      percent: 2.4352099066832, lower: 2.2515565468352, upper: 2.6191931251439),
  ]

  @Test(arguments: answers.indices)
  func knownAnswers(index: Int) throws {
    let answer = Self.answers[index]
    let trend = try #require(poissonTrend(answer.points))
    #expect(isClose(trend.percent, answer.percent, relative: 1e-11))
    #expect(isClose(trend.limits, answer.lower, answer.upper, relative: 1e-11))
  }

  /// Counts that double each step on an equal exposure fit without a remainder.
  @Test(arguments: [1, 3, 1000, 1_000_000_000])
  func doublingIsAHundredPercent(first: Int) throws {
    let trend = try #require(poissonTrend((0..<8).map { ($0, first << $0, 12.5) }))
    #expect(isClose(trend.percent, 100, relative: 1e-12))
    #expect(trend.limits.lower < 100 && 100 < trend.limits.upper)
  }

  @Test func orderOriginAndUnitDoNotMatter() throws {
    let points = Self.answers[0].points
    let trend = try #require(poissonTrend(points))
    let shifted = try #require(
      poissonTrend(points.reversed().map { ($0.index + 2000, $0.events, $0.exposure * 365.25) }))
    #expect(isClose(shifted.percent, trend.percent, relative: 1e-11))
    #expect(isClose(shifted.limits, trend.limits.lower, trend.limits.upper, relative: 1e-11))
    // Backwards in time, the factor per step is the reciprocal.
    let backwards = try #require(poissonTrend(points.map { (-$0.index, $0.events, $0.exposure) }))
    #expect(isClose(1 + backwards.percent / 100, 1 / (1 + trend.percent / 100), relative: 1e-12))
    #expect(isClose(1 + backwards.limits.lower / 100, 1 / (1 + trend.limits.upper / 100), relative: 1e-12))
  }

  /// Every count times 10 000 leaves the slope and divides its standard error by 100.
  @Test func largerCountsNarrowTheInterval() throws {
    let points = Self.answers[0].points
    let trend = try #require(poissonTrend(points))
    let larger = try #require(poissonTrend(points.map { ($0.index, $0.events * 10_000, $0.exposure) }))
    #expect(isClose(larger.percent, trend.percent, relative: 1e-11))
    let narrow = (larger.limits.upper - larger.limits.lower) / (trend.limits.upper - trend.limits.lower)
    #expect(abs(narrow - 0.01) < 0.0005)
  }

  @Test func undefinedWhereNoFiniteSlopeIsBest() {
    #expect(poissonTrend([]) == nil)
    #expect(poissonTrend([(0, 5, 10)]) == nil)
    #expect(poissonTrend([(0, 5, 10), (1, 7, 10)]) == nil)
    #expect(poissonTrend([(0, 0, 10), (1, 0, 10), (2, 0, 10)]) == nil)
    #expect(poissonTrend([(0, 9, 10), (1, 0, 10), (2, 0, 10)]) == nil)
    #expect(poissonTrend([(0, 0, 10), (1, 0, 10), (2, 9, 10)]) == nil)
    #expect(poissonTrend([(2, 0, 10), (0, 1_000_000_007, 10), (1, 0, 10)]) == nil)
  }

  /// All events in the middle, or one event beside a multitude, has a finite slope.
  @Test func definedBesideTheUndefined() throws {
    let middle = try #require(poissonTrend([(0, 0, 10), (1, 9, 10), (2, 0, 10)]))
    #expect(abs(middle.percent) < 1e-12)
    let one = try #require(poissonTrend([(0, 1_000_000_000, 10), (1, 1, 10), (2, 0, 10)]))
    #expect(-100 < one.percent && one.percent < -99.999999)
    #expect(-100 <= one.limits.lower && one.limits.lower < one.percent && one.percent < one.limits.upper)
  }
}
