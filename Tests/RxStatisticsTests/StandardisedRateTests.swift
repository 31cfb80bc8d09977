import RxStatistics
import Testing

@Suite struct ByarLimitsTests {
  /// The contract's known answers, to its six decimals. Of 100 the lower limit is 81.3621054865 by the formula: the
  /// contract's is the next millionth, so a millionth is allowed.
  @Test(arguments: [(5, 1.611348, 11.668164), (100, 81.362106, 121.627938)] as [(Int, Double, Double)])
  func contract(events: Int, lower: Double, upper: Double) {
    let limits = byarLimits(events: events)
    #expect(abs(limits.lower - lower) < 0.000_001)
    #expect(abs(limits.upper - upper) < 0.000_001)
  }

  /// The formula in Python 3.11.
  @Test(
    arguments: [
      (0, 0, 3.668011833267694), (1, 0.013072132875980969, 5.563755583761872),
      (100, 81.36210548650193, 121.62793758443857),
      (1_000_000_000, 999_938_021.4439129, 1_000_061_981.4504236),
    ] as [(Int, Double, Double)])
  func edges(events: Int, lower: Double, upper: Double) {
    #expect(isClose(byarLimits(events: events), lower, upper, relative: 1e-12))
  }

  @Test func nearTheExactLimitsFromTenOn() {
    for events in 10...2000 {
      let exact = poissonLimits(events: events)
      let limits = byarLimits(events: events)
      #expect(abs(limits.lower - exact.lower) < 0.01 && abs(limits.upper - exact.upper) < 0.01)
    }
  }
}

@Suite struct StandardisedRateTests {
  private static let weights = [0.3, 0.3, 0.25, 0.15]
  private static let populations = [4000.0, 5200, 3900, 1500]

  private func bands(_ counts: [Int], weights: [Double] = weights, populations: [Double] = populations)
    -> [StandardisedBand]
  {
    counts.indices.map {
      StandardisedBand(weight: weights[$0], count: counts[$0], population: populations[$0])
    }
  }

  /// The contract's known answer, per 1000, to its six decimals.
  @Test func contract() throws {
    let bands = bands([12, 45, 88, 60])
    #expect(abs(1000 * standardisedRate(bands) - 15.137179) < 0.000_000_51)
    let gamma = fayFeuerLimits(bands)
    #expect(abs(1000 * gamma.lower - 13.083819) < 0.000_000_51)
    #expect(abs(1000 * gamma.upper - 17.447159) < 0.000_000_51)
    let byar = try #require(dobsonByarLimits(bands))
    #expect(abs(1000 * byar.lower - 13.081738) < 0.000_000_51)
    #expect(abs(1000 * byar.upper - 17.417213) < 0.000_000_51)
  }

  private struct Answer: Sendable {
    var weights: [Double]
    var counts: [Int]
    var populations: [Double]
    var rate: Double
    var gamma: (Double, Double)
    var byar: (Double, Double)
  }

  /// scipy 1.17.1: `stats.gamma.ppf`; Dobson-Byar in numpy 2.4.6.
  private static let answers = [
    Answer(
      weights: weights, counts: [0, 0, 0, 1], populations: populations, rate: 0.0001,
      gamma: (2.5317807984289875e-06, 0.0005571643390938898),
      byar: (1.307213287598093e-06, 0.0005563755583761871)),
    // A band of one person, who has the event.
    Answer(
      weights: [0.5, 0.5], counts: [1, 0], populations: [1, 100_000.5], rate: 0.5,
      gamma: (0.012658903992144938, 2.785821695469449), byar: (0.006536066437990484, 2.781877791880936)),
    Answer(
      weights: [0.2, 0.8], counts: [100_000_000, 300_000_000], populations: [1e9, 2e9], rate: 0.14,
      gamma: (0.1399858668505143, 0.14001413425310677), byar: (0.13998586684021166, 0.14001413420336278)),
    Answer(
      weights: [0.9, 0.1], counts: [1, 1], populations: [10, 10000], rate: 0.09001,
      gamma: (0.002280455231241538, 0.5014547407839839), byar: (-0.02297416040525467, 0.4222640708193931)),
    Answer(
      weights: [0.01, 0.99], counts: [3, 0], populations: [1000, 50], rate: 3e-05,
      gamma: (6.1867212289560104e-06, 0.07305538770725184),
      byar: (6.029725706968795e-06, 8.765364398298283e-05)),
  ]

  @Test(arguments: answers.indices)
  func knownAnswers(index: Int) throws {
    let answer = Self.answers[index]
    let bands = bands(answer.counts, weights: answer.weights, populations: answer.populations)
    #expect(isClose(standardisedRate(bands), answer.rate, relative: 1e-14))
    #expect(isClose(fayFeuerLimits(bands), answer.gamma.0, answer.gamma.1))
    let byar = try #require(dobsonByarLimits(bands))
    #expect(isClose(byar, answer.byar.0, answer.byar.1))
  }

  @Test func nobodyHasTheEvent() {
    let bands = bands([0, 0, 0, 0])
    #expect(standardisedRate(bands) == 0)
    // As above: `stats.gamma.ppf(.975, 1, scale=m)`, m = 0.15/1500.
    #expect(isClose(fayFeuerLimits(bands), 0, 0.0003688879454113935))
    #expect(dobsonByarLimits(bands) == nil)
  }

  /// Events only where the standard has nobody: the rate is 0, the events are not.
  @Test func eventsWithoutWeight() {
    let bands = bands([0, 7], weights: [1, 0], populations: [1000, 500])
    #expect(standardisedRate(bands) == 0)
    #expect(isClose(fayFeuerLimits(bands), 0, 3.688879454113935 / 1000))
    #expect(dobsonByarLimits(bands) == ConfidenceLimits(lower: 0, upper: 0))
  }

  /// One band of weight 1 has the limits of its count over its population: Garwood's and Byar's.
  @Test(arguments: [0, 1, 2, 10, 1000, 1_000_000], [1.0, 36.5, 1_000_000])
  func oneBandIsACount(count: Int, population: Double) {
    let bands = [StandardisedBand(weight: 1, count: count, population: population)]
    #expect(isClose(standardisedRate(bands), Double(count) / population, relative: 1e-15))
    let exact = poissonLimits(events: count)
    #expect(
      isClose(fayFeuerLimits(bands), exact.lower / population, exact.upper / population, relative: 1e-10))
    let byar = byarLimits(events: count)
    let limits = dobsonByarLimits(bands)
    #expect((limits == nil) == (count == 0))
    if let limits {
      #expect(isClose(limits, byar.lower / population, byar.upper / population, relative: 1e-10))
    }
  }

  /// Populations a thousand times as large: everything is a thousandth.
  @Test func populationsScale() throws {
    let counts = [3, 0, 8, 21]
    let plain = bands(counts)
    let larger = bands(counts, populations: Self.populations.map { $0 * 1000 })
    let gamma = fayFeuerLimits(larger)
    let byar = try #require(dobsonByarLimits(larger))
    #expect(isClose(fayFeuerLimits(plain), gamma.lower * 1000, gamma.upper * 1000))
    let plainByar = try #require(dobsonByarLimits(plain))
    #expect(isClose(plainByar, byar.lower * 1000, byar.upper * 1000))
    #expect(gamma.lower < standardisedRate(larger) && standardisedRate(larger) < gamma.upper)
  }
}
