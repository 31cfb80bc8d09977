import Glibc

/// The ratio of two proportions and its interval, 95%, on the log scale: D. Katz, J. Baptista, S. P. Azen, M. C. Pike,
/// Biometrics 1978;34:469-474.
///
/// (a/n)/(a0/n0), times and over exp(1.96 se), se = sqrt(1/a - 1/n + 1/a0 - 1/n0). Where everyone has the event on both
/// sides, se is 0 and both limits are the ratio, 1.
/// - Parameters:
///   - events: a, from 0 to n.
///   - total: n, 0 or more.
///   - referenceEvents: a0, from 0 to n0.
///   - referenceTotal: n0, 0 or more.
/// - Returns: the ratio and its limits; nil where a or a0 is 0.
package func proportionRatio(
  events: Int, total: Int, referenceEvents: Int, referenceTotal: Int
) -> (ratio: Double, limits: ConfidenceLimits)? {
  guard events > 0, referenceEvents > 0 else { return nil }
  let ratio =
    (Double(events) * Double(referenceTotal)) / (Double(total) * Double(referenceEvents))
  // 1/a - 1/n as (n - a)/(a n), which rounding can't make negative.
  let variance =
    Double(total - events) / Double(events) / Double(total)
    + Double(referenceTotal - referenceEvents) / Double(referenceEvents) / Double(referenceTotal)
  return (ratio, logLimits(ratio: ratio, variance: variance))
}

/// The ratio of two rates and its interval, 95%, on the log scale: K. J. Rothman, S. Greenland, Modern Epidemiology,
/// 2nd ed., Lippincott-Raven 1998, ch. 14.
///
/// (a/t)/(a0/t0), times and over exp(1.96 se), se = sqrt(1/a + 1/a0), the counts being Poisson.
/// - Parameters:
///   - events: a, 0 or more.
///   - exposure: t, person-time above 0.
///   - referenceEvents: a0, 0 or more.
///   - referenceExposure: t0, person-time above 0, in the unit of t.
/// - Returns: the ratio and its limits; nil where a or a0 is 0.
package func rateRatio(
  events: Int, exposure: Double, referenceEvents: Int, referenceExposure: Double
) -> (ratio: Double, limits: ConfidenceLimits)? {
  guard events > 0, referenceEvents > 0 else { return nil }
  let ratio = (Double(events) * referenceExposure) / (exposure * Double(referenceEvents))
  return (ratio, logLimits(ratio: ratio, variance: 1 / Double(events) + 1 / Double(referenceEvents)))
}

/// `ratio` over and times exp(1.96 se), `variance` being the square of se.
private func logLimits(ratio: Double, variance: Double) -> ConfidenceLimits {
  let factor = exp(normalQuantile975 * variance.squareRoot())
  return ConfidenceLimits(lower: ratio / factor, upper: ratio * factor)
}
