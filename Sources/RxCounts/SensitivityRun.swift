import RxModel

extension CountTable {
  /// The figures of the core measures, which a sensitivity grid repeats in the same order.
  package var coreFigures: [FigureDefinition] {
    let core = Measures.all.map { $0.description }.filter(\.isCore)
    let rows = Set(core.flatMap { $0.figures.map(\.measure) })
    return figures.filter { rows.contains($0.measure) }
  }
}

/// The core measures of everyone under one combination of settings.
package struct SensitivityRun: Sendable {
  /// The gap of continuous use, in days; nil where each definition keeps its own.
  package var gapDays: Int?
  /// The washout of incidence, in days; nil without incidence.
  package var washoutDays: Int?
  package var carryOver: CarryOver
  package var dropsDuplicates: Bool
  /// The counts of everyone, with the figures of the core measures.
  package var counts: CountTable

  /// Counts under these settings.
  package init(
    gapDays: Int?, washoutDays: Int?, carryOver: CarryOver, dropsDuplicates: Bool, counts: CountTable
  ) {
    self.gapDays = gapDays
    self.washoutDays = washoutDays
    self.carryOver = carryOver
    self.dropsDuplicates = dropsDuplicates
    self.counts = counts
  }
}
