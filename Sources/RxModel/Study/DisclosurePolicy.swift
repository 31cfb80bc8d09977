/// The rules that keep small counts out of what a run writes.
package struct DisclosurePolicy: Sendable, Equatable {
  /// Published rules, by the names that the study file gives them.
  package enum Preset: String, CaseIterable, Sendable {
    /// No count of 1 to 10 persons is shown or can be worked out (Centers for Medicare & Medicaid Services, cell size
    /// suppression policy): small cells are suppressed, and others so that they stay unknown.
    case cms11
    /// Counts of 7 and less are redacted, the others rounded to the nearest 5; totals and rates come from the rounded
    /// counts (OpenSAFELY, releasing files).
    case opensafely
    /// Every count is rounded to the middle of its six: 1 to 6 is 3, 7 to 12 is 9 (OpenSAFELY, midpoint 6).
    case midpoint6
    /// Nothing is done, and the output says so.
    case none
  }

  package var preset: Preset
  /// The threshold in persons: counts above 0 and below it are not shown; 0 where counts are rounded only.
  package var minCell: Int
  /// The multiple to which counts are rounded (`midpoint6`: to the middle of so many); 1 is not at all.
  package var roundTo: Int

  /// A preset with its own numbers.
  package init(_ preset: Preset) {
    self.preset = preset
    switch preset {
    case .cms11: (minCell, roundTo) = (11, 1)
    case .opensafely: (minCell, roundTo) = (8, 5)
    case .midpoint6: (minCell, roundTo) = (0, 6)
    case .none: (minCell, roundTo) = (0, 1)
    }
  }

  /// True where anything is done.
  package var isControlled: Bool { preset != .none }

  /// A count on the policy's grid; 0 stays 0. `midpoint6`: ceil(x / 6) * 6 - 3; else the nearest multiple, halves up.
  package func rounded(_ value: Double) -> Double {
    guard roundTo > 1 else { return value }
    let step = Double(roundTo)
    if preset == .midpoint6 {
      return value > 0 ? (value / step).rounded(.up) * step - (step / 2).rounded(.down) : 0
    }
    return (value / step).rounded(.toNearestOrAwayFromZero) * step
  }

  /// The policy in one sentence, for every output's face.
  package var statement: String {
    switch preset {
    case .cms11:
      "Counts of 1 to \(minCell - 1) persons are suppressed, and others with them so that they can't be worked out."
    case .opensafely:
      "Counts of \(minCell - 1) and less are suppressed; the others are rounded to the nearest \(roundTo), and totals and "
        + "rates come from rounded counts."
    case .midpoint6:
      "Counts are rounded to the middle of every \(roundTo) (midpoint \(roundTo)), and rates come from rounded counts."
    case .none:
      "No disclosure control was applied: small counts are shown as they are. Check them before this is passed on."
    }
  }
}
