import RxModel
import RxReport

/// Settings of a comparison of two releases.
package struct CompareOptions: Sendable {
  /// The greatest change of an estimate that is tolerated, as a share of the old one; nil for the usual one, or, where
  /// `asksLimits`, for none.
  package var tolerance: Double?
  /// The least change of a count that is told; nil for the usual one.
  package var least: Int?
  /// True where a figure has moved that lies outside the limits of the old one.
  package var asksLimits = false
  /// The rows that are compared.
  package var selection = RowSelection()
  /// The kinds of findings that are looked for.
  package var kinds = Set(Comparison.Kind.allCases)
  /// The history by whose runs volumes are judged; nil for none.
  package var history: String?
  /// How many of its runs count, the last ones.
  package var last = 30
  /// Days on which few rows, or no file, are nothing odd.
  package var quietDays: Set<Day> = []
  /// The least difference of a count that is not small; nil takes the larger of the releases' own.
  package var minCell: Int?
  /// True where the user asserts that the new release has all persons and fills of the old one.
  package var isGrown = false
  /// True where every finding is written as CSV, in place of a text.
  package var asCSV = false

  /// The settings by which an ordinary night of a growing extract is quiet.
  package init() {}

  /// When a figure has moved.
  var rule: FigureRule {
    var rule = FigureRule.usual
    if tolerance != nil || asksLimits { (rule.tolerance, rule.asksLimits) = (tolerance, asksLimits) }
    // Who tolerates nothing is told of every count.
    rule.least = least ?? (tolerance == 0 ? 0 : rule.least)
    return rule
  }
}
