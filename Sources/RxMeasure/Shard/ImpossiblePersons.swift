import RxCounts
import RxDecode
import RxModel

extension ImpossiblePersons {
  /// Looks at one person.
  /// - Parameters:
  ///   - birth: the day of birth, or `Roster.noBirth`.
  ///   - death: the day of death, or `Roster.noDeath`.
  ///   - fillDays: the days of the person's first fill and of the last; nil without fills.
  ///   - lastDay: the study's last day.
  ///   - lastKnownDay: the last day of which the study or a fill of anybody is.
  mutating func add(birth: Day, death: Day, fillDays: DaySpan?, lastDay: Day, lastKnownDay: Day) {
    persons += 1
    let hasBirth = birth != Roster.noBirth
    if death != Roster.noDeath {
      if hasBirth, death < birth { add(.deadBeforeBirth, death) }
      if let last = fillDays?.end, death + 365 < last { add(.deadBeforeFill, death) }
    }
    guard hasBirth else { return }
    if birth > lastKnownDay || fillDays.map({ birth > $0.start }) ?? false { add(.bornAfterFill, birth) }
    // 120 years have 43,830 days and 29 or 30 leap days of them are counted by the calendar itself.
    if birth + 43_000 < min(death, lastDay), isOlder(than: 120, birth, on: min(death, lastDay)) {
      add(.tooOld, birth)
    }
  }

  /// True if somebody born on `birth` has lived for more than `years` years on `day`.
  private func isOlder(than years: Int, _ birth: Day, on day: Day) -> Bool {
    let (born, now) = (birth.civil, day.civil)
    return (now.year, now.month, now.day) > (born.year + years, born.month, born.day)
  }
}
