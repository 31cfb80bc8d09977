import CSVStream
import RxModel

/// The columns that a prescription file is asked for, in order: first patient, date, supply and drug, which
/// all studies map, then the flat fields, then what rows are told apart by and what fills keep, and last the
/// columns that are only checked.
package struct PrescriptionLayout: Sendable {
  // The requests that all studies have; without a column of supply that of the date stands there. A test holds them against the table: constants cost nothing in the row loop.
  static let patient = 0
  static let date = 1
  static let supply = 2
  static let drug = 3
  /// The first of the flat fields: birth (if mapped), sex (if mapped), attributes.
  package static let firstFlat = 4

  /// The requests.
  let requests: [ColumnRequest]
  /// The study's name of each request.
  package let fields: [String]
  /// The number of flat fields.
  package let flatCount: Int
  /// The form in which births are told; nil where they are not, else the first flat field is the birth.
  let birth: BirthColumn?
  /// True where the first flat field is the birth.
  package let birthIsMapped: Bool
  /// True where the supply is told by its last day.
  let hasEndDate: Bool
  /// The request of the status that tells whether a row is a reversal, where a status does.
  let statusRequest: Int?
  /// The request of the claim that a row takes back, where it is mapped.
  let originalRequest: Int?
  /// The request of the quantity, where it is mapped.
  let quantityRequest: Int?
  /// The requests of the details in which rows that are the same agree, where their hash is kept.
  let detailRequests: [(request: Int, isAmount: Bool)]
  /// The requests that are texts and are read, but for patient and drug: words for missing values are told of them.
  let textRequests: [Int]
  /// The request of each kept column.
  let columnRequests: [InputColumn: Int]

  /// The columns of `input`. A column that nobody reads is asked for so that a wrong name is an error today.
  init(_ input: PrescriptionInput, keeping columns: FillColumns) {
    func isRead(_ column: MappedColumn) -> Bool { column.rule.map(columns.isRead) ?? true }
    var mapped = input.input.mapped
    // Each fill is then of its own day, and the field is not looked at.
    if input.supply == .none { mapped.insert(mapped[Self.date], at: Self.supply) }
    let read = mapped.filter(isRead)
    let asked = read + mapped.filter { !isRead($0) }
    func request(_ column: InputColumn) -> Int? { asked.firstIndex { $0.column == column } }
    func places(_ use: ColumnRule.Use) -> [Int] {
      asked.indices.filter { asked[$0].rule?.uses.contains(use) == true }
    }
    let dates = input.files.dates
    requests = asked.enumerated().map { place, column in
      ColumnRequest(
        field: column.field, column: column.source, reading: Self.reading(column, dates, keeping: columns),
        isOnlyChecked: place >= read.count, isKey: column.column == .patient || column.column == .drug)
    }
    fields = asked.map(\.field)
    flatCount = places(.demographics).count + input.attributes.count
    birth = input.birth
    birthIsMapped = birth != nil
    hasEndDate = input.supply == .endDate
    statusRequest = request(.reversalStatus)
    originalRequest = request(.original)
    quantityRequest = request(.quantity)
    detailRequests =
      columns.comparesDetails ? places(.details).map { ($0, asked[$0].rule?.form == .amount) } : []
    textRequests = asked.indices.filter { place in
      // Patients are looked at with their rows, drugs that are in no list are told anyway, and of details that nobody needs
      // a hash alone is kept.
      guard place < read.count, place > Self.drug else { return false }
      return asked[place].rule.map { rule in
        rule.form.isText && (!rule.uses.contains(.details) || columns.place(rule.column) != nil)
      } ?? true
    }
    var kept: [InputColumn: Int] = [:]
    for column in columns.kept { kept[column] = request(column) }
    columnRequests = kept
  }

  /// The reading that is wanted of a field: its hash where the value is looked up.
  private static func reading(
    _ column: MappedColumn, _ dates: DateFormat, keeping columns: FillColumns
  ) -> FieldReading {
    guard let rule = column.rule, !rule.uses.contains(.demographics), columns.place(rule.column) == nil
    else { return .hash }
    if columns.comparesDetails, rule.uses.contains(.details) {
      return rule.form == .amount ? .number : .hash
    }
    return rule.uses.isEmpty ? rule.form.reading(dates) : .bytes
  }
}
