import CSVStream
import RxModel

/// Turns prescription rows into fills: one decoder a worker.
///
/// What rejects a row does not depend on the measures. A row that is not rejected counts for the first accepted fill
/// date whatever becomes of it.
///
/// The work is done in a struct that is moved out of the object for each block: a struct's fields are changed without
/// the runtime's check of exclusive access, which costs more than the changes do.
// SAFETY: a decoder is used by one worker at a time; the blocks of a worker come one after the other.
final class PrescriptionDecoder: @unchecked Sendable {
  /// What all decoders of a run share.
  struct Shared: Sendable {
    let input: PrescriptionInput
    let lastDay: Day
    let registry: DrugRegistry
    /// Values of the flat fields: birth, sex, attributes.
    let flatNames: [SharedNames]
    let details: SharedNames
    let keepsRejectedValues: Bool
  }

  private let reader: LibCSVReader
  private var state: PrescriptionDecoding?

  /// A decoder with nothing seen.
  init(_ shared: Shared, dialect: Dialect) {
    reader = LibCSVReader(dialect: dialect)
    state = PrescriptionDecoding(shared)
  }

  /// Decodes one block and returns how many rows it had.
  func take(_ sequenced: SequencedBlock) throws(RxFault) -> Int {
    let batch = try reader.parse(sequenced)
    guard var decoding = state.take() else {
      throw RxFault(.software, "a decoder was used by two workers at once")
    }
    decoding.take(batch, of: sequenced.file)
    state = decoding
    return batch.recordCount
  }

  /// What was decoded, when the decoding is over.
  var result: PrescriptionDecoding? { state }
}

/// What a worker makes of prescription rows.
struct PrescriptionDecoding: Sendable {
  private let shared: PrescriptionDecoder.Shared
  private let layout: PrescriptionLayout
  private let dates: DateFormat
  private let longestSupplyDays: Int
  private let studyEnd: Day
  private let dropsDuplicates: Bool
  private var drugs: LocalDrugs
  private var flatNames: [LocalNames]
  private var details: LocalNames
  /// How many records' patients are brought into the cache together.
  private static let touchedAtOnce = 64
  /// The sum of what was touched: it means nothing, but keeps the compiler from leaving the touching out.
  private var touched = 0
  /// What was seen of each shard.
  private(set) var shards = [PatientShard](repeating: PatientShard(), count: shardCount)
  private(set) var ledger: RejectLedger
  /// The dates of all rows that were not rejected.
  private(set) var firstDay = Day(.max)
  private(set) var lastDay = Day(.min)

  /// Nothing seen yet.
  init(_ shared: PrescriptionDecoder.Shared) {
    self.shared = shared
    layout = PrescriptionLayout(shared.input)
    dates = shared.input.files.dates
    longestSupplyDays = shared.input.longestSupplyDays
    studyEnd = shared.lastDay
    dropsDuplicates = shared.input.dropsDuplicates
    drugs = LocalDrugs(shared.registry)
    flatNames = shared.flatNames.map(LocalNames.init)
    details = LocalNames(shared.details)
    ledger = RejectLedger(keepsValues: shared.keepsRejectedValues)
  }

  /// Takes a batch.
  mutating func take(_ batch: RecordBatch, of file: OpenedFile) {
    var cursor = RecordCursor(batch, file.columns)
    let bytes = batch.bytes.span
    let fields = layout.fields
    var next = 0
    while next < batch.recordCount {
      let stop = min(next + Self.touchedAtOnce, batch.recordCount)
      for record in next..<stop {
        cursor.move(to: record)
        let hash = cursor.field(PrescriptionLayout.patient).hash
        touched &+= shards[shard(ofHash: hash)].touch(hash: hash)
      }
      for record in next..<stop {
        cursor.move(to: record)
        guard !ledger.rejectIfUnreadable(cursor, fields: fields) else { continue }
        decode(cursor, bytes)
      }
      next = stop
    }
    ledger.close(batch, of: file)
  }

