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

/// The rejected rows of one input, and the account of each of its files.
package struct RejectTotals: Sendable {
  /// The greatest number of rejects that are listed; of the rest only the count is kept.
  package static let mostListed = 10_000

  /// The account of each file, in the order in which they are read.
  package var files: [FileAccount] = []
  /// The first rejects, in the order of the files and their lines.
  package var first: [RejectedRow] = []
  /// By reason of unreadable dates, the shape of most of the first of them.
  package var shapes: [RejectReason: RejectShape] = [:]

  /// No rows.
  package init() {}

  /// Adds what was read of other rows of the same files.
  package mutating func add(_ other: RejectTotals) {
    for place in files.indices { files[place].add(other.files[place]) }
    let places = Dictionary(
      files.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    let all = (first + other.first).map { row in (file: places[row.file] ?? files.count, row: row) }
    // Rows of one line keep their order.
    let sorted = all.enumerated().sorted {
      ($0.element.file, $0.element.row.line, $0.offset) < ($1.element.file, $1.element.row.line, $1.offset)
    }
    first = sorted.prefix(Self.mostListed).map(\.element.row)
    shapes.merge(other.shapes) { ($0.rows, $1.text) < ($1.rows, $0.text) ? $1 : $0 }
  }

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

extension RejectShape: Storable {
  package func store(in bytes: inout StoredBytes) {
    bytes.add(text)
    bytes.add(rows)
  }

  package init(from bytes: inout StoredReader) throws(StoredFault) {
    text = try bytes.next()
    rows = try bytes.next()
  }
}

extension RejectTotals: Storable {
  package func store(in bytes: inout StoredBytes) {
    bytes.add(files)
    bytes.add(first)
    bytes.add(shapes)
  }

  package init(from bytes: inout StoredReader) throws(StoredFault) {
    files = try bytes.next()
    first = try bytes.next()
    shapes = try bytes.next()
  }
}
