import CSVStream
import RxModel

/// Turns rows about patients into values.
struct PatientDecoding: BlockDecoding {
  private let layout: PatientLayout
  private let fields: [String]
  private var dictionaries: [LocalDictionary]
  private(set) var ledger: RejectLedger
  /// By request, true where the reader has read the field as a day where it is written as nearly everyone
  /// writes one.
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
    let columns = BatchColumns(batch, file.columns)
    let bytes = batch.bytes
    let isReadable = !batch.hasFlaws && !batch.hasHighBytes
    var keys: [Field] = []
    var rows: [PatientRows.Row] = []
    var records: [Int] = []
    keys.reserveCapacity(batch.recordCount)
    rows.reserveCapacity(batch.recordCount)
    records.reserveCapacity(batch.recordCount)
    for record in 0..<batch.recordCount {
      if !isReadable, ledger.rejectIfUnreadable(record, columns, names: fields) { continue }
      guard var row = row(record, columns, bytes) else { continue }
      row.place = Int32(truncatingIfNeeded: rows.count)
      keys.append(columns.field(0, of: record))
      rows.append(row)
      records.append(record)
    }
    if batch.ordinal == 0, let size = file.plainByteCount, batch.blockByteCount > 0 {
      result.fileRows = size / batch.blockByteCount * rows.count
    }
    if !rows.isEmpty { result.order.sort(keys, rows, into: &result.keys, &result.rows) }
    result.levels = layout.levels.indices.map { field in
      let fields = records.map { columns.field(layout.levels[field], of: $0) }
      var levels: [UInt32] = []
      dictionaries[field].lookUp(fields, in: batch.fieldBytes, into: &levels)
      return levels
    }
    ledger.close(batch, of: file)
    return result
  }

  private mutating func row(_ record: Int, _ columns: BatchColumns, _ bytes: Span<UInt8>) -> PatientRows.Row?
  {
    let patient = columns.field(0, of: record)
    guard patient.count > 0 else { return reject(record, columns, .missingPatient, 0) }
    var row = PatientRows.Row()
    if let request = layout.birth, !columns.range(request, of: record).isEmpty {
      guard
        let day = plainDay(record, columns, request)
          ?? birthDay(layout.birthColumn, layout.dates, bytes, columns.range(request, of: record))
      else { return reject(record, columns, .badBirthDate, request) }
      row.birth = day
    }
    if let request = layout.death, !columns.range(request, of: record).isEmpty {
      guard
        let day = plainDay(record, columns, request)
          ?? layout.dates.day(bytes, columns.range(request, of: record))
      else {
        return reject(record, columns, .badDeathDate, request)
      }
      row.death = day
    }
    if let request = layout.start, !columns.range(request, of: record).isEmpty {
      guard
        let day = plainDay(record, columns, request)
          ?? layout.dates.day(bytes, columns.range(request, of: record))
      else {
        return reject(record, columns, .badObservationDate, request)
      }
      row.period.start = day
    }
    if let request = layout.end, !columns.range(request, of: record).isEmpty {
      guard
        let day = plainDay(record, columns, request)
          ?? layout.dates.day(bytes, columns.range(request, of: record))
      else {
        return reject(record, columns, .badObservationDate, request)
      }
      guard day >= row.period.start else { return reject(record, columns, .endBeforeStart, request) }
      row.period.end = day
    }
    return row
  }

  @inline(__always)
  private func plainDay(_ record: Int, _ columns: BatchColumns, _ request: Int) -> Day? {
    guard hasDays[request] else { return nil }
    let number = columns.field(request, of: record).number
    return number == Field.noDay ? nil : Day(number)
  }

  private mutating func reject(
    _ record: Int, _ columns: BatchColumns, _ reason: RejectReason, _ request: Int
  ) -> PatientRows.Row? {
    ledger.reject(
      record, reason, field: fields[request], value: columns.range(request, of: record), in: columns.batch)
    return nil
  }
}
