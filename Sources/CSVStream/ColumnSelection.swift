import CByteScan

/// The `value` that the reader makes of a field, beside its place in the batch.
package enum FieldReading: Sendable {
  /// Nothing.
  case bytes
  /// The fixed hash, for fields that are looked up.
  case hash
  /// The day number, 0 for 1970-01-01, where the field is written yyyy-MM-dd; else `Field.noDay`.
  case day
  /// The number, where the field is 1 to 8 digits and nothing else; else -1.
  case number

  var inC: rx_reading {
    switch self {
    case .bytes: RX_READ_BYTES
    case .hash: RX_READ_HASH
    case .day: RX_READ_DAY
    case .number: RX_READ_NUMBER
    }
  }
}

/// The columns of a file that are wanted, and the slot that each goes to.
package struct ColumnSelection: Sendable {
  /// The number of fields that every record of the file must have: as many as its header.
  package let columnCount: Int
  /// The number of wanted columns.
  package let slotCount: Int
  let slotOfColumn: [Int32]
  /// The reading of each slot.
  let readings: [rx_reading]
  /// The wanted columns in the order of their readings.
  let wanted: [rx_wanted]

  /// Slot i takes column `columns[i]` (from 0; no column twice), read as `readings[i]`.
  package init(columnCount: Int, columns: [Int], readings: [FieldReading]) {
    self.columnCount = columnCount
    slotCount = columns.count
    self.readings = readings.map(\.inC)
    var slots = [Int32](repeating: -1, count: columnCount)
    for (slot, column) in columns.enumerated() { slots[column] = Int32(slot) }
    slotOfColumn = slots
    wanted = columns.enumerated().map { slot, column in
      rx_wanted(column: UInt32(column), slot: UInt32(slot), reading: readings[slot].inC)
    }.sorted { ($0.reading.rawValue, $0.column) < ($1.reading.rawValue, $1.column) }
  }
}
