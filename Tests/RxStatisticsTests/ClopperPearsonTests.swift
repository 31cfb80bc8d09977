import RxStatistics
import Testing

@Suite struct ClopperPearsonTests {
  /// scipy 1.17.1: `stats.beta.ppf(.025, x, n - x + 1)`, `stats.beta.ppf(.975, x + 1, n - x)`; the first four also by
  /// bisection of mpmath 1.4.1's `betainc`, since scipy calls Boost. The last three are mpmath's, by bisection of the
  /// sum of the binomial terms to 60 digits: scipy's upper limits of these are off from the eighth or ninth digit on.
  @Test(
    arguments: [
      (1, 10, 0.0025285785444617848, 0.4450161170281954), (5, 50, 0.03327509358902247, 0.21813536643420225),
      (37, 412, 0.0640201323339467, 0.12165995381489202), (499, 500, 0.9889075231010312, 0.9999493656659926),
      (0, 1, 0, 0.975), (1, 1, 0.025, 1), (0, 20, 0, 0.1684334709830853), (20, 20, 0.8315665290169146, 1),
      (123_456, 1_000_000, 0.12281184162962973, 0.12410234027680268),
      (500_000_000, 1_000_000_000, 0.4999690097484223, 0.5000309902515777),
      (1, 1_000_000_000, 2.531780798396938e-11, 5.5716433782031153e-9),
      (3, 1_000_000_000, 6.1867212332289581e-10, 8.7672730444606971e-9),
      (10, 1_000_000_000, 4.7953887062138064e-9, 1.8390355964866961e-8),
    ] as [(Int, Int, Double, Double)])
  func knownAnswers(events: Int, total: Int, lower: Double, upper: Double) {
    #expect(isClose(clopperPearsonLimits(events: events, total: total), lower, upper))
  }

  @Test(arguments: [1, 2, 3, 7, 20, 1000, 1_000_000, 1_000_000_000])
  func endsAreExactAndSidesMirrored(total: Int) {
    #expect(clopperPearsonLimits(events: 0, total: total).lower == 0)
    #expect(clopperPearsonLimits(events: total, total: total).upper == 1)
    for events in [0, 1, total / 3, total / 2, total] {
      let limits = clopperPearsonLimits(events: events, total: total)
      let mirrored = clopperPearsonLimits(events: total - events, total: total)
      #expect(abs(limits.lower - (1 - mirrored.upper)) < 1e-12)
      #expect(abs(limits.upper - (1 - mirrored.lower)) < 1e-12)
      let share = Double(events) / Double(total)
      #expect(events == 0 || 0 < limits.lower && limits.lower < share)
      #expect(events == total || share < limits.upper && limits.upper < 1)
    }
  }

  /// The limits are where the tails of the binomial distribution are 2.5%, by summing its terms.
  @Test(arguments: [1, 2, 5, 13, 40, 150])
  func tailsAreTwoAndAHalfPercent(total: Int) {
    for events in 0...total {
      let limits = clopperPearsonLimits(events: events, total: total)
      if events > 0 {
        #expect(abs(1 - cumulative(events - 1, of: total, share: limits.lower) - 0.025) < 1e-10)
      }
      if events < total {
        #expect(abs(cumulative(events, of: total, share: limits.upper) - 0.025) < 1e-10)
      }
    }
  }

  /// P(X <= count).
  private func cumulative(_ count: Int, of total: Int, share: Double) -> Double {
    // By Pascal's rule for the distribution itself: no powers, no binomial coefficients.
    var probabilities = [1.0] + [Double](repeating: 0, count: total)
    for _ in 0..<total {
      for k in stride(from: total, through: 1, by: -1) {
        probabilities[k] = probabilities[k] * (1 - share) + probabilities[k - 1] * share
      }
      probabilities[0] *= 1 - share
    }
    return probabilities[...count].reduce(0, +)
  }
}
