import RxModel

/// A shape of rejected values: 9 for a digit, A for a letter, other bytes as they are.
package struct RejectShape: Sendable, Equatable {
  /// The shape.
  package var text: String
  /// The number of rejects that have it, of those that were looked at.
  package var rows: Int

  /// The shape `text` of so many rejects.
  package init(text: String, rows: Int) {
    self.text = text
    self.rows = rows
  }
}

/// The rejected rows of one input.
package struct RejectTotals: Sendable {
  /// The greatest number of rejects that are listed; of the rest only the count is kept.
  package static let mostListed = 10_000

  /// Rows read.
  package var rows = 0
  /// Rejected rows by reason.
  package var counts: [RejectReason: Int] = [:]
  /// The first rejects, in the order of the files and their lines.
  package var first: [RejectedRow] = []
  /// By reason of unreadable dates, the shape of most of the first of them.
  package var shapes: [RejectReason: RejectShape] = [:]

  /// No rows.
  package init() {}

  /// Rejected rows.
  package var rejected: Int { counts.values.reduce(0, +) }
}
