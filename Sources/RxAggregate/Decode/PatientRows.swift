import CSVStream
import RxModel
import Synchronization

/// Which columns a file about patients is asked for: a roster, observation periods, or deaths.
struct PatientLayout: Sendable {
  /// The requests; the first is the patient.
  private(set) var requests: [ColumnRequest]
  private(set) var birth: Int?
  private(set) var death: Int?
  private(set) var start: Int?
  private(set) var end: Int?
  /// The requests of sex (if mapped) and the attributes.
  private(set) var levels: [Int] = []
  let dates: DateFormat
  let birthColumn: BirthColumn?
  /// Whether the file says who is in the cohort.
  let makesMembers: Bool

  /// The study's names of the requests.
  var fields: [String] { requests.map(\.field) }

  private init(patient: Named, dates: DateFormat, birth: BirthColumn? = nil, makesMembers: Bool) {
    requests = [ColumnRequest(field: "patient", column: patient, isHashed: true)]
    self.dates = dates
    birthColumn = birth
    self.makesMembers = makesMembers
  }

  private mutating func add(_ field: String, _ column: Named?, isHashed: Bool = false) -> Int? {
    guard let column else { return nil }
    requests.append(ColumnRequest(field: field, column: column, isHashed: isHashed))
    return requests.count - 1
  }

  /// The columns of a roster.
  init(_ roster: RosterInput) {
    self.init(patient: roster.patient, dates: roster.files.dates, birth: roster.birth, makesMembers: true)
    birth = add("birth", roster.birth?.column)
    death = add("death_date", roster.deathDate)
    start = add("observation_start", roster.observationStart)
    end = add("observation_end", roster.observationEnd)
    let levelColumns = [("sex", roster.sex)] + roster.attributes.map { ($0.name, Optional($0.column)) }
    levels = levelColumns.compactMap { add($0.0, $0.1, isHashed: true) }
  }

  /// The columns of observation periods.
  init(_ observation: ObservationInput) {
    self.init(patient: observation.patient, dates: observation.files.dates, makesMembers: false)
    start = add("start", observation.start)
    end = add("end", observation.end)
  }

  /// The columns of deaths.
  init(_ deaths: DeathsInput) {
    self.init(patient: deaths.patient, dates: deaths.files.dates, makesMembers: false)
    death = add("date", deaths.date)
  }
}

/// The accepted rows of one block about patients, by shard.
struct PatientRows: Sendable {
  /// One row; an absent date is the marker of its kind in `Cohort`.
  struct Row: Sendable {
    /// Its place among the block's accepted rows.
    var place: Int32 = 0
    var birth = Cohort.noBirth
    var death = Cohort.noDeath
    var period = DaySpan(Cohort.openStart, Cohort.openEnd)
  }

  let batch: RecordBatch
  /// The patients' identifiers, row by row.
  var keys: [Field] = []
  var rows: [Row] = []
  /// Where each shard's rows begin in `rows`; one more at the end.
  var order = ShardOrder()
  /// By level field, then by the rows' places: level numbers, 0 for none.
  var levels: [[UInt32]] = []
}

/// Turns rows about patients into values: one decoder a worker.
// SAFETY: a decoder is used by one worker at a time.
final class PatientDecoder: @unchecked Sendable {
  private let layout: PatientLayout
  private let fields: [String]
  private let reader: LibCSVReader
  private var names: [LocalNames]
  private(set) var ledger: RejectLedger

  /// A decoder with nothing seen; `names` are those of the level fields.
  init(_ layout: PatientLayout, names: [SharedNames], dialect: Dialect, keepsRejectedValues: Bool) {
    self.layout = layout
    fields = layout.fields
    self.names = names.map(LocalNames.init)
    reader = LibCSVReader(dialect: dialect)
    ledger = RejectLedger(keepsValues: keepsRejectedValues)
  }

  /// The rows of one block.
  func take(_ sequenced: SequencedBlock) throws(RxFault) -> PatientRows {
    let batch = try reader.parse(sequenced)
    var result = PatientRows(batch: batch)
    var cursor = RecordCursor(batch, sequenced.file.columns)
    let bytes = batch.bytes
    var keys: [Field] = []
    var rows: [PatientRows.Row] = []
    var records: [Int] = []
    for record in 0..<batch.recordCount {
      cursor.move(to: record)
      guard !ledger.rejectIfUnreadable(cursor, fields: fields) else { continue }
      guard var row = decode(cursor, bytes) else { continue }
      row.place = Int32(truncatingIfNeeded: rows.count)
      keys.append(cursor.field(0))
      rows.append(row)
      records.append(record)
    }
    if !rows.isEmpty { result.order.sort(keys, rows, count: rows.count, into: &result.keys, &result.rows) }
    result.levels = layout.levels.indices.map { field in
      let fields = records.map { record in
        cursor.move(to: record)
        return cursor.field(layout.levels[field])
      }
      var levels: [UInt32] = []
      names[field].levels(of: fields, in: batch, into: &levels)
      return levels
    }
    ledger.close(batch, of: sequenced.file)
    return result
  }

  private func decode(_ cursor: RecordCursor, _ bytes: Span<UInt8>) -> PatientRows.Row? {
    let patient = cursor.field(0)
    guard patient.count > 0 else { return reject(cursor, .missingPatient, 0) }
    var row = PatientRows.Row()
    if let request = layout.birth, !cursor.range(request).isEmpty {
      guard let day = birthDay(layout.birthColumn, layout.dates, bytes, cursor.range(request)) else {
        return reject(cursor, .badBirthDate, request)
      }
      row.birth = day
    }
    if let request = layout.death, !cursor.range(request).isEmpty {
      guard let day = layout.dates.day(bytes, cursor.range(request)) else {
        return reject(cursor, .badDeathDate, request)
      }
      row.death = day
    }
    if let request = layout.start, !cursor.range(request).isEmpty {
      guard let day = layout.dates.day(bytes, cursor.range(request)) else {
        return reject(cursor, .badObservationDate, request)
      }
      row.period.start = day
    }
    if let request = layout.end, !cursor.range(request).isEmpty {
      guard let day = layout.dates.day(bytes, cursor.range(request)) else {
        return reject(cursor, .badObservationDate, request)
      }
      guard day >= row.period.start else { return reject(cursor, .endBeforeStart, request) }
      row.period.end = day
    }
    return row
  }

  private func reject(_ cursor: RecordCursor, _ reason: RejectReason, _ request: Int) -> PatientRows.Row? {
    ledger.reject(
      cursor.record, reason, field: fields[request], value: cursor.range(request), in: cursor.batch)
    return nil
  }
}

/// Applies what workers bring in the order of the blocks it is from.
final class OrderedSink<Item: Sendable, State: Sendable>: Sendable {
  private let state: Mutex<(next: Int, waiting: [Int: Item], state: State)>
  private let apply: @Sendable (inout State, Item) -> Void

  /// A sink over `initial`.
  init(_ initial: State, _ apply: @escaping @Sendable (inout State, Item) -> Void) {
    state = Mutex((0, [:], initial))
    self.apply = apply
  }

  /// Takes the item of block `sequence`, and applies all whose turn it is.
  func put(_ item: Item, sequence: Int) {
    state.withLock { state in
      state.waiting[sequence] = item
      while let item = state.waiting.removeValue(forKey: state.next) {
        apply(&state.state, item)
        state.next += 1
      }
    }
  }

  /// What has come of it.
  var result: State { state.withLock { $0.state } }
}
