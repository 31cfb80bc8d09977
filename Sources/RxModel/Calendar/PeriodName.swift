/// The name of a period in a heading: a whole calendar year by its number, a whole month as yyyy-MM, else its days.
package func periodName(_ period: DaySpan) -> String {
  let start = period.start.civil
  let end = period.end.civil
  if start.year == end.year, (start.month, start.day) == (1, 1), (end.month, end.day) == (12, 31) {
    return "\(start.year)"
  }
  let lastDay = Day.length(ofMonth: end.month, year: end.year)
  if start.year == end.year, start.month == end.month, start.day == 1, end.day == lastDay {
    return String("\(period.start)".prefix(7))
  }
  return "\(period.start) to \(period.end)"
}
