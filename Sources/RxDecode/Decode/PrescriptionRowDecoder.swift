import CSVStream
import RxModel

/// A decoder of each record of a prescription file by itself: its date, days' supply, and whether it is a
/// reversal; or why it is rejected. Neither measures nor other rows matter here. An object, since a struct of
/// this size would be copied for each row.
final class PrescriptionRowDecoder: Sendable {
  /// The reason why a record is rejected, and the request whose field is at fault.
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
  private let dates: DateFormat
  private let hasReversals: Bool
  private let birthIsMapped: Bool
  private let longestDays: Int

  /// By field of a batch, true where the reader has read it where it is written as nearly everyone writes it;
  /// the rest is read here.
  struct Parsed {
    fileprivate let hasDays: Bool
    fileprivate let hasSupplies: Bool
  }

  /// A decoder of rows of `input`.
  init(_ input: PrescriptionInput, _ layout: PrescriptionLayout) {
    self.input = input
    self.layout = layout
    supply = SupplyRule(input)
    dates = input.files.dates
    hasReversals = input.reversals != nil
    birthIsMapped = layout.birthIsMapped
    longestDays = input.longestSupplyDays
  }

  /// The fields that the reader has read of the batch of `columns`.
  func parsed(_ columns: BatchColumns) -> Parsed {
    Parsed(
      hasDays: dates == .auto && columns.hasParsedValue(PrescriptionLayout.date),
      hasSupplies: supply.isNumber && columns.hasParsedValue(PrescriptionLayout.supply))
  }

  /// The row of a record of the batch; its patient and drug are left to others.
  /// - Throws: a `Flaw` where it is rejected.
  @inline(__always)
  func row(
    _ record: Int, _ columns: BatchColumns, _ bytes: borrowing Span<UInt8>, _ parsed: Parsed, date: Field,
    supply: Field, _ tally: inout SupplyRule.Tally
  ) throws(Flaw) -> FillRow {
    let isPlainDay = parsed.hasDays && DateFormat.believedDays.contains(date.number)
    let day = isPlainDay ? Day(date.number) : try day(bytes, date)
    let isReversal = hasReversals && isReversal(record, columns, bytes)
    var days = parsed.hasSupplies ? Int(supply.number) : 0
    if days <= 0 || days > longestDays {
      days = try daysSupply(bytes, supply.range, from: day, isReversal: isReversal, &tally)
    }
    if birthIsMapped { try checkBirth(record, columns, bytes, day) }
    return FillRow(day: day.number, daysSupply: Int32(truncatingIfNeeded: isReversal ? -days : days))
  }

  private func day(_ bytes: borrowing Span<UInt8>, _ field: Field) throws(Flaw) -> Day {
    guard let day = dates.believedDay(bytes, field.range) else {
      throw Flaw(field.count == 0 ? .missingDate : .badDate, PrescriptionLayout.date)
    }
    return day
  }

  private func daysSupply(
    _ bytes: borrowing Span<UInt8>, _ field: Range<Int>, from day: Day, isReversal: Bool,
    _ tally: inout SupplyRule.Tally
  ) throws(Flaw) -> Int {
    let hasSign = isReversal && bytes.hasMinus(field)
    let read = supply.days(
      bytes, hasSign ? (field.lowerBound + 1)..<field.upperBound : field, from: day, &tally)
    if let flaw = read.flaw { throw Flaw(flaw, PrescriptionLayout.supply) }
    return read.days
  }

  /// True if the record takes another back.
  private func isReversal(_ record: Int, _ columns: BatchColumns, _ bytes: borrowing Span<UInt8>) -> Bool {
    switch input.reversals {
    case nil: return false
    case .status(let values):
      guard let request = layout.statusRequest else { return false }
      let status = columns.batch.bytes(columns.range(request, of: record))
      return values.contains(String(decoding: status, as: UTF8.self).lowercased())
    case .negative:
      if !layout.hasEndDate, bytes.hasMinus(columns.range(PrescriptionLayout.supply, of: record)) {
        return true
      }
      return layout.quantityRequest.map { bytes.hasMinus(columns.range($0, of: record)) } ?? false
    case .reference:
      return layout.originalRequest.map { !columns.range($0, of: record).isEmpty } ?? false
    }
  }

  /// An empty birth is none, and no flaw.
  private func checkBirth(
    _ record: Int, _ columns: BatchColumns, _ bytes: borrowing Span<UInt8>, _ day: Day
  ) throws(Flaw) {
    let range = columns.range(PrescriptionLayout.firstFlat, of: record)
    guard range.isEmpty || birthDay(input.birth, dates, bytes, range, fillDay: day) != nil else {
      throw Flaw(input.birth.badBirth, PrescriptionLayout.firstFlat)
    }
  }
}

extension BirthColumn? {
  /// The reason for which a row with an unreadable birth is rejected.
  var badBirth: RejectReason {
    switch self {
    case .year: .badBirthYear
    case .age: .badAge
    case .date, nil: .badBirthDate
    }
  }
}

extension Span<UInt8> {
  /// True if the field at `range` begins with a minus.
  fileprivate func hasMinus(_ range: Range<Int>) -> Bool {
    !range.isEmpty && self[range.lowerBound] == UInt8(ascii: "-")
  }
}
