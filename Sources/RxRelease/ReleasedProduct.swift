import RxModel

/// A row of products.csv: a number that tells what is in a drug's figures, as it may be shown.
package struct ReleasedProduct: Sendable, Equatable {
  /// The part of the table.
  package enum Section: String, CaseIterable, Sendable {
    /// Values of the drug column, by interval.
    case values
    /// Ingredients, over the whole study.
    case ingredients
  }

  /// What is told of the fills of a value or an ingredient.
  package enum Statistic: String, CaseIterable, Sendable {
    case count
    /// The share of fills that lack it, in percent.
    case lacking
    case minimum, p25, median, p75, maximum
  }

  /// The standing of the number.
  package enum Status: String, CaseIterable, Sendable {
    case ok, rounded, suppressed
  }

  package var section: Section
  /// The drug as the study names it.
  package var drug: String
  package var period: DaySpan
  /// The value as the data write it, in lower case; or the ingredient.
  package var item: String
  /// The quantity that is told: `fills`, `users`, `days_supply`, `quantity`, `strength`, `daily_dose`.
  package var quantity: String
  package var statistic: Statistic
  /// The number; nil where it is kept back.
  package var value: Double?
  /// Its unit.
  package var unit: String
  package var status: Status

  /// A row of `section`.
  /// - Parameters:
  ///   - section: the part of the table.
  ///   - drug: the drug as the study names it.
  ///   - period: the interval, or the whole study.
  ///   - item: the value or the ingredient.
  ///   - quantity: what is told.
  ///   - statistic: what of it.
  ///   - value: the number; nil where it is kept back.
  ///   - unit: its unit.
  ///   - status: its standing.
  package init(
    _ section: Section, drug: String, period: DaySpan, item: String, quantity: String, _ statistic: Statistic,
    value: Double?, unit: String, status: Status
  ) {
    self.section = section
    self.drug = drug
    self.period = period
    self.item = item
    self.quantity = quantity
    self.statistic = statistic
    self.value = value
    self.unit = unit
    self.status = status
  }
}
