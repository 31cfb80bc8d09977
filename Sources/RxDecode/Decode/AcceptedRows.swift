import CSVStream
import RxCounts

/// A block's rows that were not rejected, column by column. Room is kept from block to block, so the columns may be
/// longer than `count`.
struct AcceptedRows: Sendable {
  /// How many rows there are.
  var count = 0
  /// Each row's record in the block.
  var records: [Int32] = []
  /// Its patient's identifier.
  var keys: [Field] = []
  /// Its drug's name or code.
  var drugKeys: [Field] = []
  /// The rest; `patient` is the row's place here.
  var rows: [FillRow] = []

  /// Makes room for `rowCount` rows.
  mutating func makeRoom(_ rowCount: Int) {
    let missing = rowCount - records.count
    guard missing > 0 else { return }
    records += repeatElement(0, count: missing)
    keys += repeatElement(Field(), count: missing)
    drugKeys += repeatElement(Field(), count: missing)
    rows += repeatElement(FillRow(), count: missing)
  }
}
