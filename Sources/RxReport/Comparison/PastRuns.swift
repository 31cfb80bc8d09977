import RxModel

/// The volumes of past runs of a study, as a history of published numbers tells them.
package struct PastRuns: Sendable {
  /// The volumes of one run.
  package struct Volumes: Sendable {
    /// Counts that grow with an extract, by what they are: `rows read of prescriptions`. One that is kept back is missing.
    package var counts: [String: Double]
    /// The share of the accepted rows that are of listed drugs and of patients of the roster; nil where it is not shown.
    package var matched: Double?

    /// Volumes of these counts and this share.
    /// - Parameters:
    ///   - counts: counts that grow with an extract, by what they are.
    ///   - matched: the share of the accepted rows that are of listed drugs and of patients of the roster.
    package init(counts: [String: Double], matched: Double?) { (self.counts, self.matched) = (counts, matched) }
  }

  /// Oldest first.
  let runs: [Volumes]
  /// The newest run of them all is left out: it is the one that is compared.
  package init(_ runs: [Volumes]) { self.runs = runs }

  /// By how much a count has grown from each of the runs to the next, where both show it.
  private func increments(of count: String) -> [Double] {
    zip(runs, runs.dropFirst()).compactMap { before, after in
      guard let old = before.counts[count], let new = after.counts[count] else { return nil }
      return new - old
    }
  }

  /// What `increment` of a count is beside those of the past; nil where they are fewer than five. A tenth of them at each end
  /// is left aside, so that one bad night makes no other ordinary.
  func judge(_ count: String, _ increment: Double, rounding: Double) -> (text: String, isAlarm: Bool)? {
    let past = increments(of: count).sorted()
    guard past.count >= 5 else { return nil }
    let aside = past.count / 10
    let usual = past[aside..<(past.count - aside)]
    guard let least = usual.first, let most = usual.last else { return nil }
    let slack = max(rounding, 5 * max(0, most).squareRoot() * (most < 100 ? 1 : 0))
    let middle = past[past.count / 2]
    let range =
      "\(past.count) runs before brought \(signed(middle)) (\(signed(past[0])) to \(signed(past[past.count - 1])))"
    if increment <= 0, least > slack { return ("\(increment < 0 ? "fewer" : "no more"), where \(range)", true) }
    if increment < least - abs(least) / 3 - slack { return ("more than a third fewer than ever: \(range)", true) }
    if increment > most + abs(most) + slack { return ("more than twice as many as ever: \(range)", true) }
    return (range, false)
  }

  /// The ordinary shares of matched rows; nil where they are fewer than five.
  var matched: Expectation? { Expectation(runs.compactMap(\.matched), fewest: 5) { _ in 0 } }
}

/// A whole number with its sign: `+1,012`.
func signed(_ number: Double) -> String { (number < 0 ? "" : "+") + grouped(number, decimals: 0) }
