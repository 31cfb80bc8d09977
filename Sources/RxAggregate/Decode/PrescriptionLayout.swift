import CSVStream
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

  /// The columns of `input`. Strength, which no measure of this version uses, is asked for so that a wrong name is
  /// an error today.
  init(_ input: PrescriptionInput) {
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
    let optional: [(String, Named?, Bool)] = [
      ("quantity", input.quantity, true), ("prescriber", input.prescriber, false),
      ("pharmacy", input.pharmacy, false),
    ]
    for case (let name, let column?, let isNumber) in optional {
      details.append((requests.count, isNumber))
      requests.append(
        ColumnRequest(
          field: name, column: column, isOnlyChecked: !input.dropsDuplicates))
    }
    if let strength = input.strength {
      requests.append(ColumnRequest(field: "strength", column: strength, isOnlyChecked: true))
    }
    self.requests = requests
    fields = requests.map(\.field)
    detailRequests = details
  }
}
