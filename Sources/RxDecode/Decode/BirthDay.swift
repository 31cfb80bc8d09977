import RxModel

/// The day of birth that a field tells, or nil where it can't be read: a date, or a year's 1 July.
func birthDay(
  _ column: BirthColumn?, _ dates: DateFormat, _ bytes: borrowing Span<UInt8>, _ range: Range<Int>
) -> Day? {
  switch column {
  case .date: return dates.day(bytes, range)
  case .year:
    guard let year = wholeNumber(bytes, range, limit: 9999) else { return nil }
    return Day(year: year, month: 7, day: 1)
  case nil: return nil
  }
}
