/// A calendar day in the proleptic Gregorian calendar, as the number of days since 1970-01-01.
public struct Day: Hashable, Comparable, BitwiseCopyable, Sendable {
  /// Days since 1970-01-01; negative before.
  public var number: Int32

  /// The day `number` days after 1970-01-01.
  @inlinable public init(_ number: Int32) { self.number = number }

  /// The day of a calendar date, or nil where there is none (2023-02-29) or the year is not in 1...9999.
  @inlinable @inline(__always) public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= Day.length(ofMonth: month, year: year)
    else { return nil }
    // Years are counted from March, so that the leap day is a year's last (days-from-civil, H. Hinnant 2013).
    let y = month <= 2 ? year - 1 : year
    let dayOfYear = (153 &* (month &+ (month > 2 ? -3 : 9)) &+ 2) / 5 &+ day &- 1
    number = Int32(
      truncatingIfNeeded: 365 &* y &+ y / 4 &- y / 100 &+ y / 400 &+ dayOfYear &- 719_468)
  }

  /// Year, month and day of the month.
  public var civil: (year: Int, month: Int, day: Int) {
    let z = Int(number) + 719_468
    let era = (z >= 0 ? z : z - 146_096) / 146_097
    let dayOfEra = z - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
  }

  /// The number of days of `month` (1...12) in `year`.
  @inlinable public static func length(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Completed years on the date `now` of someone born on the date `born`; who is born on 29 February is a year older
  /// on 1 March of a common year.
  @inlinable public static func completedYears(
    from born: (year: Int, month: Int, day: Int), on now: (year: Int, month: Int, day: Int)
  ) -> Int {
    let hadBirthday = (now.month, now.day) >= (born.month, born.day)
    return now.year - born.year - (hadBirthday ? 0 : 1)
  }

  // All four are spelt out: the standard library's own go through a table of functions where they are not inlined.
  /// True if `a` is before `b`.
  @inlinable public static func < (a: Day, b: Day) -> Bool { a.number < b.number }
  /// True if `a` is not after `b`.
  @inlinable public static func <= (a: Day, b: Day) -> Bool { a.number <= b.number }
  /// True if `a` is after `b`.
  @inlinable public static func > (a: Day, b: Day) -> Bool { a.number > b.number }
  /// True if `a` is not before `b`.
  @inlinable public static func >= (a: Day, b: Day) -> Bool { a.number >= b.number }
  /// The day `days` later.
  @inlinable public static func + (day: Day, days: Int) -> Day { Day(day.number + Int32(days)) }
  /// The day `days` earlier.
  @inlinable public static func - (day: Day, days: Int) -> Day { Day(day.number - Int32(days)) }
  /// Days from `b` to `a`.
  @inlinable public static func - (a: Day, b: Day) -> Int { Int(a.number) - Int(b.number) }
}

extension Day: CustomStringConvertible {
  /// The day as yyyy-MM-dd.
  public var description: String {
    let (year, month, day) = civil
    func padded(_ value: Int, _ width: Int) -> String {
      let digits = String(value)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }
}

// The standard library's own would compare through a table of functions.
/// The later day.
@inlinable public func max(_ a: Day, _ b: Day) -> Day { a.number >= b.number ? a : b }
/// The earlier day.
@inlinable public func min(_ a: Day, _ b: Day) -> Day { a.number <= b.number ? a : b }
