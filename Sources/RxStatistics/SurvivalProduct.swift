import BigInt

/// The product of (1 - d/n) over the event times of a Kaplan-Meier estimate.
///
/// Where nobody is censored between two event times the second n is the first n - d, and the factors' quotients cancel:
/// only one quotient is kept for each such run, so that without censoring the product is one rounded division.
struct SurvivalProduct {
  /// Survivors of the last event of each run; the runs before the last are in `closed`.
  private var survivors: [Int] = []
  /// Persons at risk at the first event of each run.
  private var atRisk: [Int] = []
  private var closed = 1.0

  /// The product: exactly 0 once a factor is 0, exactly 1 before any factor.
  private(set) var share = 1.0

  /// Multiplies by 1 - `events`/`count`.
  /// - Parameters:
  ///   - events: d, from 1 to n.
  ///   - count: n, persons at risk: at most the survivors of the factor before.
  mutating func multiply(events: Int, atRisk count: Int) {
    if let last = survivors.last, last == count {
      survivors[survivors.count - 1] = count - events
    } else {
      closed = share
      survivors.append(count - events)
      atRisk.append(count)
    }
    share = closed * (Double(survivors[survivors.count - 1]) / Double(atRisk[atRisk.count - 1]))
  }

  /// Whether the product is at most 1/2, without rounding.
  ///
  /// k factors leave `share` within k 2^-52 of the product, far less than 1e-9. Closer to 1/2 than that, twice the
  /// product of the survivors is compared with that of those at risk, in whole numbers.
  var isAtMostHalf: Bool {
    guard abs(share - 0.5) < 1e-9 else { return share < 0.5 }
    return survivors.reduce(BigInt(2)) { $0 * BigInt($1) } <= atRisk.reduce(BigInt(1)) { $0 * BigInt($1) }
  }
}
