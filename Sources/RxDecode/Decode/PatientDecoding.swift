import CSVStream
import RxModel

/// Turns rows about patients into values.
struct PatientDecoding: BlockDecoding {
  private let layout: PatientLayout
  private let fields: [String]
  private var dictionaries: [LocalDictionary]
  private let part: PatientPart
  private let isDivided: Bool
  private(set) var ledger: RejectLedger
  /// By request, true where the reader has read the field as a day where it is written as nearly everyone
  /// writes one.
  private var hasDays: [Bool]
  private var mayHoldRounded = false
  private var headerStart = HeaderStart(count: 0, byte: 0)

  /// Nothing seen yet; `dictionaries` are those of the level fields, and `options` say what is kept.
  init(
    _ layout: PatientLayout, _ dictionaries: [SharedDictionary], _ options: ReadOptions,
    keepsRejectedValues: Bool
  ) {
    part = options.part
    isDivided = options.partition != nil
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
    var result = PatientRows(file: batch.file, bytes: batch.fieldBytes)
    let columns = BatchColumns(batch, file.columns)
    let bytes = batch.bytes
    let isReadable = !batch.hasFlaws && !batch.hasHighBytes && !batch.mayHoldLongRecords
    (mayHoldRounded, headerStart) = (batch.mayHoldExponents, file.columns.headerStart)
    var keys: [Field] = []
    var rows: [PatientRows.Row] = []
    var records: [Int32] = []
    keys.reserveCapacity(batch.recordCount)
    rows.reserveCapacity(batch.recordCount)
    records.reserveCapacity(batch.recordCount)
    for record in 0..<batch.recordCount {
      if !isReadable, ledger.rejectIfUnreadable(record, columns, names: fields) { continue }
      guard var row = row(record, columns, bytes) else { continue }
      noteDashes(record, columns, bytes)
      row.place = Int32(truncatingIfNeeded: rows.count)
      keys.append(columns.field(0, of: record))
      rows.append(row)
      records.append(Int32(truncatingIfNeeded: record))
    }
    if batch.ordinal == 0, let size = file.plainByteCount, batch.blockByteCount > 0 {
      result.fileRows = size / batch.blockByteCount * rows.count
    }
    if !layout.makesMembers { noteDays(of: rows) }
    let texts = layout.requests.indices.filter { layout.isText[$0] }
    ledger.noteMissingWords(records, columns, texts, fields)
    ledger.close(
      batch, of: file, Completeness(records, emptyRows: emptyRows(records, columns)).closed(columns))
    if isDivided {
      result.division = (records, columns)
      return result
    }
    if part != .all { keepPart(&keys, &rows, &records, in: batch.fieldBytes) }
    if !rows.isEmpty { result.order.sort(keys, rows, into: &result.keys, &result.rows) }
    result.levels = layout.levels.indices.map { field in
      let fields = records.map { columns.field(layout.levels[field], of: Int($0)) }
      var levels: [UInt32] = []
      dictionaries[field].lookUp(fields, in: batch.fieldBytes, into: &levels)
      return levels
    }
    return result
  }

  /// Keeps the rows of the part.
  private func keepPart(
    _ keys: inout [Field], _ rows: inout [PatientRows.Row], _ records: inout [Int32], in bytes: FieldBytes
  ) {
    let places = part.places(of: keys, in: bytes)
    keys = places.map { keys[$0] }
    rows = places.map { rows[$0] }
    records = places.map { records[$0] }
    for place in rows.indices { rows[place].place = Int32(truncatingIfNeeded: place) }
  }

  /// Notes the first and the last of the days that the rows tell: of deaths, of a list, or on which periods begin and end.
  private mutating func noteDays(of rows: [PatientRows.Row]) {
    var (first, last) = (Day(.max), Day(.min))
    for row in rows {
      for day in [row.death, row.period.start, row.period.end]
      where DateFormat.believedDays.contains(day.number) {
        (first, last) = (min(first, day), max(last, day))
      }
    }
    if first <= last { ledger.note { ($0.firstDay, $0.lastDay) = (first, last) } }
  }

  /// By request, the records in which its field is empty.
  private func emptyRows(_ records: [Int32], _ columns: BatchColumns) -> [Int] {
    let (fields, slotCount) = (columns.batch.fields.span, columns.batch.slotCount)
    return layout.requests.indices.map { request in
      let slot = columns.slot(request)
      var empty = 0
      for record in records { empty &+= fields[Int(record) &* slotCount &+ slot].count == 0 ? 1 : 0 }
      return empty
    }
  }

