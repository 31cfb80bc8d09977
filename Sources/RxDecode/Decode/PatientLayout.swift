import CSVStream
import RxCounts
import RxModel

/// The columns that a file about patients is asked for: a roster, observation periods, deaths, or a list of patients.
struct PatientLayout: Sendable {
  /// The requests; the first is the patient.
  let requests: [ColumnRequest]
  /// The study's names of the requests.
  let fields: [String]
  let birth: Int?
  let death: Int?
  let start: Int?
  let end: Int?
  /// The request of the date in a list of patients.
  let listDate: Int?
  /// True where the file lists patients who are included, or excluded.
  let isList: Bool
  /// The requests of sex (if mapped) and the attributes.
  let levels: [Int]
  let dates: DateFormat
  let birthColumn: BirthColumn?
  /// True where the file says who is in the roster.
  let makesMembers: Bool
  /// By request, true where the values are texts: words for missing values are told of them.
  let isText: [Bool]

  /// The columns of `input`, by its table.
  init(_ input: StudyInput) {
    let mapped = input.mapped
    func request(_ columns: InputColumn...) -> Int? {
      mapped.firstIndex { mapped in columns.contains { $0 == mapped.column } }
    }
    let dates = input.files.dates
    requests = mapped.map { column in
      ColumnRequest(
        field: column.field, column: column.source, reading: column.rule?.form.reading(dates) ?? .hash,
        isKey: column.column == .patient)
    }
    fields = mapped.map(\.field)
    birth = request(.birthDate, .birthYear)
    death = request(.deathDate)
    start = request(.observationStart)
    end = request(.observationEnd)
    listDate = request(.listDate)
    isList = input.kind.isList
    levels = mapped.indices.filter { place in mapped[place].rule.map { $0.form == .level } ?? true }
    self.dates = dates
    birthColumn = input.birth
    makesMembers = input.kind == .patients
    isText = mapped.map { $0.rule?.form.isText ?? true }
  }
}

extension ColumnRule.Form {
  /// True if the values are texts, in which a word for a missing value would be one like any other.
  var isText: Bool {
    switch self {
    case .identifier, .drug, .level: true
    case .date, .year, .age, .days, .amount, .people, .text: false
    }
  }

  /// The reading that is wanted of a field beside its bytes.
  func reading(_ dates: DateFormat) -> FieldReading {
    switch self {
    case .identifier, .drug, .level: .hash
    case .date: dates == .auto ? .day : .bytes
    case .days: .number
    case .year, .age, .amount, .people, .text: .bytes
    }
  }
}
