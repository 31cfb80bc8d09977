import BigInt
import Glibc

/// The standard error of the logarithm of a rate of events over time, where persons are independent of each other and
/// nothing is taken for granted of one person's events.
///
/// With c events and t days of a person, C and T the sums, r = C / T: sqrt(sum (c - r t)^2) / C. W. G. Cochran, Sampling
/// Techniques, 3rd edition, Wiley 1977, chapter 6, as the variance of a ratio; also the sandwich estimator of a Poisson
/// regression with persons as clusters, without correction for few of them.
/// - Parameters:
///   - events: C, above 0.
///   - time: T in days, above 0.
///   - squares: the sum of c^2.
///   - products: the sum of c t.
///   - timeSquares: the sum of t^2.
/// - Returns: the standard error, in any unit of time.
package func robustDeviation(
  events: Int, time: Int, squares: Int, products: Int, timeSquares: Int
) -> Double {
  // T^2 sum (c - r t)^2 is a whole number: no digits are lost where the persons are nearly alike.
  let (c, t) = (BigInt(events), BigInt(time))
  let sum = BigInt(squares) * t * t - 2 * BigInt(products) * c * t + BigInt(timeSquares) * c * c
  // Sums of rounded counts need not fit each other.
  return sum > 0 ? Double(sum).squareRoot() / Double(time) / Double(events) : 0
}

/// The 95% interval of a rate by the standard error of its logarithm.
/// - Parameters:
///   - rate: the rate, above 0.
///   - standardError: the standard error of its natural logarithm.
/// - Returns: limits in the unit of the rate.
package func logLimits(of rate: Double, standardError: Double) -> ConfidenceLimits {
  let factor = exp(normalQuantile975 * standardError)
  return ConfidenceLimits(lower: rate / factor, upper: rate * factor)
}
