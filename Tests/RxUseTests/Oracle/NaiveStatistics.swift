import Foundation

/// Interval estimates by the most literal methods there are.
enum NaiveStatistics {
  /// The normal quantile that the contract names.
  static let z = 1.959963985

  /// The Wilson score limits of a proportion, in closed form.
  static func wilson(_ count: Int, of total: Int) -> (lower: Double, upper: Double) {
    let n = Double(total)
    let p = Double(count) / n
    let middle = p + z * z / (2 * n)
    let half = z * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
    let scale = 1 + z * z / n
    let lower = count == 0 ? 0 : (middle - half) / scale
    let upper = count == total ? 1 : (middle + half) / scale
    return (lower, upper)
  }

  /// The exact (Garwood) 95% limits of a Poisson mean when `count` events are seen. The lower limit is the
  /// mean at which `count` or more events have probability 0.025, the upper one the mean at which `count` or
  /// fewer have; both are found by halving an interval, with the probability as the plain sum of its terms.
  static func poisson(_ count: Int) -> (lower: Double, upper: Double) {
    let width = 6 * (Double(count) + 4).squareRoot()
    let upper = halving(from: Double(count), to: Double(count) + width + 10) { mean in
      probability(atMost: count, mean: mean) > 0.025
    }
    guard count > 0 else { return (0, upper) }
    let lower = halving(from: max(0, Double(count) - width), to: Double(count)) { mean in
      1 - probability(atMost: count - 1, mean: mean) < 0.025
    }
    return (lower, upper)
  }

  /// The place where a condition that holds on the left stops holding.
  private static func halving(from: Double, to: Double, while holds: (Double) -> Bool) -> Double {
    var (low, high) = (from, to)
    while true {
      let middle = low + (high - low) / 2
      if middle <= low || middle >= high { return middle }
      if holds(middle) { low = middle } else { high = middle }
    }
  }

  /// The probability of at most `count` events: exp(-mean) sum of mean^k / k!. The terms are summed downward
  /// from the last one, in logarithms at first so that exp(-mean) of a great mean does not vanish.
  private static func probability(atMost count: Int, mean: Double) -> Double {
    guard mean > 0 else { return 1 }
    var logarithm = -mean
    for k in stride(from: 1, through: count, by: 1) { logarithm += log(mean / Double(k)) }
    var term = exp(logarithm)
    var sum = 0.0
    for k in stride(from: count, through: 0, by: -1) {
      sum += term
      term *= Double(k) / mean
    }
    return sum
  }

  /// A number with four decimals, never `-0.0000`.
  static func fourDecimals(_ number: Double) -> String {
    let text = String(format: "%.4f", number)
    return text == "-0.0000" ? "0.0000" : text
  }
}
