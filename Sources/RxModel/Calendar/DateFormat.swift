/// The format of the dates of a file. A time part (a blank, a T or a colon, and a digit behind the date) is cut off.
public enum DateFormat: Hashable, Sendable {
  /// yyyy-MM-dd or yyyyMMdd.
  case auto
  /// A pattern of year, month and day.
  case pattern(DatePattern)
  /// Days since 1899-12-30, as spreadsheets count them; a fraction is a time part.
  case excel
  /// Days since 1960-01-01, as SAS counts them; a fraction is a time part.
  case sas

  /// The days that a date can be: 1850 to 2150. What lies outside is a mistake or a stand-in for an open end.
  public static let believedDays: ClosedRange<Int32> = -43_829...66_108
  /// The years that a date can be of.
  public static let believedYears = 1850...2150

  /// The calendar day that `bytes` name, of the years 1 to 9999, or nil where they don't name one in this format.
  @inlinable @inline(__always)
  public func day(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> Day? {
    switch self {
    case .auto: DateFormat.isoDay(bytes, range)
    case .pattern(let pattern): pattern.day(bytes, range)
    case .excel: DateFormat.countedDay(bytes, range, from: -25_569, isSigned: false)
    case .sas: DateFormat.countedDay(bytes, range, from: -3653, isSigned: true)
    }
  }

  /// The same where the day is one that a date can be.
  @inlinable
  public func believedDay(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> Day? {
    guard let day = day(bytes, range), DateFormat.believedDays.contains(day.number) else { return nil }
    return day
  }

  /// The day that `text` names, or nil.
  public func day(_ text: String) -> Day? {
    let bytes = Array(text.utf8)
    return day(bytes.span, 0..<bytes.count)
  }

  /// The day of a field written yyyy-MM-dd or yyyyMMdd.
  @inlinable
  static func isoDay(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> Day? {
    let start = range.lowerBound
    guard range.count >= 8 else { return nil }
    let isSeparated = bytes[start + 4] == UInt8(ascii: "-")
    let end = start + (isSeparated ? 10 : 8)
    guard end == range.upperBound || (end < range.upperBound && isTimePart(bytes, end..<range.upperBound)),
      !isSeparated || bytes[start + 7] == UInt8(ascii: "-"),
      let year = digits(bytes, start..<(start + 4)),
      let month = digits(bytes, isSeparated ? (start + 5)..<(start + 7) : (start + 4)..<(start + 6)),
      let day = digits(bytes, isSeparated ? (start + 8)..<(start + 10) : (start + 6)..<(start + 8))
    else { return nil }
    return Day(year: year, month: month, day: day)
  }

  /// The day of a field that counts days from `first`, itself in days since 1970-01-01.
  @usableFromInline
  static func countedDay(
    _ bytes: borrowing Span<UInt8>, _ range: Range<Int>, from first: Int, isSigned: Bool
  ) -> Day? {
    let isNegative = isSigned && !range.isEmpty && bytes[range.lowerBound] == UInt8(ascii: "-")
    let start = range.lowerBound + (isNegative ? 1 : 0)
    var end = start
    while end < range.upperBound, bytes[end] &- 0x30 <= 9 { end += 1 }
    guard (1...7).contains(end - start), var days = digits(bytes, start..<end) else { return nil }
    var isBetween = false
    if end < range.upperBound, bytes[end] == UInt8(ascii: ".") {
      let fraction = (end + 1)..<range.upperBound
      guard !fraction.isEmpty, fraction.allSatisfy({ bytes[$0] &- 0x30 <= 9 }) else { return nil }
      isBetween = fraction.contains { bytes[$0] != 0x30 }
    } else if end < range.upperBound {
      guard isTimePart(bytes, end..<range.upperBound) else { return nil }
    }
    // The fraction goes forward from the day's beginning, before the first day as well.
    days = isNegative ? -days - (isBetween ? 1 : 0) : days
    let day = Day(Int32(first + days))
    return (1...9999).contains(day.civil.year) ? day : nil
  }

  /// True if the bytes at `range`, which are some, begin a time: a blank, a T or a colon, and a digit.
  @inlinable
  static func isTimePart(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> Bool {
    let mark: Int
    switch bytes[range.lowerBound] {
    case UInt8(ascii: "T"), UInt8(ascii: " "), UInt8(ascii: ":"), 0x09: mark = 1
    case 0xC2 where range.count > 1 && bytes[range.lowerBound + 1] == 0xA0: mark = 2
    default: return false
    }
    return range.count > mark && bytes[range.lowerBound + mark] &- 0x30 <= 9
  }

  /// The number that digits at `range` are, or nil where another byte is among them.
  @inlinable @inline(__always)
  static func digits(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> Int? {
    var value = 0
    for place in range {
      let digit = bytes[place] &- UInt8(ascii: "0")
      guard digit <= 9 else { return nil }
      value = value &* 10 &+ Int(digit)
    }
    return value
  }
}

extension DateFormat: CustomStringConvertible {
  /// The format as a study file writes it.
  public var description: String {
    switch self {
    case .auto: "auto"
    case .pattern(let pattern): pattern.text
    case .excel: "excel"
    case .sas: "sas"
    }
  }

  /// The format that `text` names, or nil.
  public init?(_ text: String) {
    switch text {
    case "auto": self = .auto
    case "excel": self = .excel
    case "sas": self = .sas
    default:
      guard let pattern = DatePattern(text) else { return nil }
      self = .pattern(pattern)
    }
  }
}
