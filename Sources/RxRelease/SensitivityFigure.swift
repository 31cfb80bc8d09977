import RxModel

/// A figure of everyone under one combination of the sensitivity grid's settings, as it may be shown.
package struct SensitivityFigure: Sendable {
  /// The gap of continuous use, in days; nil where each definition keeps its own.
  package var gapDays: Int?
  /// The washout of incidence, in days; nil without incidence.
  package var washoutDays: Int?
  package var carryOver: CarryOver
  package var dropsDuplicates: Bool
  package var figure: Figure
  /// The estimate minus the study's own; nil where either is not shown.
  package var difference: Double?

  /// A figure under these settings.
  package init(
    gapDays: Int?, washoutDays: Int?, carryOver: CarryOver, dropsDuplicates: Bool, figure: Figure,
    difference: Double?
  ) {
    self.gapDays = gapDays
    self.washoutDays = washoutDays
    self.carryOver = carryOver
    self.dropsDuplicates = dropsDuplicates
    self.figure = figure
    self.difference = difference
  }
}
