import RxModel

/// The rule by which days' supply is read from its column.
struct SupplyRule: Sendable {
  /// The longest that is believed.
  let longestDays: Int
  private let missingDays: Int?
  /// True where the column tells the supply's last day, and not the number of days.
  private let hasEndDate: Bool
  /// True where it tells the number of days.
  var isNumber: Bool { !hasEndDate }
  private let dates: DateFormat

  /// The rule of `input`.
  init(_ input: PrescriptionInput) {
    longestDays = input.longestSupplyDays
    missingDays = input.missingSupplyDays
    dates = input.files.dates
    hasEndDate = input.supply == .endDate
  }

  /// The days' supply of a fill dated `day`, or why there is none.
  func days(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>, from day: Day) -> (
    days: Int, flaw: RejectReason?
  ) {
    if range.isEmpty {
      if let missingDays { return (missingDays, nil) }
      return (0, hasEndDate ? .missingEndDate : .missingDaysSupply)
    }
    let days: Int
    if hasEndDate {
      guard let end = dates.day(bytes, range) else { return (0, .badEndDate) }
      guard end >= day else { return (0, .endBeforeStart) }
      days = end - day + 1
    } else {
      guard let number = wholeNumber(bytes, range, limit: longestDays), number > 0 else {
        return (0, .badDaysSupply)
      }
      days = number
    }
    return (days, days <= longestDays ? nil : .daysSupplyTooLong)
  }
}
