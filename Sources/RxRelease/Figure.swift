import RxModel
import RxStatistics

/// A figure as it may be shown: a row of results.csv, and of ranges.csv where it is suppressed.
package struct Figure: Sendable, Equatable {
  /// A numerator: whole, or an amount with decimals.
  package enum Numerator: Sendable, Equatable {
    case count(Int)
    case amount(Double)

    /// The numerator as a number.
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

    /// The denominator as a number.
    package var value: Double {
      switch self {
      case .count(let count): Double(count)
      case .years(let years): years
      }
    }
  }

  /// The state of the numbers of a figure.
  package enum Status: String, Sendable {
    case ok
    /// Some are kept back by disclosure control.
    case suppressed
    /// They come from rounded counts.
    case rounded
    /// The estimate can't be computed.
    case undefined
  }

  package var measure: String
  package var definition: String
  package var drug: String
  package var period: DaySpan
  /// The level of each grouping variable, or `all`.
  package var levels: [String]
  /// The numerator; nil where it is suppressed.
  package var numerator: Numerator?
  /// The denominator; nil where it is suppressed.
  package var denominator: Denominator?
  package var denominatorUnit: String
  /// The estimate; nil where it is suppressed or can't be computed.
  package var estimate: Double?
  package var estimateUnit: String
  /// The confidence limits; nil where the measure has none, or they are suppressed.
  package var limits: ConfidenceLimits?
  package var status: Status
  /// What can be worked out of it all the same; nil where it is not suppressed, or nobody has worked it out.
  package var range: FigureRange?

  /// A figure with everything that results.csv says of it, and what ranges.csv does.
  package init(
    measure: String, definition: String, drug: String, period: DaySpan, levels: [String],
    numerator: Numerator?, denominator: Denominator?, denominatorUnit: String, estimate: Double?,
    estimateUnit: String, limits: ConfidenceLimits?, status: Status, range: FigureRange? = nil
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
    self.status = status
    self.range = range
  }
}
