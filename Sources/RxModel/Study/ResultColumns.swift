/// The columns of results.csv.
package enum ResultColumns {
  /// The columns on the left of the grouping variables'.
  package static let left = ["measure", "definition", "drug", "period_start", "period_end"]
  /// The columns on their right.
  package static let right = [
    "numerator", "denominator", "denominator_unit", "estimate", "estimate_unit", "ci_lower", "ci_upper",
    "status",
  ]

  /// The columns of sensitivity.csv on the left of these: the settings.
  package static let settings = ["gap", "washout", "carry_over", "duplicates"]
  /// The column of sensitivity.csv on the right of these: the estimate minus the study's own.
  package static let difference = "difference"

  /// Names that no attribute can have, since results.csv or sensitivity.csv has a column of that name: their own columns,
  /// age, and the levels that inputs have columns of.
  package static let reserved: Set<String> = Set(
    left + right + settings + [difference, "age"]
      + InputKind.allCases.flatMap(\.columns).filter { $0.form == .level }.map(\.key))
}
