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
    package var name: String
    package var rows: PublishedCount
    package var patients: PublishedCount

    /// All of it.
    package init(_ name: String, rows: PublishedCount, patients: PublishedCount) {
      self.name = name
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
  package func rows(_ name: String) -> Int? { steps.first { $0.name == name }?.rows.value }

  /// Whether the number of rows of a step is kept back.
  package func hidesRows(_ name: String) -> Bool { steps.first { $0.name == name }?.rows == .suppressed }
}

extension Attrition {
  /// What a step of rows read is called; those of prescriptions without their kind.
  package static func read(_ kind: InputKind) -> String { named("rows read", kind) }

  /// What a step of rejected rows is called; those of prescriptions without their kind.
  package static func rejected(_ reason: RejectReason, of kind: InputKind) -> String {
    named("rejected: \(reason.rawValue)", kind)
  }

  private static func named(_ step: String, _ kind: InputKind) -> String {
    kind == .prescriptions ? step : "\(kind.rawValue): \(step)"
  }
}
