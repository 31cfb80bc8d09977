import CBoostMath

/// Limits of an interval estimate.
package struct ConfidenceLimits: Sendable, Equatable {
  /// The lower limit.
  package var lower: Double
  /// The upper limit.
  package var upper: Double

  /// From `lower` to `upper`.
  package init(lower: Double, upper: Double) {
    self.lower = lower
    self.upper = upper
  }
}

/// The standard normal quantile of 97.5%, as the contract gives it.
package let normalQuantile975 = 1.959963985

/// The standard normal quantile of `share`, from 0.5 to below 1: the root of the chi-square quantile with one degree of
/// freedom, of which half lies on each side.
package func normalQuantile(of share: Double) -> Double {
  rx_chi_square_quantile(1, 2 * share - 1).squareRoot()
}

/// Wilson's score interval, 95%, of a proportion: E. B. Wilson, J Am Stat Assoc 1927;22:209-212.
///
/// (x + z^2/2)/(n + z^2) +- z sqrt(n)/(n + z^2) sqrt(p(1 - p) + z^2/(4n)), p = x/n, cut to 0...1. Exactly 0 where
/// x is 0 and exactly 1 where x is n.
/// - Parameters:
///   - events: x, from 0 to n.
///   - total: n, above 0.
/// - Returns: limits of the proportion.
package func wilsonLimits(events: Int, total: Int) -> ConfidenceLimits {
  let x = Double(events)
  let n = Double(total)
  let z2 = normalQuantile975 * normalQuantile975
  let p = x / n
  let centre = (x + z2 / 2) / (n + z2)
  let half = normalQuantile975 * n.squareRoot() / (n + z2) * (p * (1 - p) + z2 / (4 * n)).squareRoot()
  return ConfidenceLimits(
    lower: events == 0 ? 0 : max(0, centre - half), upper: events == total ? 1 : min(1, centre + half))
}

/// Garwood's exact interval, 95%, of a Poisson count: F. Garwood, Biometrika 1936;28:437-442.
///
/// Lower: half the 2.5% quantile of chi-square with 2x degrees of freedom, 0 where x is 0. Upper: half the 97.5%
/// quantile with 2x + 2.
/// - Parameter events: x, 0 or more.
/// - Returns: limits of the count.
package func poissonLimits(events: Int) -> ConfidenceLimits {
  let x = Double(events)
  return ConfidenceLimits(
    lower: events == 0 ? 0 : rx_chi_square_quantile(2 * x, 0.025) / 2,
    upper: rx_chi_square_quantile(2 * x + 2, 0.975) / 2)
}

/// Byar's approximate interval, 95%, of a Poisson count: N. E. Breslow, N. E. Day, Statistical Methods in Cancer
/// Research II, IARC 1987, p. 69.
///
/// Lower: x(1 - 1/(9x) - z/(3 sqrt(x)))^3, 0 where x is 0. Upper: y(1 - 1/(9y) + z/(3 sqrt(y)))^3 with y = x + 1.
/// - Parameter events: x, 0 or more.
/// - Returns: limits of the count.
package func byarLimits(events: Int) -> ConfidenceLimits {
  let x = Double(events)
  return ConfidenceLimits(
    lower: events == 0 ? 0 : byarLimit(x, normalQuantile: -normalQuantile975),
    upper: byarLimit(x + 1, normalQuantile: normalQuantile975))
}

/// `count` (1 - 1/(9 `count`) + z/(3 sqrt(`count`)))^3.
private func byarLimit(_ count: Double, normalQuantile z: Double) -> Double {
  let root = 1 - 1 / (9 * count) + z / (3 * count.squareRoot())
  return count * root * root * root
}
