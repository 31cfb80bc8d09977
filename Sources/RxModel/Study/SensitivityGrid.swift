/// `sensitivity`: the settings under which the core measures are repeated; an empty list leaves the study's own.
package struct SensitivityGrid: Sendable {
  package var gapDays: [Int] = []
  package var washoutDays: [Int] = []
  package var carryOver: [CarryOver] = []
  package var dropsDuplicates: [Bool] = []

  /// The study's own settings alone.
  package init() {}
}
