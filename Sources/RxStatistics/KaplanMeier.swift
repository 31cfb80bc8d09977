import Glibc

/// The product-limit estimate of survival: E. L. Kaplan, P. Meier, J Am Stat Assoc 1958;53:457-481.
///
/// S(t) is the product over event times u <= t of (1 - d/n), with d the events at u and n the persons whose time is u
/// or longer. Persons censored on the day of an event are at risk of it.
package struct KaplanMeier: Sendable {
  /// What holds from one time up to the next.
  private struct Step {
    var day: Int
    var share: Double
    /// Greenwood's sum of d/(n(n - d)); infinite where the share is 0.
    var greenwood: Double
  }

  /// The median time, in days: the first event time with S <= 1/2, compared without rounding. Nil where S stays above
  /// 1/2, so too where there is nobody.
  package let medianDays: Int?
  /// By ascending day, one for each time that somebody has.
  private let steps: [Step]

  /// The estimate from `times`.
  /// - Parameter times: in any order, the same number of days as often as wanted; none, or times of nobody, are
  ///   allowed. All persons together are fewer than 2^53.
  package init(_ times: [SurvivalTime]) {
    var steps: [Step] = []
    var product = SurvivalProduct()
    var median: Int?
    var greenwood = 0.0
    var atRisk = times.reduce(0) { $0 + $1.events + $1.censored }
    for time in Self.merged(times) {
      if time.events > 0 {
        product.multiply(events: time.events, atRisk: atRisk)
        let survivors = atRisk - time.events
        greenwood += Double(time.events) / (Double(atRisk) * Double(survivors))
        if median == nil, product.isAtMostHalf { median = time.days }
      }
      atRisk -= time.events + time.censored
      steps.append(Step(day: time.days, share: product.share, greenwood: greenwood))
    }
    self.medianDays = median
    self.steps = steps
  }

  /// S at `day` with its interval, 95%, on the scale of log(-log S): J. D. Kalbfleisch, R. L. Prentice, The Statistical
  /// Analysis of Failure Time Data, Wiley 1980, p. 15.
  ///
  /// Limits S^exp(+-1.96 s), s = sqrt(sum of d/(n(n - d)))/|ln S|. S is exactly 1 up to the first event and exactly 0
  /// from a time on at which everyone still at risk has the event; it has no limits there.
  /// - Parameter day: a time, in days.
  /// - Returns: S and its limits, as shares of 1; nil where `day` is later than every time and S is above 0, so too
  ///   where there is nobody.
  package func survival(at day: Int) -> (share: Double, limits: ConfidenceLimits?)? {
    guard let last = steps.last else { return nil }
    if day > last.day, last.share > 0 { return nil }
    guard let step = lastStep(by: day), step.share < 1 else { return (1, nil) }
    guard step.share > 0 else { return (0, nil) }
    let logShare = log(step.share)
    let factor = exp(normalQuantile975 * step.greenwood.squareRoot() / -logShare)
    return (step.share, ConfidenceLimits(lower: exp(logShare * factor), upper: exp(logShare / factor)))
  }

  /// The last step at or before `day`.
  private func lastStep(by day: Int) -> Step? {
    var low = 0
    var high = steps.count
    while low < high {
      let middle = (low + high) / 2
      if steps[middle].day <= day { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? nil : steps[low - 1]
  }

  /// `times` by ascending day, each day once, without those of nobody.
  private static func merged(_ times: [SurvivalTime]) -> [SurvivalTime] {
    var merged: [SurvivalTime] = []
    for time in times.sorted(by: { $0.days < $1.days }) where time.events + time.censored > 0 {
      if let last = merged.last, last.days == time.days {
        merged[merged.count - 1].events += time.events
        merged[merged.count - 1].censored += time.censored
      } else {
        merged.append(time)
      }
    }
    return merged
  }
}
