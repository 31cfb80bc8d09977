import Testing

/// Do the oracle's statistics give the contract's known answers?
@Suite("The oracle's statistics against known answers")
struct KnownAnswerTests {
  @Test("Byar limits", arguments: [(5, 1.611348, 11.668164), (100, 81.362106, 121.627938)])
  func byar(count: Int, lower: Double, upper: Double) {
    let limits = NaiveStatistics.byar(count)
    // 81.3621055 with the contract's quantile: a unit in the last place.
    #expect(abs(limits.lower - lower) < 1e-6 && abs(limits.upper - upper) < 1e-6)
  }

  @Test("Direct standardisation with both intervals")
  func standardisation() throws {
    let counts = [(12, 4000.0, 0.30), (45, 5200, 0.30), (88, 3900, 0.25), (60, 1500, 0.15)]
    let bands = counts.map { NaiveStatistics.Band(weight: $0.2, count: $0.0, size: $0.1) }
    let fayFeuer = try #require(NaiveStatistics.fayFeuer(bands))
    let dobson = try #require(NaiveStatistics.dobsonByar(bands))
    #expect(abs(1000 * fayFeuer.value - 15.137179) < 5e-7)
    #expect(abs(1000 * fayFeuer.lower - 13.083819) < 5e-7)
    #expect(abs(1000 * fayFeuer.upper - 17.447159) < 5e-7)
    #expect(abs(1000 * dobson.lower - 13.081738) < 5e-7)
    #expect(abs(1000 * dobson.upper - 17.417213) < 5e-7)
  }

  @Test("Gamma quantiles give the exact Poisson limits", arguments: [1, 5, 100, 2000])
  func gamma(count: Int) {
    let limits = NaiveStatistics.poisson(count)
    let lower = NaiveStatistics.gammaQuantile(0.025, shape: Double(count))
    let upper = NaiveStatistics.gammaQuantile(0.975, shape: Double(count + 1))
    #expect(abs(limits.lower - lower) < 1e-8 * lower && abs(limits.upper - upper) < 1e-8 * upper)
  }

  @Test("A trend that doubles is one of 100 percent, and one without events has none")
  func trend() throws {
    func points(_ counts: [Int]) -> [NaiveStatistics.Point] {
      counts.enumerated().map { NaiveStatistics.Point(place: $0, count: $1, size: 100) }
    }
    // Variance of the place with shares 1/7, 2/7, 4/7: 26/49; 70 events: se = 1/sqrt(70 x 26/49) = 0.164083.
    let doubling = try #require(NaiveStatistics.trend(points([10, 20, 40])))
    #expect(abs(doubling.value - 100) < 1e-9)
    #expect(abs(doubling.lower - 44.998227) < 1e-6)
    #expect(NaiveStatistics.trend(points([0, 0, 0])) == nil)
    #expect(NaiveStatistics.trend(points([1, 2])) == nil)
    #expect(NaiveStatistics.trend(points([3, 0, 0])) == nil)
    #expect(NaiveStatistics.trend(points([0, 0, 3])) == nil)
    #expect(NaiveStatistics.trend(points([0, 3, 0])) != nil)
  }

  @Test("The standards' weights add up")
  func standards() {
    #expect(NaiveStandard.bands("esp2013").reduce(0) { $0 + $1.weight } == 100_000)
    #expect(NaiveStandard.bands("us2000").count == 19)
    #expect(NaiveStandard.bands("esp2013").count == 19)
  }

  @Test("Fractions are exact")
  func fractions() throws {
    let tenth = try #require(Fraction(positiveDecimal: "0.1"))
    #expect(tenth + tenth + tenth == Fraction(positiveDecimal: "0.3"))
    #expect(tenth * Fraction(3) / Fraction(4) == Fraction(3, over: 40))
    #expect(Fraction(1, over: 3) < Fraction(334, over: 1000))
    #expect(!(Fraction(4, over: 6) < Fraction(2, over: 3)))
    for text in ["", "0", "0.00", "-1", "x", "1.", ".5", "1e3", "1,5"] {
      #expect(Fraction(positiveDecimal: text) == nil)
    }
    #expect(NaiveProduct(of: [2, 3, 50]) < NaiveProduct(of: [301]))
    #expect(!(NaiveProduct(of: [300]) < NaiveProduct(of: [2, 3, 50])))
  }
}
