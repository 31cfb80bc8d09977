import RxStatistics

/// When a figure has moved so far that it is told.
package struct FigureRule: Sendable, Equatable {
  /// The greatest change of an estimate that is tolerated, as a share of the old one; nil where its size is not asked.
  package var tolerance: Double?
  /// The least change of the count behind an estimate that is told.
  package var least: Int
  /// True where the new estimate must lie outside the limits of the old one too.
  package var asksLimits: Bool

  /// A rule.
  /// - Parameters:
  ///   - tolerance: the greatest change of an estimate that is tolerated, as a share of the old one; nil where its size is
  ///     not asked.
  ///   - least: the least change of the count behind an estimate that is told.
  ///   - asksLimits: true where the new estimate must lie outside the limits of the old one too.
  package init(tolerance: Double?, least: Int, asksLimits: Bool) {
    (self.tolerance, self.least, self.asksLimits) = (tolerance, least, asksLimits)
  }

  /// What a night of a growing extract stays within: more than 5%, by 50, and outside the limits.
  package static let usual = FigureRule(tolerance: 0.05, least: 50, asksLimits: true)
  /// Any difference.
  package static let exact = FigureRule(tolerance: 0, least: 0, asksLimits: false)

  /// True where a count has moved by more than is tolerated, and by the least.
  func isBeyond(from old: Double, to new: Double) -> Bool {
    let share = tolerance ?? Self.usual.tolerance ?? 0
    return abs(new - old) > share * abs(old) + (share > 0 ? 1e-9 : 0) && abs(new - old) >= Double(least)
  }

  /// In words, of so many figures.
  func text(compared: Int) -> String {
    if self == .exact { return "any difference" }
    let size = (tolerance.map { ["more than \(shareText($0))"] } ?? []) + (least > 0 ? ["by \(least)"] : [])
    let limits =
      asksLimits
      ? ["outside the old figure's limits, widened for \(grouped(compared)) figures"] : []
    return (size + limits).joined(separator: ", ")
  }
}

/// A rule for a number of figures that are compared at once. One in twenty of what has not changed lies outside limits of
/// 95%; the limits are widened so that of all figures together none does in nineteen of twenty comparisons (Bonferroni).
struct WidenedRule: Sendable {
  let rule: FigureRule
  /// The days for which most fills last.
  private static let usualSupplyDays = 30.0
  /// By how much the half widths of 95% limits are widened.
  private let factor: Double
  /// The standard normal quantile of the widened limits.
  private let quantile: Double

  /// `rule` for `compared` figures.
  init(_ rule: FigureRule, compared: Int) {
    self.rule = rule
    quantile = normalQuantile(of: 1 - 0.025 / Double(max(1, compared)))
    factor = quantile / normalQuantile975
  }

  /// True where an estimate has moved; false where there is none in one of them.
  func hasMoved(_ old: PublishedRow, _ new: PublishedRow) -> Bool {
    if rule == .exact { return old.figures != new.figures }
    guard let before = old.number("estimate"), let after = new.number("estimate") else { return false }
    guard before != after, isOfMany(old, new) else { return false }
    if let tolerance = rule.tolerance, abs(after - before) <= tolerance * abs(before) + 1e-12 { return false }
    return !rule.asksLimits || isOutside(before, after, old)
  }

  /// True where the counts behind an estimate differ by the least that is told; where none are shown, where it is of so many.
  private func isOfMany(_ old: PublishedRow, _ new: PublishedRow) -> Bool {
    let least = Double(rule.least)
    if let before = old.number("numerator"), let after = new.number("numerator"), !old.isQuantile {
      return abs(after - before) >= least
    }
    return [old, new].allSatisfy { ($0.number("denominator") ?? 0) >= least }
  }

  private func isOutside(_ before: Double, _ after: Double, _ old: PublishedRow) -> Bool {
    if let lower = old.number("ci_lower"), let upper = old.number("ci_upper") {
      return after < before - factor * (before - lower) || after > before + factor * (upper - before)
    }
    // Quantiles have no limits. That of many values has a standard error of about 1.25 of their spread over the root of
    // their number; the spread is taken to be as large as the quantile itself.
    if old.isQuantile, let persons = old.number("denominator"), persons > 0 {
      return abs(after - before) > quantile * 1.25 / persons.squareRoot() * abs(before)
    }
    // Days have no limits either, and come in the supplies of persons. They are taken to be of one person for each 30, the
    // usual supply, and to differ from person to person by as much as there are of each.
    if old.isOfDays, let days = old.number("numerator"), days > 0 {
      return abs(after - before) > quantile / (days / Self.usualSupplyDays).squareRoot() * abs(before)
    }
    // Without limits the size alone decides, where it is asked.
    return rule.tolerance != nil
  }
}
