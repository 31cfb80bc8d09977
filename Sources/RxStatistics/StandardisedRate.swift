import CBoostMath

/// One age band of a directly standardised rate.
package struct StandardisedBand: Sendable {
  /// The band's share of the standard population; the shares of all bands sum to 1.
  package var weight: Double
  /// Persons with the event, or events.
  package var count: Int
  /// Persons, or person-years: above 0.
  package var population: Double

  /// The band of share `weight`, with `count` events in `population`.
  package init(weight: Double, count: Int, population: Double) {
    self.weight = weight
    self.count = count
    self.population = population
  }
}

/// The directly standardised rate r = sum of w c/n: N. E. Breslow, N. E. Day, Statistical Methods in Cancer Research
/// II, IARC 1987, ch. 2.
///
/// 0 where no band has an event.
/// - Parameter bands: one or more, each with weight w (summing to 1), count c and population n above 0.
/// - Returns: the rate per unit of the populations: per person, or per person-year.
package func standardisedRate(_ bands: [StandardisedBand]) -> Double {
  bands.reduce(0) { $0 + $1.weight * Double($1.count) / $1.population }
}

/// Fay and Feuer's gamma interval, 95%, of a directly standardised rate: M. P. Fay, E. J. Feuer, Stat Med
/// 1997;16:791-801.
///
/// With r the rate, v = sum of w^2 c/n^2 and m the greatest w/n. Lower: the 2.5% quantile of the gamma distribution of
/// mean r and variance v (shape r^2/v, scale v/r), 0 where r is 0. Upper: the 97.5% quantile of that of mean r + m and
/// variance v + m^2. With one band these are Garwood's limits of the count over n. The upper limit of persons' rates
/// is not cut: with few persons it can be above 1.
/// - Parameter bands: one or more, each with weight w (summing to 1), count c and population n above 0.
/// - Returns: limits of the rate, per unit of the populations.
package func fayFeuerLimits(_ bands: [StandardisedBand]) -> ConfidenceLimits {
  let rate = standardisedRate(bands)
  let variance = rateVariance(bands)
  let most = bands.reduce(0) { max($0, $1.weight / $1.population) }
  return ConfidenceLimits(
    lower: rate == 0 ? 0 : gammaQuantile(0.025, mean: rate, variance: variance),
    upper: gammaQuantile(0.975, mean: rate + most, variance: variance + most * most))
}

/// Dobson's interval, 95%, of a directly standardised rate with Byar's limits of the count: A. J. Dobson,
/// K. Kuulasmaa, E. Eberle, J. Scherer, Stat Med 1991;10:457-462.
///
/// r + sqrt(v/X) (L - X), with r the rate, v = sum of w^2 c/n^2, X the sum of c and L Byar's lower or upper limit of X.
/// The lower limit is as the formula gives it and can be negative where few events weigh much.
/// - Parameter bands: one or more, each with weight w (summing to 1), count c and population n above 0.
/// - Returns: limits of the rate, per unit of the populations; nil where no band has an event.
package func dobsonByarLimits(_ bands: [StandardisedBand]) -> ConfidenceLimits? {
  let events = bands.reduce(0) { $0 + $1.count }
  guard events > 0 else { return nil }
  let rate = standardisedRate(bands)
  let x = Double(events)
  let scale = (rateVariance(bands) / x).squareRoot()
  let counts = byarLimits(events: events)
  return ConfidenceLimits(lower: rate + scale * (counts.lower - x), upper: rate + scale * (counts.upper - x))
}

/// v = sum of w^2 c/n^2, the variance of the rate when the counts are Poisson.
private func rateVariance(_ bands: [StandardisedBand]) -> Double {
  bands.reduce(0) { sum, band in
    let share = band.weight / band.population
    return sum + share * share * Double(band.count)
  }
}

/// Quantile `p` of the gamma distribution of `mean` and `variance`, both above 0.
private func gammaQuantile(_ p: Double, mean: Double, variance: Double) -> Double {
  rx_gamma_quantile(mean * mean / variance, variance / mean, p)
}
