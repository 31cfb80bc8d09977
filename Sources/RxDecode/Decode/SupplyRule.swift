import RxModel

/// The rule by which days' supply is read from its column.
struct SupplyRule: Sendable {
  /// Counts of rows whose days' supply is not the recorded one.
  struct Tally {
    /// A missing one for which the study's number was put in.
    var putIn = 0
    /// One beyond the longest, which was taken for the longest.
    var capped = 0
  }

  /// The longest that is believed, in days.
  let longestDays: Int
  private let missingDays: Int?
  private let capsLong: Bool
  private let column: PrescriptionInput.Supply
  /// True where the column tells the number of days.
  var isNumber: Bool { column == .days }
  private let dates: DateFormat

  /// The rule of `input`.
  init(_ input: PrescriptionInput) {
    longestDays = input.longestSupplyDays
    missingDays = input.missingSupplyDays
    capsLong = input.capsLongSupply
    dates = input.files.dates
    column = input.supply
  }

  /// The days' supply of a fill dated `day`, or the reason why there is none.
  func days(
    _ bytes: borrowing Span<UInt8>, _ range: Range<Int>, from day: Day, _ tally: inout Tally
  ) -> (days: Int, flaw: RejectReason?) {
    // Without a column each fill is of its own day: measures of a longer supply can't be asked for.
    guard column != .none else { return (1, nil) }
    if range.isEmpty {
      guard let missingDays else { return (0, column == .endDate ? .missingEndDate : .missingDaysSupply) }
      tally.putIn += 1
      return (missingDays, nil)
    }
    let days: Int
    if column == .endDate {
      guard let end = dates.believedDay(bytes, range) else { return (0, .badEndDate) }
      guard end >= day else { return (0, .endBeforeStart) }
      days = end - day + 1
    } else {
      guard let number = wholeNumber(bytes, range, limit: longestDays) else { return (0, flaw(bytes, range)) }
      guard number > 0 else { return (0, .zeroDaysSupply) }
      days = number
    }
    guard days > longestDays else { return (days, nil) }
    guard capsLong else { return (days, .daysSupplyTooLong) }
    tally.capped += 1
    return (longestDays, nil)
  }

  /// The reason for which a field that is no whole number is rejected: it may be one below 0.
  private func flaw(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> RejectReason {
    let rest = (range.lowerBound + 1)..<range.upperBound
    let isNegative = bytes[range.lowerBound] == UInt8(ascii: "-") && wholeNumber(bytes, rest, limit: 1) != nil
    return isNegative ? .negativeDaysSupply : .badDaysSupply
  }
}
