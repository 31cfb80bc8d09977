import CByteScan

/// Which columns of a file are wanted, and where each goes.
package struct ColumnSelection: Sendable {
  /// How many fields every record of the file must have: as many as its header.
  package let columnCount: Int
  /// How many columns are wanted.
  package let slotCount: Int
  let slotOfColumn: [Int32]
  let isHashed: [Bool]
  /// The wanted columns in the order of the file.
  let wanted: [rx_wanted]

  /// Slot i takes column `columns[i]` (from 0; no column twice); the slots in `hashed` get their fixed hash.
  package init(columnCount: Int, columns: [Int], hashed: [Bool]) {
    self.columnCount = columnCount
    slotCount = columns.count
    isHashed = hashed
    var slots = [Int32](repeating: -1, count: columnCount)
    for (slot, column) in columns.enumerated() { slots[column] = Int32(slot) }
    slotOfColumn = slots
    wanted = columns.enumerated().sorted { $0.element < $1.element }.map { slot, column in
      rx_wanted(column: column, slot: Int32(slot), is_hashed: hashed[slot])
    }
  }
}
