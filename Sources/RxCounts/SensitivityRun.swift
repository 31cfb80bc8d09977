import RxModel

extension CountTable {
  /// The lines of the core measures, which a sensitivity grid repeats in the same order.
  package var coreLines: [ResultLine] {
    let core: Set = ["prevalence", "fill_rate", "incidence", "long_term_use", "overlap", "overlap_days"]
    return lines.filter { core.contains($0.measure) }
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
  /// The counts of everyone, with the lines of the core measures.
  package var counts: CountTable

  /// All of them.
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
