import RxModel

/// The facts that may be told of the first rows of a study's files before it is run.
package struct FirstRows: Sendable {
  /// A number of rows as it may be told.
  package enum Amount: Sendable, Equatable {
    case exactly(Int)
    /// More than half of the rows.
    case most
    case some

    /// The amount in words or digits.
    package var text: String {
      switch self {
      case .exactly(let rows): "\(rows)"
      case .most: "most"
      case .some: "some"
      }
    }
  }

  /// The number of prescription rows looked at; nil where their number may not be told.
  package var read: Int?
  /// Their attrition: the steps that have rows, in order.
  package var steps: [(step: AttritionStep, rows: Amount)]
  /// A few rejects of each input, in order; none where their number may not be told.
  package var rejects: [RejectedRow]
  /// The inputs of which a greater share of rows was rejected than the study tolerates, with that share, 0 to 1; nil
  /// where it may not be told.
  package var beyondTolerance: [(input: InputKind, share: Double?)]
  /// Sentences on what is worth knowing of them.
  package var notes: [String]
  /// True where some rows are of patients who are not in what was read of the roster.
  package var lackPatients: Bool

  /// The facts that may be told of the first rows.
  package init(
    read: Int?, steps: [(step: AttritionStep, rows: Amount)], rejects: [RejectedRow],
    beyondTolerance: [(input: InputKind, share: Double?)], notes: [String], lackPatients: Bool
  ) {
    self.read = read
    self.steps = steps
    self.rejects = rejects
    self.beyondTolerance = beyondTolerance
    self.notes = notes
    self.lackPatients = lackPatients
  }
}
