import RxModel
import RxRelease

/// What published figures show beyond doubt, for titles and sentences. A rule that their limits don't decide finds
/// nothing; none compares figures that are kept back, or names a cause.
enum Finding {
  /// The direction of a change.
  enum Direction: Equatable {
    case fell, rose

    var past: String { self == .fell ? "fell" : "rose" }
  }

  /// The change between two figures, where their 95% intervals are apart.
  static func change(from first: Figure?, to last: Figure?) -> Direction? {
    guard isReliable(first), isReliable(last), let before = limits(first), let after = limits(last) else {
      return nil
    }
    if after.upper < before.lower { return .fell }
    return after.lower > before.upper ? .rose : nil
  }

  /// The change along figures, each against the one before: where the first and the last are apart, and none goes back, nor
  /// stays where `isSteady`.
  static func change(along figures: [Figure?], isSteady: Bool = false) -> Direction? {
    let estimates = figures.compactMap { isReliable($0) ? $0?.estimate : nil }
    guard estimates.count > 1, estimates.count == figures.count else { return nil }
    guard let change = change(from: figures.first ?? nil, to: figures.last ?? nil) else { return nil }
    let goesOn = zip(estimates, estimates.dropFirst()).allSatisfy { before, after in
      before == after ? !isSteady : (before < after) == (change == .rose)
    }
    return goesOn ? change : nil
  }

  /// The direction of a trend, where its interval holds no 0.
  static func direction(ofTrend trend: Figure?) -> Direction? {
    guard let limits = limits(trend) else { return nil }
    if limits.upper < 0 { return .fell }
    return limits.lower > 0 ? .rose : nil
  }

  /// The direction that all have; nil where one has another, or none, or there are fewer than two.
  static func shared(_ directions: [Direction?]) -> Direction? {
    guard directions.count > 1, let first = directions.first ?? nil else { return nil }
    return directions.allSatisfy { $0 == first } ? first : nil
  }

  /// The groups with the largest and the smallest estimate of those shown, and how many times the one is the other;
  /// nil where their intervals are not apart.
  static func extremes(_ groups: [(name: String, figure: Figure?)]) -> (
    highest: String, lowest: String, times: Double
  )? {
    let shown = groups.compactMap { group in
      isReliable(group.figure) ? group.figure?.estimate.map { (group.name, group.figure, $0) } : nil
    }
    guard shown.count > 1, let highest = shown.max(by: { $0.2 < $1.2 }),
      let lowest = shown.min(by: { $0.2 < $1.2 }), lowest.2 > 0,
      change(from: lowest.1, to: highest.1) == .rose
    else { return nil }
    return (highest.0, lowest.0, highest.2 / lowest.2)
  }

  /// True if the figure has an estimate that is shown and can be relied on: one whose interval is wider than twice the
  /// estimate tells little.
  static func isReliable(_ figure: Figure?) -> Bool { isShown(figure) && figure?.isUnreliable == false }

  /// True if the figure has an estimate that is shown.
  static func isShown(_ figure: Figure?) -> Bool {
    figure.map { $0.status != .suppressed && $0.estimate != nil } ?? false
  }

  private static func limits(_ figure: Figure?) -> (lower: Double, upper: Double)? {
    guard let figure, isShown(figure), let limits = figure.limits else { return nil }
    return (limits.lower, limits.upper)
  }

  /// What a comparison of groups leaves out, in words behind it; empty where it leaves out none.
  static func omission(_ figures: [Figure?]) -> String {
    if figures.allSatisfy(isReliable) { return "" }
    return figures.allSatisfy(isShown) ? ", of the groups with reliable figures" : ", of the groups shown"
  }

  /// How many times, in words: `1.5 times`, `12 times`.
  static func times(_ ratio: Double) -> String {
    "\(grouped(ratio, decimals: ratio < 10 ? 1 : 0)) times"
  }
}

/// Titles of charts: the first rule that holds gives the finding, else the name.
enum ChartTitle {
  /// The title of a chart over time.
  /// - Parameters:
  ///   - subject: what changes: `Benzodiazepine use`.
  ///   - overall: the change for everyone.
  ///   - groups: the change in each group that is drawn; empty where there are none.
  ///   - which: where it holds for all of these: `in every group`.
  ///   - period: the first and the last period, in words.
  ///   - hides: true where some group is kept back.
  ///   - name: the plain name, without the period.
  /// - Returns: the title.
  static func overTime(
    _ subject: String, overall: Finding.Direction?, groups: [Finding.Direction?],
    which: String, period: (first: String, last: String), hides: Bool, name: String
  ) -> String {
    let years = "from \(period.first) to \(period.last)"
    if let all = Finding.shared(groups) {
      return "\(subject) \(all.past) \(which) \(hides ? "shown " : "")\(years)"
    }
    if groups.isEmpty, let overall { return "\(subject) \(overall.past) \(years)" }
    return "\(name), \(period.first) to \(period.last)"
  }

  /// The title of a chart by the levels of a variable.
  /// - Parameters:
  ///   - subject: what is higher or lower: `Benzodiazepine use`.
  ///   - variable: the variable; `age` has an order.
  ///   - groups: the levels as places in a sentence, each with its figure.
  ///   - name: the plain name.
  /// - Returns: the title.
  static func byGroup(
    _ subject: String, variable: String, groups: [(name: String, figure: Figure?)], name: String
  ) -> String {
    if variable == "age", groups.count > 2,
      let change = Finding.change(along: groups.map(\.figure), isSteady: true)
    {
      return "\(subject) \(change == .rose ? "rises" : "falls") with age"
    }
    if let extremes = Finding.extremes(groups) {
      return "\(subject) is \(Finding.times(extremes.times)) as high \(extremes.highest) as "
        + extremes.lowest + Finding.omission(groups.map(\.figure))
    }
    return name
  }
}
