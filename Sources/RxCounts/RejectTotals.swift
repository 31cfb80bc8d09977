import RxModel

/// The rejected rows of one input, and the account of each of its files.
package struct RejectTotals: Sendable {
  /// The greatest number of rejects that are listed; of the rest only the count is kept.
  package static let mostListed = 10_000

  /// The account of each file, in the order in which they are read.
  package var files: [FileAccount] = []
  /// The first rejects, in the order of the files and their lines.
  package var first: [RejectedRow] = []

  /// No rows.
  package init() {}

  /// Rows read.
  package var rows: Int { files.reduce(0) { $0 + $1.rows } }
  /// Lines read, without the headers.
  package var lines: Int { files.reduce(0) { $0 + $1.lines } }
  /// Rejected rows.
  package var rejected: Int { files.reduce(0) { $0 + $1.rejected } }
  /// Rejected rows by reason.
  package var counts: [RejectReason: Int] {
    files.reduce(into: [:]) { $0.merge($1.rejectedRows) { $0 + $1 } }
  }
}
