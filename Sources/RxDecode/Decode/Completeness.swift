import CSVStream

/// Counts of a file's accepted rows that lack a field, and its last row: a trailer lacks what all others have.
struct Completeness: Sendable {
  /// The fewest rows for which a last one can be unlike all others.
  private static let fewestRows = 10

  private var rows = 0
  /// By request, the rows in which it is empty.
  private var emptyRows: [Int] = []
  /// The last accepted record of the batch at hand.
  private(set) var lastRecord: Int?
  /// By request, true where the last row lacks it.
  private var lacks: [Bool] = []
  private var last: (block: Int, line: Int)?

  /// Nothing counted.
  init() {}

  /// The accepted records of the batch at hand, in order: by request, those of them in which it is empty.
  init(_ records: [Int32], emptyRows: [Int]) {
    rows = records.count
    lastRecord = records.last.map { Int($0) }
    self.emptyRows = emptyRows
    lacks = Array(repeating: false, count: emptyRows.count)
  }

  /// Adds what was found in a batch, whose last accepted row is on `line` of it.
  mutating func add(_ other: Completeness, of batch: RecordBatch, line: Int) {
    var other = other
    if other.rows > 0 { other.last = (batch.ordinal, line) }
    self = merged(with: other)
  }

  /// The same with what the last record lacks, when the batch at hand is at its end.
  func closed(_ columns: BatchColumns) -> Completeness {
    guard let lastRecord else { return self }
    var closed = self
    for request in lacks.indices {
      closed.lacks[request] = columns.field(request, of: lastRecord).count == 0
    }
    return closed
  }

  /// This and what another worker found.
  func merged(with other: Completeness) -> Completeness {
    guard other.rows > 0 else { return self }
    guard rows > 0 else { return other }
    let isLater = (other.last?.block ?? -1) > (last?.block ?? -1)
    var sum = isLater ? other : self
    sum.rows = rows + other.rows
    sum.emptyRows = zip(emptyRows, other.emptyRows).map { $0 + $1 }
    return sum
  }

  /// The place of the last row where it alone lacks a field; nil where it does not, or where there are few rows.
  var oddLast: (block: Int, line: Int)? {
    guard rows >= Self.fewestRows, zip(lacks, emptyRows).contains(where: { $0 && $1 == 1 }) else {
      return nil
    }
    return last
  }
}
