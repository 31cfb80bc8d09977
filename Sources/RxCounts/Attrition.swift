import RxModel

/// The attrition of a run: what became of its rows.
package struct Attrition: Sendable, Equatable {
  /// One step: how many rows, and of how many patients where that can be told.
  package struct Count: Sendable, Equatable {
    package var step: AttritionStep
    package var rows: Int
    package var patients: Int?

    /// The rows, and patients, of `step`.
    package init(_ step: AttritionStep, rows: Int, patients: Int? = nil) {
      self.step = step
      self.rows = rows
      self.patients = patients
    }

    /// Its name in attrition.csv.
    package var name: String { step.name }
  }

  /// Prescription rows read.
  package var read = Count(.read(.prescriptions), rows: 0)
  /// Rows that were not used, each kind by itself, and the used ones last.
  package var kinds: [Count] = []
  /// The rows of the other inputs: read, and rejected by reason.
  package var otherInputs: [Count] = []
  /// The rows that were used and that some measure had to leave out.
  package var leftOut: [Count] = []

  /// No rows.
  package init() {}

  /// All steps in order.
  package var steps: [Count] { [read] + kinds + leftOut + otherInputs }

  /// The prescription rows of a kind; 0 where there are none.
  package func rows(of step: AttritionStep) -> Int { kinds.first { $0.step == step }?.rows ?? 0 }

  /// The patients of a kind of prescription rows; 0 where there are none.
  package func patients(of step: AttritionStep) -> Int { kinds.first { $0.step == step }?.patients ?? 0 }

  /// True where rows read = used + each kind of not used.
  package var addsUp: Bool { read.rows == kinds.reduce(0) { $0 + $1.rows } }
}
