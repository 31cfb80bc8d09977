import CSVStream

/// A block's rows that were not rejected, column by column.
struct AcceptedRows: Sendable {
  /// Each row's record in the block.
  private(set) var records: [Int32] = []
  /// Its patient's identifier.
  private(set) var keys: [Field] = []
  /// Its drug's name or code.
  private(set) var drugKeys: [Field] = []
  /// The rest; `patient` is the row's place here, and the drug is not known yet.
  private(set) var rows: [FillRow] = []

  /// How many rows there are.
  var count: Int { rows.count }

  /// Forgets all rows, and makes room for `rowCount`.
  mutating func clear(room rowCount: Int) {
    records.removeAll(keepingCapacity: true)
    keys.removeAll(keepingCapacity: true)
    drugKeys.removeAll(keepingCapacity: true)
    rows.removeAll(keepingCapacity: true)
    records.reserveCapacity(rowCount)
    keys.reserveCapacity(rowCount)
    drugKeys.reserveCapacity(rowCount)
    rows.reserveCapacity(rowCount)
  }

  /// Adds the row of a record.
  @inline(__always)
  mutating func append(_ row: FillRow, record: Int, key: Field, drugKey: Field) {
    records.append(Int32(truncatingIfNeeded: record))
    keys.append(key)
    drugKeys.append(drugKey)
    rows.append(row)
    rows[rows.count - 1].patient = UInt32(truncatingIfNeeded: rows.count - 1)
  }

  /// Gives the rows their drugs' level numbers.
  mutating func setDrugs(_ levels: [UInt32]) {
    for place in rows.indices { rows[place].drug = Int32(bitPattern: levels[place]) }
  }
}
