import Glibc

/// The trend of a rate over equally long intervals: the slope of a Poisson log-linear model, with its Wald interval,
/// 95%. P. McCullagh, J. A. Nelder, Generalized Linear Models, 2nd ed., Chapman and Hall 1989, ch. 6.
///
/// log E(y) = a + b i + log t by maximum likelihood: 100(e^b - 1), with limits from b +- 1.96 se, se from the inverse
/// of the information. At the maximum the expected events are proportional to p = t e^(b i) and sum to the events Y, so
/// only b is sought: where the mean of i by p is the mean of i by y, with Newton's method to the precision of doubles.
/// The variance of b is 1/(Y var(i by p)). Where the events say next to nothing the upper limit can be infinite.
/// - Parameter points: `index` i, each once, in any order; `events` y, 0 or more; `exposure` t above 0, persons or
///   person-time.
/// - Returns: the change in percent per step of the index, and its limits; nil where there are fewer than three points,
///   no event, or all events at the lowest or all at the highest index (no finite b is best).
package func poissonTrend(
  _ points: [(index: Int, events: Int, exposure: Double)]
) -> (percent: Double, limits: ConfidenceLimits)? {
  guard points.count >= 3, let trend = Trend(points) else { return nil }
  let slope = trend.slope()
  let half = normalQuantile975 * trend.standardError(slope)
  return (
    100 * expm1(slope),
    ConfidenceLimits(lower: 100 * expm1(slope - half), upper: 100 * expm1(slope + half))
  )
}

/// The likelihood of a trend in its slope alone.
private struct Trend {
  /// An interval, as seen from the mean index of the events.
  private struct Point {
    /// i less the mean of i by events.
    var offset: Double
    var logExposure: Double
  }

  private let points: [Point]
  private let events: Double

  /// Nil where no finite slope is best.
  init?(_ points: [(index: Int, events: Int, exposure: Double)]) {
    let events = points.reduce(0.0) { $0 + Double($1.events) }
    guard events > 0 else { return nil }
    self.events = events
    self.points = points.map { point in
      // Summed as whole numbers and divided once: next to the mean the offset stays exact.
      let distance = points.reduce(0.0) {
        $0 + Double($1.events) * (Double(point.index) - Double($1.index))
      }
      return Point(offset: distance / events, logExposure: log(point.exposure))
    }
    let offsets = self.points.map(\.offset)
    guard let least = offsets.min(), let most = offsets.max(), least < 0, most > 0 else { return nil }
  }

  /// The slope at which the expected events have their mean where the events have theirs, offset 0.
  ///
  /// The mean rises with the slope. Newton's step is taken where it stays between the slopes known to be too low and
  /// too high and within `reach`; else the middle of the two is, or a step of `reach` while one of them is unknown.
  func slope() -> Double {
    let reach = 8.0
    var slope = 0.0
    var low = -Double.infinity
    var high = Double.infinity
    // Newton needs some ten rounds; the halving that guards it ends well within these.
    for _ in 0..<2000 {
      let moments = weightedMoments(slope)
      guard moments.mean != 0 else { break }
      if moments.mean < 0 { low = slope } else { high = slope }
      var next = slope - moments.mean / moments.variance
      if !(next > low && next < high) || abs(next - slope) > reach {
        let bounded = low.isFinite && high.isFinite
        next = bounded ? low + (high - low) / 2 : slope + (moments.mean < 0 ? reach : -reach)
      }
      let step = abs(next - slope)
      slope = next
      if step <= 1e-15 * max(1, abs(slope)) { break }
    }
    return slope
  }

  /// The standard error of `slope`, from the inverse of the information there.
  func standardError(_ slope: Double) -> Double {
    1 / (events * weightedMoments(slope).variance).squareRoot()
  }

  /// The mean and variance of the offsets, weighted with the exposure times e^(slope x offset).
  private func weightedMoments(_ slope: Double) -> (mean: Double, variance: Double) {
    let exponents = points.map { $0.logExposure + slope * $0.offset }
    let greatest = exponents.reduce(-Double.infinity, max)
    let weights = exponents.map { exp($0 - greatest) }
    let sum = weights.reduce(0, +)
    let mean = zip(weights, points).reduce(0) { $0 + $1.0 * $1.1.offset } / sum
    let square = zip(weights, points).reduce(0) { sum, pair in
      let distance = pair.1.offset - mean
      return sum + pair.0 * distance * distance
    }
    return (mean, square / sum)
  }
}
