import CSVStream
import RxModel

/// One record of a batch at a time, its fields by the order of the input's column requests.
struct RecordCursor {
  let batch: RecordBatch
  private let columns: FileColumns
  private let slots: [Int]
  private(set) var record = 0

  /// The records of `batch`, whose columns are `columns`.
  init(_ batch: RecordBatch, _ columns: FileColumns) {
    self.batch = batch
    slots = columns.slots
    self.columns = columns
  }

  /// Moves to record `index`.
  @inline(__always)
  mutating func move(to index: Int) { record = index }

  /// The field of request `request`.
  @inline(__always)
  func field(_ request: Int) -> Field { batch.fields[record * batch.slotCount + slots[request]] }

  /// Whether the values of request `request` are what it asked for.
  @inline(__always)
  func hasParsedValue(_ request: Int) -> Bool { columns.hasParsedValue[request] }

  /// The slot of request `request`.
  func slot(_ request: Int) -> Int { slots[request] }

  /// Where the field's bytes lie in the batch.
  @inline(__always)
  func range(_ request: Int) -> Range<Int> { field(request).range }

  /// The same of another record: a cursor that moves is copied, at 300 bytes, wherever it is handed over.
  func range(_ request: Int, of record: Int) -> Range<Int> {
    batch.fields[record * batch.slotCount + slots[request]].range
  }

  /// The first request whose field is no UTF-8, or nil. Cheap where the block is ASCII.
  @inline(__always)
  func requestNotUTF8() -> Int? {
    guard batch.hasHighBytes else { return nil }
    return slots.indices.first { !batch.isUTF8(range($0)) }
  }
}

extension RejectLedger {
  /// Rejects the cursor's record if it is flawed or a mapped field is no UTF-8; true where it is rejected.
  @inline(__always)
  mutating func rejectIfUnreadable(_ cursor: RecordCursor, fields: [String]) -> Bool {
    if rejectIfFlawed(cursor.record, in: cursor.batch) { return true }
    guard let request = cursor.requestNotUTF8() else { return false }
    reject(cursor.record, .notUTF8, field: fields[request], value: cursor.range(request), in: cursor.batch)
    return true
  }
}
