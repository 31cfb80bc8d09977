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

  /// The requests of dates.
  var dateRequests: [Int] {
    let isDate = if case .date = birthColumn { true } else { false }
    return [isDate ? birth : nil, death, start, end].compactMap { $0 }
  }

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
