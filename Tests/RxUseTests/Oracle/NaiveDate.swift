/// How dates are written in one kind of file; the raw value is the study file's word.
enum DateFormat: String, CaseIterable, Sendable {
  case auto
  case monthDayYear = "MM/dd/yyyy"
  case dayMonthYear = "dd/MM/yyyy"
  case dotted = "dd.MM.yyyy"
}

/// A calendar date, kept as the three numbers that are written.
struct NaiveDate: Hashable, Comparable, Sendable {
  /// The year, 1 to 9999.
  var year: Int
  /// The month, 1 to 12.
  var month: Int
  /// The day of the month, from 1.
  var day: Int

  /// The date with these numbers; the caller vouches that it exists.
  init(_ year: Int, _ month: Int, _ day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// The date with these numbers, or nil where the calendar has no such day.
  init?(checking year: Int, _ month: Int, _ day: Int) {
    guard year >= 1, year <= 9999, month >= 1, month <= 12, day >= 1 else { return nil }
    guard day <= NaiveCalendar.daysIn(month: month, of: year) else { return nil }
    self.init(year, month, day)
  }

  static func < (left: NaiveDate, right: NaiveDate) -> Bool {
    if left.year != right.year { return left.year < right.year }
    if left.month != right.month { return left.month < right.month }
    return left.day < right.day
  }

  /// The day after this one.
  var next: NaiveDate {
    if day < NaiveCalendar.daysIn(month: month, of: year) { return NaiveDate(year, month, day + 1) }
    return month < 12 ? NaiveDate(year, month + 1, 1) : NaiveDate(year + 1, 1, 1)
  }

  /// The date as yyyy-MM-dd.
  var text: String { "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))" }

  /// The date as the format writes it (`auto`: yyyy-MM-dd).
  func text(as format: DateFormat) -> String {
    switch format {
    case .auto: text
    case .monthDayYear: "\(padded(month, 2))/\(padded(day, 2))/\(padded(year, 4))"
    case .dayMonthYear: "\(padded(day, 2))/\(padded(month, 2))/\(padded(year, 4))"
    case .dotted: "\(padded(day, 2)).\(padded(month, 2)).\(padded(year, 4))"
    }
  }

  /// The number of days from 1800-01-01 to this date, found by having counted them. Dates outside
  /// 1800...2199 get the number just outside: no study day is near them.
  var number: Int {
    if let number = NaiveCalendar.numbers[self] { return number }
    return year < 1800 ? -1 : NaiveCalendar.dates.count
  }

  /// The completed years on a day of someone born on this date. Born 29 February: a year older on
  /// 1 March of a common year, since (2, 28) is before (2, 29) and (3, 1) is not.
  func age(on date: NaiveDate) -> Int {
    let hadBirthday = (date.month, date.day) >= (month, day)
    return date.year - year - (hadBirthday ? 0 : 1)
  }

  private func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}

/// The calendar as a list of days, counted up one by one.
enum NaiveCalendar {
  /// Every date from 1800-01-01 to 2199-12-31; the position is the day's number.
  static let dates: [NaiveDate] = {
    var dates: [NaiveDate] = []
    var date = NaiveDate(1800, 1, 1)
    while date.year < 2200 {
      dates.append(date)
      date = date.next
    }
    return dates
  }()

  /// The day's number by date.
  static let numbers: [NaiveDate: Int] = {
    var numbers: [NaiveDate: Int] = [:]
    for (number, date) in dates.enumerated() { numbers[date] = number }
    return numbers
  }()

  /// The length of a month.
  static func daysIn(month: Int, of year: Int) -> Int {
    if month == 2 {
      let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
      return leap ? 29 : 28
    }
    return [4, 6, 9, 11].contains(month) ? 30 : 31
  }

  /// The date with a day number in 1800...2199.
  static func date(_ number: Int) -> NaiveDate { dates[min(max(0, number), dates.count - 1)] }
}

extension NaiveDate {
  /// The date that a field holds, or nil where it does not hold one in this format, or one before 1850. Nothing around it
  /// is forgiven, save that a time part (a `T`, a colon or a space, then a digit and more) is cut off.
  static func parse(_ text: String, as format: DateFormat) -> NaiveDate? {
    guard let date = parseAny(text, as: format), date.year >= 1850 else { return nil }
    return date
  }

  /// The same where the date is not after 2150 either.
  static func parseBelieved(_ text: String, as format: DateFormat) -> NaiveDate? {
    guard let date = parse(text, as: format), date.year <= 2150 else { return nil }
    return date
  }

  private static func parseAny(_ text: String, as format: DateFormat) -> NaiveDate? {
    let bytes = Array(text.utf8)
    switch format {
    case .auto:
      for length in [10, 8] where bytes.count >= length {
        let date = length == 10 ? parse(bytes, "yyyy-MM-dd") : parse(bytes, "yyyyMMdd")
        if let date, isTimePart(bytes.dropFirst(length)) { return date }
      }
      return nil
    case .monthDayYear, .dayMonthYear, .dotted:
      return bytes.count >= 10 && isTimePart(bytes.dropFirst(10)) ? parse(bytes, format.rawValue) : nil
    }
  }

  /// The date at the start of the bytes by a pattern of y, M, d and literal characters.
  private static func parse(_ bytes: [UInt8], _ pattern: String) -> NaiveDate? {
    var numbers: [Character: Int] = ["y": 0, "M": 0, "d": 0]
    for (place, letter) in pattern.enumerated() {
      let byte = bytes[place]
      if let number = numbers[letter] {
        guard byte >= 48, byte <= 57 else { return nil }
        numbers[letter] = number * 10 + Int(byte) - 48
      } else if byte != letter.asciiValue {
        return nil
      }
    }
    return NaiveDate(checking: numbers["y"] ?? 0, numbers["M"] ?? 0, numbers["d"] ?? 0)
  }

  private static func isTimePart(_ rest: ArraySlice<UInt8>) -> Bool {
    guard let first = rest.first else { return true }
    guard let second = rest.dropFirst().first else { return false }
    return (first == 84 || first == 32 || first == 58) && second >= 48 && second <= 57
  }
}
