import RxModel

/// The day of birth that a field tells, or nil where it can't be read: a date, a year's 1 July, or so many completed
/// years on the day of a fill.
func birthDay(
  _ column: BirthColumn?, _ dates: DateFormat, _ bytes: borrowing Span<UInt8>, _ range: Range<Int>,
  fillDay: Day? = nil
) -> Day? {
  switch column {
  case .date: return dates.believedDay(bytes, range)
  case .year:
    guard let year = wholeNumber(bytes, range, limit: 9999), DateFormat.believedYears.contains(year) else {
      return nil
    }
    return Day(year: year, month: 7, day: 1)
  case .age:
    guard let years = wholeNumber(bytes, range, limit: 999), let fillDay else { return nil }
    return birthDay(ofAge: years, on: fillDay)
  case nil: return nil
  }
}

/// The day of birth of somebody who has completed `years` years on `day`: 182 days before the day so many years before it
/// (28 February for the 29th); nil where that day is before 1851.
package func birthDay(ofAge years: Int, on day: Day) -> Day? {
  let (year, month, dayOfMonth) = day.civil
  guard year - years > DateFormat.believedYears.lowerBound else { return nil }
  let before =
    Day(year: year - years, month: month, day: dayOfMonth) ?? Day(year: year - years, month: month, day: 28)
  return before.map { $0 - 182 }
}
