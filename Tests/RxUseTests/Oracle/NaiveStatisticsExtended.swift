import Foundation

extension NaiveStatistics {
  /// An estimate with its limits.
  typealias Estimate = (value: Double, lower: Double, upper: Double)

  /// One age band of a standardisation.
  struct Band {
    /// Its share of the standard population.
    var weight: Double
    /// Its events.
    var count: Int
    /// Its persons or person-years.
    var size: Double
  }

  /// One interval of a trend.
  struct Point {
    /// Its number.
    var place: Int
    /// Its events.
    var count: Int
    /// Its persons or person-days.
    var size: Double
  }

  /// Byar's approximate limits of a Poisson mean.
  static func byar(_ count: Int) -> (lower: Double, upper: Double) {
    let (x, next) = (Double(count), Double(count) + 1)
    let lower = count == 0 ? 0 : x * pow(1 - 1 / (9 * x) - z / (3 * x.squareRoot()), 3)
    return (lower, next * pow(1 - 1 / (9 * next) + z / (3 * next.squareRoot()), 3))
  }

  /// The probability that a gamma variable of scale 1 is at most x: the series
  /// x^a e^-x / Gamma(a+1) (1 + x/(a+1) + x^2/((a+1)(a+2)) + ...), all terms positive.
  static func gammaProbability(_ x: Double, shape: Double) -> Double {
    guard x > 0 else { return 0 }
    var (term, sum, k) = (1.0, 1.0, 1.0)
    while term > sum * 1e-17 || x > shape + k {
      term *= x / (shape + k)
      sum += term
      k += 1
      if k > 1e6 { break }
    }
    return exp(shape * log(x) - x - lgamma(shape + 1) + log(sum))
  }

  /// The quantile of a gamma variable of scale 1, by halving an interval.
  static func gammaQuantile(_ probability: Double, shape: Double) -> Double {
    var (low, high) = (0.0, shape + 20 * shape.squareRoot() + 40)
    for _ in 0..<200 {
      let middle = (low + high) / 2
      if gammaProbability(middle, shape: shape) < probability { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  private static func sums(_ bands: [Band]) -> (rate: Double, variance: Double, greatest: Double) {
    var (rate, variance, greatest) = (0.0, 0.0, 0.0)
    for band in bands {
      let share = band.weight / band.size
      rate += share * Double(band.count)
      variance += share * share * Double(band.count)
      greatest = max(greatest, share)
    }
    return (rate, variance, greatest)
  }

  /// The directly standardised rate with Fay and Feuer's limits.
  static func fayFeuer(_ bands: [Band]) -> Estimate? {
    let (r, v, m) = sums(bands)
    let lower = r == 0 ? 0 : gammaQuantile(0.025, shape: r * r / v) * v / r
    let (mean, variance) = (r + m, v + m * m)
    let upper = gammaQuantile(0.975, shape: mean * mean / variance) * variance / mean
    return (r, lower, upper)
  }

  /// The directly standardised rate with Dobson's limits from Byar's; nil without events.
  static func dobsonByar(_ bands: [Band]) -> Estimate? {
    let (r, v, _) = sums(bands)
    let count = bands.reduce(0) { $0 + $1.count }
    if count == 0 { return nil }
    let (x, limits) = (Double(count), byar(count))
    let scale = (v / x).squareRoot()
    return (r, r + scale * (limits.lower - x), r + scale * (limits.upper - x))
  }

  /// The log-log limits of a Kaplan-Meier estimate between 0 and 1.
  static func logLog(_ survival: Double, _ steps: [(ended: Int, atRisk: Int)]) -> (
    lower: Double, upper: Double
  ) {
    let variance = steps.reduce(0.0) { sum, step in
      sum + Double(step.ended) / (Double(step.atRisk) * Double(step.atRisk - step.ended))
    }
    let s = variance.squareRoot() / abs(log(survival))
    return (pow(survival, exp(z * s)), pow(survival, exp(-z * s)))
  }

  /// The limits of a share on the scale of log(-log).
  static func logLog(_ share: Double, standardError: Double) -> (lower: Double, upper: Double) {
    let s = standardError / abs(share * log(share))
    return (pow(share, exp(z * s)), pow(share, exp(-z * s)))
  }

  /// The ratio of two rates with its log limits; both counts must be above 0.
  static func ratio(
    _ count: Int, _ size: Int, _ referenceCount: Int, _ referenceSize: Int, ofPersons: Bool
  ) -> Estimate {
    let (a, n) = (Double(count), Double(size))
    let (a0, n0) = (Double(referenceCount), Double(referenceSize))
    let value = (a / n) / (a0 / n0)
    var variance = 1 / a + 1 / a0
    if ofPersons { variance = max(0, variance - 1 / n - 1 / n0) }
    let width = z * variance.squareRoot()
    return (value, value * exp(-width), value * exp(width))
  }

  /// The change per interval in percent, from a Poisson model of a line on the log scale; nil where it has
  /// none. The intercept is the one that makes the expected events add up to those seen; the slope is found
  /// by halving an interval, since its score falls.
  static func trend(_ points: [Point]) -> Estimate? {
    let total = points.reduce(0) { $0 + $1.count }
    guard points.count >= 3, total > 0 else { return nil }
    if points.first?.count == total || points.last?.count == total { return nil }
    let seen = points.reduce(0.0) { $0 + Double($1.count) * Double($1.place) } / Double(total)
    func moments(_ slope: Double) -> (mean: Double, variance: Double) {
      let greatest = points.map { slope * Double($0.place) + log($0.size) }.max() ?? 0
      let shares = points.map { exp(slope * Double($0.place) + log($0.size) - greatest) }
      let sum = shares.reduce(0, +)
      let mean = zip(points, shares).reduce(0.0) { $0 + Double($1.0.place) * $1.1 } / sum
      let variance = zip(points, shares).reduce(0.0) { $0 + pow(Double($1.0.place) - mean, 2) * $1.1 } / sum
      return (mean, variance)
    }
    var (low, high) = (-50.0, 50.0)
    for _ in 0..<200 {
      let middle = (low + high) / 2
      if moments(middle).mean < seen { low = middle } else { high = middle }
    }
    let slope = (low + high) / 2
    // Profile likelihood: the information on the slope is the events times the variance of the place.
    let error = 1 / (Double(total) * moments(slope).variance).squareRoot()
    func percent(_ slope: Double) -> Double { 100 * (exp(slope) - 1) }
    return (percent(slope), percent(slope - z * error), percent(slope + z * error))
  }
}
