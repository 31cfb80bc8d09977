import CSVStream

/// Rows of one shard on their way to the disk.
struct SpillBuffer<Row: BitwiseCopyable & Sendable>: Sendable {
  private static var mostRows: Int { 2048 }
  private static var mostKeyBytes: Int { 64 << 10 }

  private(set) var rows: [Row] = []
  /// The other numbers of the rows, row by row.
  private(set) var extras: [UInt32] = []
  /// The lengths of the patients' identifiers.
  private(set) var keyCounts: [UInt32] = []
  /// These identifiers, end to end.
  private(set) var keyBytes: [UInt8] = []

  /// True where it should be written now.
  var isFull: Bool { rows.count >= Self.mostRows || keyBytes.count >= Self.mostKeyBytes }

  /// Adds a row of the patient whose identifier is `key`.
  mutating func add(_ row: Row, key: Field, in bytes: FieldBytes) {
    rows.append(row)
    keyCounts.append(key.count)
    bytes.append(key, to: &keyBytes)
  }

  /// Adds one of the last row's extras.
  mutating func add(extra: UInt32) { extras.append(extra) }

  /// Forgets all rows.
  mutating func clear() {
    rows.removeAll(keepingCapacity: true)
    extras.removeAll(keepingCapacity: true)
    keyCounts.removeAll(keepingCapacity: true)
    keyBytes.removeAll(keepingCapacity: true)
  }
}
