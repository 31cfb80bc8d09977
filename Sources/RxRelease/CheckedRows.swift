import RxModel

/// The facts that may be told of the rows of a study's files before it is run.
package struct CheckedRows: Sendable {
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

  /// The number of prescription rows; nil where their number may not be told.
  package var read: Int?
  /// Their attrition: the steps that have rows, in order.
  package var steps: [(step: AttritionStep, rows: Amount)]
  /// A few rejects of each input, in order; none where their number may not be told.
  package var rejects: [RejectedRow]

  /// The facts that may be told of the rows.
  package init(
    read: Int?, steps: [(step: AttritionStep, rows: Amount)], rejects: [RejectedRow]
  ) {
    self.read = read
    self.steps = steps
    self.rejects = rejects
  }
}
