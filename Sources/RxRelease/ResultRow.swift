import RxModel
import RxStatistics

/// One row of results.csv.
package struct ResultRow: Sendable, Equatable {
  /// A numerator: whole, or an amount with decimals.
  package enum Numerator: Sendable, Equatable {
    case count(Int)
    case amount(Double)

    /// As a number.
    package var value: Double {
      switch self {
      case .count(let count): Double(count)
      case .amount(let amount): amount
      }
    }
  }

  /// A denominator: whole, or years.
  package enum Denominator: Sendable, Equatable {
    case count(Int)
    case years(Double)

    /// As a number.
    package var value: Double {
      switch self {
      case .count(let count): Double(count)
      case .years(let years): years
      }
    }
  }

  /// What can be said of the row's figures.
  package enum Status: String, Sendable {
    case ok
    /// Some are kept back by disclosure control.
    case suppressed
    /// They come from rounded counts.
    case rounded
    /// The estimate can't be computed.
    case undefined
  }

  /// How much of a row disclosure control keeps back.
  package enum Withheld: Int, Comparable, Sendable {
    case nothing
    /// The numerator, and with it the estimate and its limits.
    case numerator
    /// The denominator too.
    case all

    package static func < (a: Withheld, b: Withheld) -> Bool { a.rawValue < b.rawValue }
  }

  package var measure: String
  package var definition: String
  package var drug: String
  package var period: DaySpan
  /// For each grouping variable the level, or `all`.
  package var levels: [String]
  /// Nil where it is suppressed.
  package var numerator: Numerator?
  /// Nil where it is suppressed.
  package var denominator: Denominator?
  package var denominatorUnit: String
  /// Nil where it can't be computed: the row is `undefined`.
  package var estimate: Double?
  package var estimateUnit: String
  /// Nil where the measure has none.
  package var limits: ConfidenceLimits?
  package var status = Status.ok
  /// What must go before the row is shown; see `published`.
  package var withheld = Withheld.nothing

  /// A row whose numerator and denominator are known.
  package init(
    measure: String, definition: String, drug: String, period: DaySpan, levels: [String],
    numerator: Numerator?,
    denominator: Denominator?, denominatorUnit: String, estimate: Double?, estimateUnit: String,
    limits: ConfidenceLimits?, withheld: Withheld
  ) {
    self.measure = measure
    self.definition = definition
    self.drug = drug
    self.period = period
    self.levels = levels
    self.numerator = numerator
    self.denominator = denominator
    self.denominatorUnit = denominatorUnit
    self.estimate = estimate
    self.estimateUnit = estimateUnit
    self.limits = limits
    self.withheld = withheld
  }

  /// Numerator and denominator, where both are there.
  package var quotient: (numerator: Double, denominator: Double)? {
    guard let numerator, let denominator else { return nil }
    return (numerator.value, denominator.value)
  }

  /// The row as it may be shown.
  package func published(isRounded: Bool) -> ResultRow {
    var row = self
    row.withheld = .nothing
    row.status = withheld > .nothing ? .suppressed : estimate == nil ? .undefined : isRounded ? .rounded : .ok
    guard withheld > .nothing else { return row }
    row.numerator = nil
    row.estimate = nil
    row.limits = nil
    if withheld == .all { row.denominator = nil }
    return row
  }
}
