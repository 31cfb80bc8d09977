import RxModel

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

  /// No rows.
  package init() {}

  /// Rejected rows.
  package var rejected: Int { counts.values.reduce(0, +) }
}
