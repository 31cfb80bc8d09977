import CSVStream
import RxModel

/// Turns rows about patients into values.
struct PatientDecoding: BlockDecoding {
  private let layout: PatientLayout
  private let fields: [String]
  private var dictionaries: [LocalDictionary]
  private(set) var ledger: RejectLedger
  /// By request, whether the reader has read the field as a day where it is written as nearly everyone writes one.
  private var hasDays: [Bool]

  /// Nothing seen yet; `dictionaries` are those of the level fields.
  init(_ layout: PatientLayout, _ dictionaries: [SharedDictionary], keepsRejectedValues: Bool) {
    self.layout = layout
    fields = layout.fields
    hasDays = layout.requests.map { _ in false }
    self.dictionaries = dictionaries.map { LocalDictionary($0) }
    ledger = RejectLedger(keepsValues: keepsRejectedValues)
  }

  /// The rows of one block.
  mutating func decode(_ batch: RecordBatch, of file: OpenedFile) -> PatientRows {
    for request in layout.requests.indices {
      hasDays[request] = layout.requests[request].reading == .day && file.columns.hasParsedValue[request]
    }
    var result = PatientRows(bytes: batch.fieldBytes)
    var cursor = RecordCursor(batch, file.columns)
    let bytes = batch.bytes
    let isReadable = !batch.hasFlaws && !batch.hasHighBytes
    var keys: [Field] = []
    var rows: [PatientRows.Row] = []
    var records: [Int] = []
    keys.reserveCapacity(batch.recordCount)
    rows.reserveCapacity(batch.recordCount)
    records.reserveCapacity(batch.recordCount)
    for record in 0..<batch.recordCount {
      cursor.move(to: record)
      if !isReadable, ledger.rejectIfUnreadable(cursor, fields: fields) { continue }
      guard var row = row(cursor, bytes) else { continue }
      row.place = Int32(truncatingIfNeeded: rows.count)
      keys.append(cursor.field(0))
      rows.append(row)
      records.append(record)
    }
    if batch.ordinal == 0, let size = file.plainByteCount, batch.blockByteCount > 0 {
      result.fileRows = size / batch.blockByteCount * rows.count
    }
    if !rows.isEmpty { result.order.sort(keys, rows, into: &result.keys, &result.rows) }
    result.levels = layout.levels.indices.map { field in
      let fields = records.map { record in
        cursor.move(to: record)
        return cursor.field(layout.levels[field])
      }
      var levels: [UInt32] = []
      dictionaries[field].lookUp(fields, in: batch.fieldBytes, into: &levels)
      return levels
    }
    ledger.close(batch, of: file)
    return result
  }

  private mutating func row(_ cursor: RecordCursor, _ bytes: Span<UInt8>) -> PatientRows.Row? {
    let patient = cursor.field(0)
    guard patient.count > 0 else { return reject(cursor, .missingPatient, 0) }
    var row = PatientRows.Row()
    if let request = layout.birth, !cursor.range(request).isEmpty {
      guard
        let day = plainDay(cursor, request)
          ?? birthDay(layout.birthColumn, layout.dates, bytes, cursor.range(request))
      else { return reject(cursor, .badBirthDate, request) }
      row.birth = day
    }
    if let request = layout.death, !cursor.range(request).isEmpty {
      guard let day = plainDay(cursor, request) ?? layout.dates.day(bytes, cursor.range(request)) else {
        return reject(cursor, .badDeathDate, request)
      }
      row.death = day
    }
    if let request = layout.start, !cursor.range(request).isEmpty {
      guard let day = plainDay(cursor, request) ?? layout.dates.day(bytes, cursor.range(request)) else {
        return reject(cursor, .badObservationDate, request)
      }
      row.period.start = day
    }
    if let request = layout.end, !cursor.range(request).isEmpty {
      guard let day = plainDay(cursor, request) ?? layout.dates.day(bytes, cursor.range(request)) else {
        return reject(cursor, .badObservationDate, request)
      }
      guard day >= row.period.start else { return reject(cursor, .endBeforeStart, request) }
      row.period.end = day
    }
    return row
  }

  @inline(__always)
  private func plainDay(_ cursor: RecordCursor, _ request: Int) -> Day? {
    guard hasDays[request] else { return nil }
    let number = cursor.field(request).number
    return number == Field.noDay ? nil : Day(number)
  }

  private mutating func reject(_ cursor: RecordCursor, _ reason: RejectReason, _ request: Int) -> PatientRows
    .Row?
  {
    ledger.reject(
      cursor.record, reason, field: fields[request], value: cursor.range(request), in: cursor.batch)
    return nil
  }
}