  private mutating func row(_ record: Int, _ columns: BatchColumns, _ bytes: Span<UInt8>) -> PatientRows.Row?
  {
    let patient = columns.field(0, of: record)
    guard patient.count > 0 else {
      return ledger.passOverIfBlank(record, in: columns.batch)
        ? nil : reject(record, columns, .missingPatient, 0)
    }
    if mayHoldRounded, bytes.isRoundedNumber(patient.range) {
      return reject(record, columns, .roundedNumber, 0)
    }
    // In a file without dates nothing else would give it away.
    if headerStart.mayBegin(patient, bytes), columns.isHeader(record) {
      return reject(record, columns, .headerAgain, 0)
    }
    var row = PatientRows.Row()
    if let request = layout.birth, !columns.range(request, of: record).isEmpty {
      guard let day = birth(record, columns, bytes, request) else {
        return reject(record, columns, layout.birthColumn.badBirth, request)
      }
      row.birth = day
    }
    if let request = layout.death, !columns.range(request, of: record).isEmpty {
      guard let day = openDay(record, columns, bytes, request, open: Roster.noDeath) else {
        return reject(record, columns, .badDeathDate, request)
      }
      row.death = day
    }
    if let request = layout.start, !columns.range(request, of: record).isEmpty {
      guard let day = day(record, columns, bytes, request), DateFormat.believedDays.contains(day.number)
      else {
        return reject(record, columns, .badObservationDate, request)
      }
      row.period.start = day
    }
    if let request = layout.listDate, !columns.range(request, of: record).isEmpty {
      guard let day = day(record, columns, bytes, request), DateFormat.believedDays.contains(day.number)
      else {
        return reject(record, columns, .badListDate, request)
      }
      row.period.start = day
    }
    if let request = layout.end, !columns.range(request, of: record).isEmpty {
      guard let day = openDay(record, columns, bytes, request, open: Roster.openEnd) else {
        return reject(record, columns, .badObservationDate, request)
      }
      guard day >= row.period.start else { return reject(record, columns, .endBeforeStart, request) }
      row.period.end = day
    }
    return row
  }

  @inline(__always)
  private func birth(_ record: Int, _ columns: BatchColumns, _ bytes: Span<UInt8>, _ request: Int) -> Day? {
    if hasDays[request] {
      let number = columns.field(request, of: record).number
      if DateFormat.believedDays.contains(number) { return Day(number) }
    }
    return birthDay(layout.birthColumn, layout.dates, bytes, columns.range(request, of: record))
  }

  /// The day that a field tells, however far off it is; nil where it can't be read.
  @inline(__always)
  private func day(_ record: Int, _ columns: BatchColumns, _ bytes: Span<UInt8>, _ request: Int) -> Day? {
    if hasDays[request] {
      let number = columns.field(request, of: record).number
      if number != Field.noDay { return Day(number) }
    }
    return layout.dates.day(bytes, columns.range(request, of: record))
  }

  /// The same, and `open` for a day so late that it stands for none.
  @inline(__always)
  private func openDay(
    _ record: Int, _ columns: BatchColumns, _ bytes: Span<UInt8>, _ request: Int, open: Day
  ) -> Day? {
    guard let day = day(record, columns, bytes, request), day.number >= DateFormat.believedDays.lowerBound
    else {
      return nil
    }
    return day.number > DateFormat.believedDays.upperBound ? open : day
  }

  /// Notes a patient that is a run of dashes.
  private mutating func noteDashes(_ record: Int, _ columns: BatchColumns, _ bytes: Span<UInt8>) {
    let patient = columns.range(0, of: record)
    guard bytes[patient.lowerBound] == UInt8(ascii: "-"), patient.count > 1 else { return }
    if patient.allSatisfy({ bytes[$0] == UInt8(ascii: "-") }) { ledger.noteDashes(record) }
  }

  private mutating func reject(
    _ record: Int, _ columns: BatchColumns, _ reason: RejectReason, _ request: Int
  ) -> PatientRows.Row? {
    ledger.reject(
      record, reason, field: fields[request], value: columns.range(request, of: record), in: columns.batch)
    return nil
  }
}
