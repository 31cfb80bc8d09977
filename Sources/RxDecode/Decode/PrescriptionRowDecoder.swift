import CSVStream
import RxModel

/// What one record of a prescription file says by itself: its date, days' supply, and whether it is a reversal; or why
/// it is rejected. Neither measures nor other rows matter here.
struct PrescriptionRowDecoder: Sendable {
  /// Why a record is rejected, and the request whose field is at fault.
  struct Flaw: Error {
    let reason: RejectReason
    let request: Int

    init(_ reason: RejectReason, _ request: Int) {
      self.reason = reason
      self.request = request
    }
  }

  private let input: PrescriptionInput
  private let layout: PrescriptionLayout
  private let supply: SupplyRule
  /// Whether the reader has read the field where it is written as nearly everyone writes it; the rest is read here.
  private var hasDays = false
  private var hasSupplies = false

  /// A decoder of rows of `input`.
  init(_ input: PrescriptionInput, _ layout: PrescriptionLayout) {
    self.input = input
    self.layout = layout
    supply = SupplyRule(input)
  }

  /// Begins a batch, whose columns are those of `cursor`.
  mutating func begin(_ cursor: RecordCursor) {
    hasDays = input.files.dates == .auto && cursor.hasParsedValue(PrescriptionLayout.date)
    hasSupplies = supply.isNumber && cursor.hasParsedValue(PrescriptionLayout.supply)
  }

  /// The row of the cursor's record; its patient and drug are left to others.
  /// - Throws: a `Flaw` where it is rejected.
  @inline(__always)
  func row(_ cursor: RecordCursor, _ bytes: borrowing Span<UInt8>, date: Field, supply: Field) throws(Flaw)
    -> FillRow
  {
    let day = try day(bytes, date)
    let isReversal = input.reversals != nil && isReversal(cursor, bytes)
    let days = try daysSupply(bytes, supply, from: day, isReversal: isReversal)
    if layout.birthIsMapped { try checkBirth(cursor, bytes) }
    return FillRow(day: day.number, daysSupply: Int32(truncatingIfNeeded: isReversal ? -days : days))
  }

  @inline(__always)
  private func day(_ bytes: borrowing Span<UInt8>, _ field: Field) throws(Flaw) -> Day {
    if hasDays, field.number != Field.noDay { return Day(field.number) }
    guard let day = input.files.dates.day(bytes, field.range) else {
      throw Flaw(field.count == 0 ? .missingDate : .badDate, PrescriptionLayout.date)
    }
    return day
  }

  @inline(__always)
  private func daysSupply(
    _ bytes: borrowing Span<UInt8>, _ field: Field, from day: Day, isReversal: Bool
  ) throws(Flaw) -> Int {
    if hasSupplies {
      let days = Int(field.number)
      if days > 0, days <= supply.longestDays { return days }
    }
    var range = field.range
    if isReversal, bytes.hasMinus(range) { range = (range.lowerBound + 1)..<range.upperBound }
    let read = supply.days(bytes, range, from: day)
    if let flaw = read.flaw { throw Flaw(flaw, PrescriptionLayout.supply) }
    return read.days
  }

  /// Whether the cursor's row takes another back.
  private func isReversal(_ cursor: RecordCursor, _ bytes: borrowing Span<UInt8>) -> Bool {
    switch input.reversals {
    case nil: return false
    case .status(let values):
      guard let request = layout.statusRequest else { return false }
      let status = cursor.batch.bytes(cursor.range(request))
      return values.contains(String(decoding: status, as: UTF8.self).lowercased())
    case .negative:
      if !layout.hasEndDate, bytes.hasMinus(cursor.range(PrescriptionLayout.supply)) { return true }
      return layout.quantityRequest.map { bytes.hasMinus(cursor.range($0)) } ?? false
    case .reference:
      return layout.originalRequest.map { !cursor.range($0).isEmpty } ?? false
    }
  }

  /// An empty birth is none, and no flaw.
  private func checkBirth(_ cursor: RecordCursor, _ bytes: borrowing Span<UInt8>) throws(Flaw) {
    let range = cursor.range(PrescriptionLayout.firstFlat)
    guard range.isEmpty || birthDay(input.birth, input.files.dates, bytes, range) != nil else {
      throw Flaw(.badBirthDate, PrescriptionLayout.firstFlat)
    }
  }
}

extension Span<UInt8> {
  /// Whether the field at `range` begins with a minus.
  fileprivate func hasMinus(_ range: Range<Int>) -> Bool {
    !range.isEmpty && self[range.lowerBound] == UInt8(ascii: "-")
  }
}