  @inline(__always)
  private mutating func decode(_ cursor: RecordCursor, _ bytes: borrowing Span<UInt8>) {
    let patient = cursor.field(PrescriptionLayout.patient)
    guard patient.count > 0 else { return reject(cursor, .missingPatient, PrescriptionLayout.patient) }
    let dateRange = cursor.range(PrescriptionLayout.date)
    guard let day = dates.day(bytes, dateRange) else {
      return reject(cursor, dateRange.isEmpty ? .missingDate : .badDate, PrescriptionLayout.date)
    }
    let daysSupply: Int
    switch supply(cursor, bytes, from: day) {
    case .success(let days): daysSupply = days
    case .failure(let flaw): return reject(cursor, flaw.reason, PrescriptionLayout.supply)
    }
    if layout.birthIsMapped, let reason = birthFlaw(cursor, bytes) {
      return reject(cursor, reason, PrescriptionLayout.firstFlat)
    }
    firstDay = min(firstDay, day)
    lastDay = max(lastDay, day)

    let drugRange = cursor.range(PrescriptionLayout.drug)
    let drug =
      drugRange.isEmpty
      ? -1 : drugs.number(bytes, drugRange, hash: cursor.field(PrescriptionLayout.drug).hash)
    let home = shard(ofHash: patient.hash)
    let id = shards[home].patient(bytes, cursor.range(PrescriptionLayout.patient), hash: patient.hash)
    let inTime = day <= studyEnd
    if inTime, layout.flatCount > 0 { takeFlatValues(cursor, bytes, day, id, home) }
    let detail = dropsDuplicates && inTime && drug >= 0 ? self.detail(cursor) : nil
    shards[home].add(
      FillRow(
        patient: UInt32(truncatingIfNeeded: id), day: day.number, daysSupply: Int32(daysSupply), drug: drug),
      inTime: inTime, detail: detail)
  }

  private mutating func reject(_ cursor: RecordCursor, _ reason: RejectReason, _ request: Int) {
    ledger.reject(
      cursor.record, reason, field: layout.fields[request], value: cursor.range(request), in: cursor.batch)
  }

  private struct SupplyFlaw: Error { let reason: RejectReason }

  @inline(__always)
  private func supply(_ cursor: RecordCursor, _ bytes: borrowing Span<UInt8>, from day: Day) -> Result<
    Int, SupplyFlaw
  > {
    let range = cursor.range(PrescriptionLayout.supply)
    let longest = longestSupplyDays
    if range.isEmpty {
      if let days = shared.input.missingSupplyDays { return .success(days) }
      return .failure(SupplyFlaw(reason: layout.hasEndDate ? .missingEndDate : .missingDaysSupply))
    }
    var days = 0
    if layout.hasEndDate {
      guard let end = dates.day(bytes, range) else {
        return .failure(SupplyFlaw(reason: .badEndDate))
      }
      guard end >= day else { return .failure(SupplyFlaw(reason: .endBeforeStart)) }
      days = end - day + 1
    } else {
      guard let number = wholeNumber(bytes, range, limit: longest), number > 0 else {
        return .failure(SupplyFlaw(reason: .badDaysSupply))
      }
      days = number
    }
    return days <= longest ? .success(days) : .failure(SupplyFlaw(reason: .daysSupplyTooLong))
  }

  /// Why the row's birth date can't be read, or nil; an empty one is none.
  private func birthFlaw(_ cursor: RecordCursor, _ bytes: borrowing Span<UInt8>) -> RejectReason? {
    let range = cursor.range(PrescriptionLayout.firstFlat)
    guard !range.isEmpty, birthDay(shared.input.birth, shared.input.files.dates, bytes, range) == nil else {
      return nil
    }
    return .badBirthDate
  }

  private mutating func takeFlatValues(
    _ cursor: RecordCursor, _ bytes: borrowing Span<UInt8>, _ day: Day, _ patient: Int, _ home: Int
  ) {
    let count = layout.flatCount
    for field in 0..<count {
      let request = PrescriptionLayout.firstFlat + field
      let range = cursor.range(request)
      guard !range.isEmpty else { continue }
      let number = flatNames[field].number(bytes, range, hash: cursor.field(request).hash)
      let names = shared.flatNames[field]
      shards[home].demographics.take(
        FlatDemographics.Value(day: day.number, number: number), patient: patient, field: field, of: count
      ) { names.precedes(Int($0), Int($1)) }
    }
  }

  /// A number that is the same for rows whose quantity, prescriber and pharmacy are the same, after parsing.
  private mutating func detail(_ cursor: RecordCursor) -> UInt32 {
    var key: [UInt8] = []
    for (request, isNumber) in layout.detailRequests {
      let bytes = cursor.batch.bytes[cursor.range(request)]
      key += isNumber ? canonicalNumber(bytes) : Array(bytes)
      // No field holds a NUL byte, so it parts them.
      key.append(0)
    }
    return details.number(key.span, 0..<key.count, hash: fixedHash(of: key))
  }
}

/// The day of birth that a field tells, or nil where it can't be read: a date, or a year's 1 July.
func birthDay(
  _ column: BirthColumn?, _ dates: DateFormat, _ bytes: borrowing Span<UInt8>, _ range: Range<Int>
) -> Day? {
  switch column {
  case .date: return dates.day(bytes, range)
  case .year:
    guard let year = wholeNumber(bytes, range, limit: 9999) else { return nil }
    return Day(year: year, month: 7, day: 1)
  case nil: return nil
  }
}
