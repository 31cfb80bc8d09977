import RxModel

/// One row of a published results.csv, as it stands there.
package struct PublishedRow: Sendable, Equatable {
  /// Its difference from the other rows: measure, definition, drug, period, levels and denominator's unit, with their
  /// columns.
  package var key: [String: String]
  /// Its figures as texts, by column; a figure that is kept back is empty.
  package var figures: [String: String]

  /// The columns of results.csv that hold figures; all others say what a row is about.
  package static let figureColumns: Set = [
    "numerator", "denominator", "estimate", "ci_lower", "ci_upper", "status",
  ]
  /// The columns that say what a row is about, its group aside.
  private static let lineColumns = [
    "measure", "definition", "drug", "denominator_unit", "estimate_unit",
  ]
  private static let periodColumns = ["period_start", "period_end"]

  /// A row of these fields, by column.
  package init(_ fields: [String: String]) {
    key = fields.filter { !Self.figureColumns.contains($0.key) }
    figures = fields.filter { Self.figureColumns.contains($0.key) }
  }

  /// A figure as a number; nil where it is kept back or there is none.
  func number(_ column: String) -> Double? { figures[column].flatMap(Double.init) }

  /// A figure as a number where it counts something whole: years and doses are no counts.
  func count(_ column: String) -> Double? {
    figures[column].flatMap { $0.contains(".") ? nil : Double($0) }
  }

  /// True if some of it is kept back.
  var isSuppressed: Bool { figures["status"] == "suppressed" }

  /// Measure, definition, drug and units: what it is about, its interval and group aside.
  var line: [String] { Self.lineColumns.map { key[$0] ?? "" } }

  /// The first day of its interval.
  var start: String { key["period_start"] ?? "" }
  /// The last day of its interval.
  var end: String { key["period_end"] ?? "" }

  /// The variables that it splits by, with its levels; a variable that it does not split by is none of them, so that a
  /// release with further variables has the same groups.
  package var group: [String: String] {
    key.filter {
      $0.value != allLevel && !Self.lineColumns.contains($0.key) && !Self.periodColumns.contains($0.key)
    }
  }

  /// How many its group is, in the denominator's unit: shares of a level are of everyone, and the level is their numerator.
  var size: Double? { number(key["measure"] == CohortSpec.description.key ? "numerator" : "denominator") }

  /// True of a quantile of what persons have, which has no numerator.
  var isQuantile: Bool { Measures.quantiles.contains(key["measure"] ?? "") }

  /// True where its denominator is days of supply.
  var isOfDays: Bool { key["denominator_unit"]?.hasPrefix("days:") ?? false }

  /// True where its denominator is persons.
  var isOfPersons: Bool { key["denominator_unit"] == "persons" }
}
