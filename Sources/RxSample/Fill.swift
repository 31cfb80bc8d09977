/// One dispensing, small enough that a window of patients holds its fills in a few hundred kilobytes.
struct Fill {
  /// Day of the fill, 0 ... `SampleCalendar.lastDay`.
  let day: Int32
  /// Number of the prescriber, 0 ..< `Fill.prescribers`.
  let prescriber: UInt32
  /// Place of the patient in the window.
  let slot: UInt16
  /// Number of the fill among the patient's, in the order of generation.
  let sequence: UInt16
  /// Number of the pharmacy, 0 ..< `Fill.pharmacies`; those from `Fill.namedPharmacies` on go by a name.
  let pharmacy: UInt16
  /// Units dispensed.
  let quantity: UInt16
  /// Days of supply.
  let days: UInt8
  /// Index into `Formulary.products`.
  let product: UInt8
  /// Index into `PrescriptionRows.payers`.
  let payer: UInt8
  /// The fault of the row.
  let fault: Fault

  /// The number of prescribers.
  static let prescribers = 40_000
  /// The number of pharmacies that go by a number.
  static let pharmacies = 6_000
  /// The number of the first pharmacy that goes by a name.
  static let namedPharmacies = 60_000
}

/// Faults of real extracts, about one row in six hundred.
enum Fault: UInt8, CaseIterable {
  /// A clean row.
  case none
  /// Days of supply left empty, zero, or a word: the row will be rejected.
  case daysEmpty, daysZero, daysWord
  /// Days of supply written `30.0`: fit for use.
  case daysPoint
  /// Date as `20190704`, or with a time after it: fit for use.
  case dateCompact, dateTime
  /// 29 February of a common year: the row will be rejected.
  case dateImpossible
  /// A patient whom the roster does not know; in a flat file another race than in the patient's other rows.
  case stranger
  /// The same row twice.
  case twice
  /// No prescriber, no quantity: fit for use.
  case noPrescriber, noQuantity

  /// The fault for 64 random bits: none for all but one value in six hundred.
  @inline(__always)
  init(bits: UInt64) {
    let draw = Int(truncatingIfNeeded: bits & 0xFFFF)
    self = draw >= 110 ? .none : Fault(rawValue: UInt8(truncatingIfNeeded: 1 + draw / 10)) ?? .none
  }
}
