import RxModel

/// A count as it may be shown.
package enum ReleasedCount: Sendable, Equatable {
  case count(Int)
  /// Kept back by disclosure control.
  case suppressed
  /// Not known.
  case unknown

  /// The count, where there is one to show.
  package var value: Int? { if case .count(let value) = self { value } else { nil } }
}

/// The attrition of a run as it may be shown: what became of the rows.
package struct ReleasedAttrition: Sendable {
  /// A step as it may be shown.
  package struct Step: Sendable, Equatable {
    package var step: AttritionStep
    package var rows: ReleasedCount
    package var patients: ReleasedCount

    /// The name in attrition.csv.
    package var name: String { step.name }

    /// A step with its rows and patients.
    package init(_ step: AttritionStep, rows: ReleasedCount, patients: ReleasedCount) {
      self.step = step
      self.rows = rows
      self.patients = patients
    }
  }

  /// The steps in the order of attrition.csv.
  package var steps: [Step]
  /// The number of persons of the cohort.
  package var persons: ReleasedCount
  /// The number of patients whose rows disagree about a field, by field; none is left out.
  package var conflicts: [(field: String, patients: ReleasedCount)]

  /// An attrition of these steps, persons and conflicts.
  package init(steps: [Step], persons: ReleasedCount, conflicts: [(field: String, patients: ReleasedCount)]) {
    self.steps = steps
    self.persons = persons
    self.conflicts = conflicts
  }

  /// A step's rows; nil where there is no such step or its rows are kept back.
  package func rows(_ step: AttritionStep) -> Int? { steps.first { $0.step == step }?.rows.value }

  /// True if the number of rows of a step is kept back.
  package func hidesRows(_ step: AttritionStep) -> Bool {
    steps.first { $0.step == step }?.rows == .suppressed
  }

  /// The kinds of input that the run has read, in their order.
  package var inputs: [InputKind] {
    InputKind.allCases.filter { kind in steps.contains { $0.step == .read(kind) } }
  }

  /// The steps of an input's rejected rows, with the reason of each.
  package func rejected(of input: InputKind) -> [(reason: RejectReason, step: Step)] {
    steps.compactMap { step in
      guard case .rejected(let reason, of: input) = step.step else { return nil }
      return (reason, step)
    }
  }
}
