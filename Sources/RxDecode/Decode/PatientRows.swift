import CSVStream
import RxCounts
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

  /// How dates are read.
  private var dateReading: FieldReading { dates == .auto ? .day : .bytes }

  /// The study's names of the requests.
  var fields: [String] { requests.map(\.field) }

  private init(patient: Named, dates: DateFormat, birth: BirthColumn? = nil, makesMembers: Bool) {
    requests = [ColumnRequest(field: "patient", column: patient, reading: .hash)]
    self.dates = dates
    birthColumn = birth
    self.makesMembers = makesMembers
  }

  private mutating func add(_ field: String, _ column: Named?, _ reading: FieldReading) -> Int? {
    guard let column else { return nil }
    requests.append(ColumnRequest(field: field, column: column, reading: reading))
    return requests.count - 1
  }

  /// The columns of a roster.
  init(_ roster: RosterInput) {
    self.init(patient: roster.patient, dates: roster.files.dates, birth: roster.birth, makesMembers: true)
    let birthIsDate = if case .date = roster.birth { true } else { false }
    birth = add("birth", roster.birth?.column, birthIsDate ? dateReading : .bytes)
    death = add("death_date", roster.deathDate, dateReading)
    start = add("observation_start", roster.observationStart, dateReading)
    end = add("observation_end", roster.observationEnd, dateReading)
    let levelColumns = [("sex", roster.sex)] + roster.attributes.map { ($0.name, Optional($0.column)) }
    levels = levelColumns.compactMap { add($0.0, $0.1, .hash) }
  }

  /// The columns of observation periods.
  init(_ observation: ObservationInput) {
    self.init(patient: observation.patient, dates: observation.files.dates, makesMembers: false)
    start = add("start", observation.start, dateReading)
    end = add("end", observation.end, dateReading)
  }

  /// The columns of deaths.
  init(_ deaths: DeathsInput) {
    self.init(patient: deaths.patient, dates: deaths.files.dates, makesMembers: false)
    death = add("date", deaths.date, dateReading)
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

  /// In the first block of a plain file, about how many rows the file has.
  var fileRows: Int?
  /// Where the identifiers lie.
  let bytes: FieldBytes
  /// The patients' identifiers, row by row.
  var keys: [Field] = []
  var rows: [Row] = []
  /// Where each shard's rows begin in `rows`; one more at the end.
  var order = ShardOrder()
  /// By level field, then by the rows' places: level numbers, 0 for none.
  var levels: [[UInt32]] = []
}
