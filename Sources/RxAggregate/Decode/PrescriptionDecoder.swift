import CSVStream
import RxModel

/// Turns prescription rows into fills: one decoder a worker.
///
/// What rejects a row does not depend on the measures. A row that is not rejected counts for the first accepted fill
/// date whatever becomes of it.
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

  private let shared: Shared
  private let layout: PrescriptionLayout
  private let reader: LibCSVReader
  private var drugs: LocalDrugs
  private var flatNames: [LocalNames]
  private var details: LocalNames
  /// The shards; read when the decoding is over.
  private(set) var shards = [PatientShard](repeating: PatientShard(), count: shardCount)
  private(set) var ledger: RejectLedger
  /// The dates of all rows that were not rejected.
  private(set) var firstDay: Day?
  private(set) var lastDay: Day?

  /// A decoder with nothing seen.
  init(_ shared: Shared, dialect: Dialect) {
    self.shared = shared
    layout = PrescriptionLayout(shared.input)
    reader = LibCSVReader(dialect: dialect)
    drugs = LocalDrugs(shared.registry)
    flatNames = shared.flatNames.map(LocalNames.init)
    details = LocalNames(shared.details)
    ledger = RejectLedger(keepsValues: shared.keepsRejectedValues)
  }

  /// Decodes one block and returns how many rows it had.
  func take(_ sequenced: SequencedBlock) throws(RxFault) -> Int {
    let batch: RecordBatch
    do throws(StreamFault) {
      batch = try reader.parse(sequenced.block, sequenced.file.columns.selection, path: sequenced.file.name)
    } catch {
      throw RxFault(error)
    }
    var shards: [PatientShard] = []
    swap(&shards, &self.shards)
    var cursor = RecordCursor(batch, sequenced.file.columns)
    let bytes = batch.bytes.span
    for record in 0..<batch.recordCount {
      cursor.move(to: record)
      guard !ledger.rejectIfUnreadable(cursor, fields: layout.fields) else { continue }
      decode(cursor, bytes, into: &shards)
    }
    swap(&shards, &self.shards)
    ledger.close(batch, of: sequenced.file)
    return batch.recordCount
  }

  @inline(__always)
  private func decode(_ cursor: RecordCursor, _ bytes: Span<UInt8>, into shards: inout [PatientShard]) {
    let patient = cursor.field(PrescriptionLayout.patient)
    guard patient.count > 0 else { return reject(cursor, .missingPatient, PrescriptionLayout.patient) }
    let dateRange = cursor.range(PrescriptionLayout.date)
    guard !dateRange.isEmpty else { return reject(cursor, .missingDate, PrescriptionLayout.date) }
    guard let day = shared.input.files.dates.day(bytes, dateRange) else {
      return reject(cursor, .badDate, PrescriptionLayout.date)
    }
    let daysSupply: Int
    switch supply(cursor, bytes, from: day) {
    case .success(let days): daysSupply = days
    case .failure(let flaw): return reject(cursor, flaw.reason, PrescriptionLayout.supply)
    }
    if layout.birthIsMapped, let reason = birthFlaw(cursor, bytes) {
      return reject(cursor, reason, PrescriptionLayout.firstFlat)
    }
    if day < firstDay ?? Day(.max) { firstDay = day }
    if day > lastDay ?? Day(.min) { lastDay = day }

    let drugRange = cursor.range(PrescriptionLayout.drug)
    let drug =
      drugRange.isEmpty ? -1 : drugs.number(bytes, drugRange, hash: cursor.field(PrescriptionLayout.drug).hash)
    let home = shard(ofHash: patient.hash)
    let inTime = day <= shared.lastDay
    let id = shards[home].ids.intern(bytes, cursor.range(PrescriptionLayout.patient), hash: patient.hash)
    if id == shards[home].tallies.count { shards[home].tallies.append(PatientShard.Tally()) }
    if inTime {
      shards[home].tallies[id].seenInTime = true
      if layout.flatCount > 0 { takeFlatValues(cursor, bytes, day, id, into: &shards[home].demographics) }
    }
    if drug < 0 {
      shards[home].tallies[id].unlisted += 1
    } else if !inTime {
      shards[home].tallies[id].late += 1
    } else {
      shards[home].rows.append(
        FillRow(patient: UInt32(id), day: day.number, daysSupply: Int32(daysSupply), drug: drug))
      if shared.input.dropsDuplicates { shards[home].details.append(detail(cursor)) }
    }
  }

  private func reject(_ cursor: RecordCursor, _ reason: RejectReason, _ request: Int) {
    ledger.reject(
      cursor.record, reason, field: layout.fields[request], value: cursor.range(request), in: cursor.batch)
  }

  private struct SupplyFlaw: Error { let reason: RejectReason }

  @inline(__always)
  private func supply(_ cursor: RecordCursor, _ bytes: Span<UInt8>, from day: Day) -> Result<Int, SupplyFlaw> {
    let range = cursor.range(PrescriptionLayout.supply)
    let longest = shared.input.longestSupplyDays
    if range.isEmpty {
      if let days = shared.input.missingSupplyDays { return .success(days) }
      return .failure(SupplyFlaw(reason: layout.hasEndDate ? .missingEndDate : .missingDaysSupply))
    }
    var days = 0
    if layout.hasEndDate {
      guard let end = shared.input.files.dates.day(bytes, range) else {
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
  private func birthFlaw(_ cursor: RecordCursor, _ bytes: Span<UInt8>) -> RejectReason? {
    let range = cursor.range(PrescriptionLayout.firstFlat)
    guard !range.isEmpty, birthDay(shared.input.birth, shared.input.files.dates, bytes, range) == nil else { return nil }
    return .badBirthDate
  }

  private func takeFlatValues(
    _ cursor: RecordCursor, _ bytes: Span<UInt8>, _ day: Day, _ patient: Int,
    into demographics: inout FlatDemographics
  ) {
    let count = layout.flatCount
    let missing = (patient + 1) * count - demographics.values.count
    if missing > 0 { demographics.values += Array(repeating: FlatDemographics.Value(), count: missing) }
    for field in 0..<count {
      let request = PrescriptionLayout.firstFlat + field
      let range = cursor.range(request)
      guard !range.isEmpty else { continue }
      let number = flatNames[field].number(bytes, range, hash: cursor.field(request).hash)
      let names = shared.flatNames[field]
      demographics.values[patient * count + field].merge(
        FlatDemographics.Value(day: day.number, number: number)
      ) { names.precedes(Int($0), Int($1)) }
    }
  }

  /// A number that is the same for rows whose quantity, prescriber and pharmacy are the same, after parsing.
  private func detail(_ cursor: RecordCursor) -> UInt32 {
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
func birthDay(_ column: BirthColumn?, _ dates: DateFormat, _ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> Day? {
  switch column {
  case .date: return dates.day(bytes, range)
  case .year:
    guard let year = wholeNumber(bytes, range, limit: 9999) else { return nil }
    return Day(year: year, month: 7, day: 1)
  case nil: return nil
  }
}
