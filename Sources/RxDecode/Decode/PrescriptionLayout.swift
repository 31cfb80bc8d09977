import CSVStream
import RxCounts
import RxModel

/// Which columns a prescription file is asked for, in which order.
struct PrescriptionLayout: Sendable {
  static let patient = 0
  static let date = 1
  static let supply = 2
  static let drug = 3
  /// The first of the flat fields: birth (if mapped), sex (if mapped), attributes.
  static let firstFlat = 4

  /// The requests.
  let requests: [ColumnRequest]
  /// The study's name of each request.
  let fields: [String]
  /// How many flat fields.
  let flatCount: Int
  /// Whether the first flat field is the birth.
  let birthIsMapped: Bool
  /// Whether the supply is told by its last day.
  let hasEndDate: Bool
  /// What tells duplicates apart beyond patient, date, drug and days' supply; true where it is a number.
  let detailRequests: [(request: Int, isNumber: Bool)]

  /// What tells whether a row is a reversal, where that is a status.
  let statusRequest: Int?
  /// The request of the quantity, where it is mapped.
  let quantityRequest: Int?
  /// The request of the strength, where it is mapped.
  let strengthRequest: Int?
  /// The request of each kept column but `duplicate` and `reversal`, which are made of several.
  let columnRequests: [FillColumns.Kind: Int]

  /// The columns of `input`. Those that nobody reads are asked for so that a wrong name is an error today.
  init(_ input: PrescriptionInput, keeping columns: FillColumns) {
    let supplyName: String
    switch input.supply {
    case .days:
      supplyName = "days_supply"
      hasEndDate = false
    case .endDate:
      supplyName = "end_date"
      hasEndDate = true
    }
    let dateReading = input.files.dates == .auto ? FieldReading.day : .bytes
    let supplyReading = hasEndDate ? dateReading : .number
    var requests = [
      ColumnRequest(field: "patient", column: input.patient, reading: .hash),
      ColumnRequest(field: "date", column: input.date, reading: dateReading),
      ColumnRequest(field: supplyName, column: input.supply.column, reading: supplyReading),
      ColumnRequest(field: "drug", column: input.drug, reading: .hash),
    ]
    birthIsMapped = input.birth != nil
    if let birth = input.birth {
      requests.append(ColumnRequest(field: "birth", column: birth.column, reading: .hash))
    }
    if let sex = input.sex { requests.append(ColumnRequest(field: "sex", column: sex, reading: .hash)) }
    requests += input.attributes.map { ColumnRequest(field: $0.name, column: $0.column, reading: .hash) }
    flatCount = requests.count - Self.firstFlat
    var details: [(request: Int, isNumber: Bool)] = []
    var places: [FillColumns.Kind: Int] = [:]
    let tellsReversals = columns.place(.reversal) != nil
    let tellsDuplicates = columns.place(.duplicate) != nil || tellsReversals
    var mapped: [FillColumns.Kind: Int] = [:]
    var (claim, original): (Named?, Named?) = (nil, nil)
    if case .reference(let own, let other) = input.reversals { (claim, original) = (own, other) }
    if case .status(let column, _) = input.reversals {
      statusRequest = requests.count
      requests.append(ColumnRequest(field: "reversals.status", column: column))
    } else {
      statusRequest = nil
    }
    let optional: [(kind: FillColumns.Kind, name: String, column: Named?, isDetail: Bool)] = [
      (.quantity, "quantity", input.quantity, true), (.prescriber, "prescriber", input.prescriber, true),
      (.pharmacy, "pharmacy", input.pharmacy, true), (.strength, "strength", input.strength, false),
      (.claim, "reversals.claim", claim, false), (.original, "reversals.original", original, false),
    ]
    func isRead(_ kind: FillColumns.Kind, isDetail: Bool) -> Bool {
      columns.place(kind) != nil || (isDetail && tellsDuplicates) || (kind == .strength && tellsReversals)
    }
    // Those that are only checked come last.
    for wanted in [true, false] {
      for case (let kind, let name, let column?, let isDetail) in optional
      where isRead(kind, isDetail: isDetail) == wanted {
        if isDetail { details.append((requests.count, kind == .quantity)) }
        if columns.place(kind) != nil { places[kind] = requests.count }
        mapped[kind] = requests.count
        requests.append(
          ColumnRequest(
            field: name, column: column, reading: columns.place(kind) == nil ? .bytes : .hash,
            isOnlyChecked: !wanted))
      }
    }
    columnRequests = places
    quantityRequest = mapped[.quantity]
    strengthRequest = mapped[.strength]
    self.requests = requests
    fields = requests.map(\.field)
    detailRequests = details
  }
}
