import RxModel

/// A count as it may be shown.
package enum PublishedCount: Sendable, Equatable {
  case count(Int)
  /// Kept back by disclosure control.
  case suppressed
  /// Not known.
  case unknown

  /// The count, where there is one to show.
  package var value: Int? { if case .count(let value) = self { value } else { nil } }
}

/// What became of the rows of a run, as it may be shown.
package struct PublishedAttrition: Sendable {
  /// A step as it may be shown.
  package struct Step: Sendable, Equatable {
    package var step: AttritionStep
    package var rows: PublishedCount
    package var patients: PublishedCount

    /// The name in attrition.csv.
    package var name: String { step.name }

    /// All of it.
    package init(_ step: AttritionStep, rows: PublishedCount, patients: PublishedCount) {
      self.step = step
      self.rows = rows
      self.patients = patients
    }
  }

  /// All steps in order.
  package var steps: [Step]
  /// Persons of the cohort.
  package var persons: PublishedCount
  /// Patients whose rows disagree about a field, by field; none is left out.
  package var conflicts: [(field: String, patients: PublishedCount)]

  /// All of it.
  package init(steps: [Step], persons: PublishedCount, conflicts: [(field: String, patients: PublishedCount)])
  {
    self.steps = steps
    self.persons = persons
    self.conflicts = conflicts
  }

  /// A step's rows; nil where there is no such step or it is kept back.
  package func rows(_ step: AttritionStep) -> Int? { steps.first { $0.step == step }?.rows.value }

  /// Whether the number of rows of a step is kept back.
  package func hidesRows(_ step: AttritionStep) -> Bool {
    steps.first { $0.step == step }?.rows == .suppressed
  }
}
