import CSVStream
import RxModel

/// The fields of a batch's records by the order of the input's column requests.
///
/// It is handed over by reference and never changed: a copy for each record would cost more than reading it.
struct BatchColumns {
  let batch: RecordBatch
  let columns: FileColumns

  /// The records of `batch`, whose columns are `columns`.
  init(_ batch: RecordBatch, _ columns: FileColumns) {
    self.batch = batch
    self.columns = columns
  }

  /// The field of request `request` in record `record`.
  @inline(__always)
  func field(_ request: Int, of record: Int) -> Field {
    batch.fields[record * batch.slotCount + columns.slots[request]]
  }

  /// The place of that field's bytes in the batch.
  @inline(__always)
  func range(_ request: Int, of record: Int) -> Range<Int> { field(request, of: record).range }

  /// True if the values of request `request` are what it asked for.
  @inline(__always)
  func hasParsedValue(_ request: Int) -> Bool { columns.hasParsedValue[request] }

  /// The slot of request `request`.
  func slot(_ request: Int) -> Int { columns.slots[request] }

  /// The first request whose field in record `record` is no UTF-8, or nil. Cheap where the block is ASCII.
  @inline(__always)
  func requestNotUTF8(of record: Int) -> Int? {
    guard batch.hasHighBytes else { return nil }
    for request in columns.slots.indices where !batch.isUTF8(range(request, of: record)) { return request }
    return nil
  }

  /// The first request whose field in record `record` holds a line end, or nil.
  func requestWithLineEnd(of record: Int) -> Int? {
    columns.slots.indices.first { request in
      batch.bytes(range(request, of: record)).contains { $0 == 0x0A || $0 == 0x0D }
    }
  }

  /// True if record `record` repeats the header.
  @inline(__always)
  func isHeader(_ record: Int) -> Bool { columns.areHeader(batch, record) }
}

extension RejectLedger {
  /// Rejects a record if it is flawed, a mapped field is no UTF-8 or one holds a line end, and passes it over if it is
  /// none; true where it is not to be read.
  mutating func rejectIfUnreadable(
    _ record: Int, _ columns: borrowing BatchColumns, names: [String]
  ) -> Bool {
    if rejectIfFlawed(record, in: columns.batch) { return true }
    if let request = columns.requestNotUTF8(of: record) {
      reject(
        record, .notUTF8, field: names[request], value: columns.range(request, of: record), in: columns.batch)
      return true
    }
    // A key, a date or a code holds no line end: these are rows that a stray quote has joined.
    guard isLong(record, in: columns.batch), let request = columns.requestWithLineEnd(of: record) else {
      return false
    }
    reject(record, .lineEndInField, field: names[request], in: columns.batch)
    return true
  }
}
