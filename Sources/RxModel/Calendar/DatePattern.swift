/// A pattern of year, month and day: `MM/dd/yyyy`, `d.M.yyyy`, `ddMMMyyyy`.
public struct DatePattern: Hashable, Sendable {
  /// A part of a date as a pattern writes it.
  @usableFromInline
  enum Part: String, CaseIterable, Sendable {
    /// The year in four digits.
    case year = "yyyy"
    /// The month's English name in three letters, in any case.
    case monthName = "MMM"
    /// The month in two digits.
    case month = "MM"
    /// The month in one digit or two.
    case shortMonth = "M"
    /// The day of the month in two digits.
    case day = "dd"
    /// The day of the month in one digit or two.
    case shortDay = "d"

    /// The same number for parts of which a date has one.
    fileprivate var kind: Int {
      switch self {
      case .year: 0
      case .monthName, .month, .shortMonth: 1
      case .day, .shortDay: 2
      }
    }

    fileprivate var isShort: Bool { self == .shortMonth || self == .shortDay }
  }

  /// The pattern as written.
  public let text: String
  @usableFromInline let parts: [Part]
  /// The byte between the first two parts and between the last two; 0 is none.
  @usableFromInline let separators: [UInt8]

  /// The pattern `text`; nil where it is none: year, month and day once each, with `/`, `-`, `.` or nothing between.
  /// A part of one digit or two ends where a separator or the date does.
  public init?(_ text: String) {
    var rest = Substring(text)
    var (parts, separators): ([Part], [UInt8]) = ([], [])
    while !rest.isEmpty {
      if !parts.isEmpty {
        if let byte = rest.utf8.first, "/-.".utf8.contains(byte) {
          separators.append(byte)
          rest.removeFirst()
        } else {
          separators.append(0)
        }
      }
      // The longest that fits: MMM before MM before M.
      guard let part = Part.allCases.first(where: { rest.hasPrefix($0.rawValue) }) else { return nil }
      parts.append(part)
      rest.removeFirst(part.rawValue.count)
      guard rest.first != part.rawValue.first else { return nil }
    }
    guard parts.count == 3, Set(parts.map(\.kind)).count == 3,
      zip(parts, separators).allSatisfy({ part, separator in !part.isShort || separator != 0 })
    else { return nil }
    self.text = text
    self.parts = parts
    self.separators = separators
  }

  /// The day that `bytes` name, a time part cut off, or nil.
  @inlinable
  func day(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> Day? {
    var (year, month, day) = (0, 0, 0)
    var at = range.lowerBound
    for place in 0..<3 {
      if place > 0, separators[place - 1] != 0 {
        guard at < range.upperBound, bytes[at] == separators[place - 1] else { return nil }
        at += 1
      }
      switch parts[place] {
      case .year:
        guard let value = Self.number(bytes, &at, range.upperBound, 4, 4) else { return nil }
        year = value
      case .month, .shortMonth:
        guard let value = Self.number(bytes, &at, range.upperBound, parts[place] == .month ? 2 : 1, 2) else {
          return nil
        }
        month = value
      case .day, .shortDay:
        guard let value = Self.number(bytes, &at, range.upperBound, parts[place] == .day ? 2 : 1, 2) else {
          return nil
        }
        day = value
      case .monthName:
        guard at + 3 <= range.upperBound, let value = Self.month(bytes[at], bytes[at + 1], bytes[at + 2])
        else {
          return nil
        }
        month = value
        at += 3
      }
    }
    guard at == range.upperBound || DateFormat.isTimePart(bytes, at..<range.upperBound) else { return nil }
    return Day(year: year, month: month, day: day)
  }

  /// A number of `least` to `most` digits at `at`, which then stands behind it.
  @inlinable @inline(__always)
  static func number(
    _ bytes: borrowing Span<UInt8>, _ at: inout Int, _ end: Int, _ least: Int, _ most: Int
  ) -> Int? {
    let start = at
    var value = 0
    while at < end, at - start < most, bytes[at] &- 0x30 <= 9 {
      value = value &* 10 &+ Int(bytes[at] &- 0x30)
      at += 1
    }
    return at - start >= least ? value : nil
  }

  /// The number of the month with this English name of three letters, in any case.
  @usableFromInline
  static func month(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Int? {
    let name = [first, second, third].map { $0 | 0x20 }
    return months.firstIndex(of: name).map { $0 + 1 }
  }

  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]
  .map { Array($0.utf8) }
}
