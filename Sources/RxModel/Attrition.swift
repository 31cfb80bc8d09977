/// What became of the rows of a run.
package struct Attrition: Sendable, Equatable {
  /// The names of steps that others look for.
  package static let (strangers, outsideObservation, used) = (
    "not in the roster", "outside observation", "used"
  )

  /// One step: a name, how many rows, and of how many patients where that can be told.
  package struct Step: Sendable, Equatable {
    package var name: String
    package var rows: Int
    package var patients: Int?

    /// A step.
    package init(_ name: String, rows: Int, patients: Int? = nil) {
      self.name = name
      self.rows = rows
      self.patients = patients
    }
  }

  /// Prescription rows read.
  package var read = Step("rows read", rows: 0)
  /// Those that were not used, each kind by itself, and those that were.
  package var kinds: [Step] = []
  /// The rows of the other inputs: read, and rejected by reason.
  package var otherInputs: [Step] = []

  /// No rows.
  package init() {}

  /// Of the rows that were used, those that some measure had to leave out.
  package var leftOut: [Step] = []

  /// All steps in order.
  package var steps: [Step] { [read] + kinds + leftOut + otherInputs }

  /// Whether rows read = used + each kind of not used.
  package var addsUp: Bool { read.rows == kinds.reduce(0) { $0 + $1.rows } }
}
