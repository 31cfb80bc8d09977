/// The format of the dates of a file. The grammar is strict: two digits a month and a day, four a year. With
/// `auto` a time part, a `T` or a space and a digit, is cut off.
public enum DateFormat: String, CaseIterable, Sendable {
  /// yyyy-MM-dd or yyyyMMdd.
  case auto
  /// Month first.
  case monthDayYear = "MM/dd/yyyy"
  /// Day first, slashes.
  case dayMonthYear = "dd/MM/yyyy"
  /// Day first, points.
  case dayMonthYearPoints = "dd.MM.yyyy"

  /// The day that `bytes` name, or nil where they don't name one in this format.
  @inlinable @inline(__always)
  public func day(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Day? {
    var length = range.count
    let start = range.lowerBound
    guard length >= 8 else { return nil }
    @inline(__always) func timeFollows(_ offset: Int) -> Bool {
      guard self == .auto, length > offset + 1 else { return false }
      let mark = bytes[start + offset]
      return (mark == UInt8(ascii: "T") || mark == UInt8(ascii: " "))
        && bytes[start + offset + 1] &- 0x30 <= 9
    }
    if timeFollows(8) { length = 8 } else if timeFollows(10) { length = 10 }
    @inline(__always) func digits(_ from: Int, _ count: Int) -> Int? {
      var value = 0
      for offset in (start + from)..<(start + from + count) {
        let digit = bytes[offset] &- UInt8(ascii: "0")
        guard digit <= 9 else { return nil }
        value = value * 10 + Int(digit)
      }
      return value
    }
    if length == 8 {
      guard self == .auto, let year = digits(0, 4), let month = digits(4, 2), let day = digits(6, 2) else {
        return nil
      }
      return Day(year: year, month: month, day: day)
    }
    guard length == 10 else { return nil }
    let separator: UInt8 =
      switch self {
      case .auto: UInt8(ascii: "-")
      case .monthDayYear, .dayMonthYear: UInt8(ascii: "/")
      case .dayMonthYearPoints: UInt8(ascii: ".")
      }
    if self == .auto {
      guard bytes[start + 4] == separator, bytes[start + 7] == separator, let year = digits(0, 4),
        let month = digits(5, 2), let day = digits(8, 2)
      else { return nil }
      return Day(year: year, month: month, day: day)
    }
    guard bytes[start + 2] == separator, bytes[start + 5] == separator, let first = digits(0, 2),
      let second = digits(3, 2), let year = digits(6, 4)
    else { return nil }
    return self == .monthDayYear
      ? Day(year: year, month: first, day: second) : Day(year: year, month: second, day: first)
  }

  /// The day that `text` names, or nil.
  public func day(_ text: String) -> Day? {
    let bytes = Array(text.utf8)
    return day(bytes.span, 0..<bytes.count)
  }
}
