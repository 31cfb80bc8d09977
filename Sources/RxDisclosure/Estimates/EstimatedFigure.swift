import RxCounts
import RxModel
import RxRelease
import RxStatistics

/// A figure with everything that is known of it, and what of that must not be shown: secret until it is published.
struct EstimatedFigure: Sendable {
  /// The part of a figure that disclosure control keeps back.
  enum Withheld: Int, Comparable, Sendable {
    case nothing
    /// The numerator, and with it the estimate and its limits.
    case numerator
    /// The denominator too.
    case all

    static func < (a: Withheld, b: Withheld) -> Bool { a.rawValue < b.rawValue }
  }

  /// The definition of the figure.
  let definition: FigureDefinition
  var period: DaySpan
  /// For each grouping variable the level, or `all`.
  var levels: [String]
  /// The numerator; nil where there is none.
  var numerator: Figure.Numerator?
  var denominator: Figure.Denominator
  var denominatorUnit: String
  /// The estimate; nil where it can't be computed.
  var estimate: Double?
  /// The limits; nil where the measure has none.
  var limits: ConfidenceLimits?
  var withheld: Withheld

  /// Gives the estimate and its limits, which are in units of the quotient.
  mutating func setEstimate(_ value: Double?, _ limits: ConfidenceLimits?) {
    let scale = definition.estimate.scale
    estimate = value.map { scale * $0 }
    self.limits = limits.map { ConfidenceLimits(lower: scale * $0.lower, upper: scale * $0.upper) }
  }

  /// The figure as it may be shown.
  func published(isRounded: Bool) -> Figure {
    let hidesNumerator = withheld > .nothing
    let status: Figure.Status =
      hidesNumerator ? .suppressed : estimate == nil ? .undefined : isRounded ? .rounded : .ok
    return Figure(
      measure: definition.measure, definition: definition.definition, drug: definition.drug, period: period,
      levels: levels, numerator: hidesNumerator ? nil : numerator,
      denominator: withheld == .all ? nil : denominator, denominatorUnit: denominatorUnit,
      estimate: hidesNumerator ? nil : estimate, estimateUnit: definition.estimate.unit,
      limits: hidesNumerator ? nil : limits, status: status)
  }
}
