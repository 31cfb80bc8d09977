import RxModel

/// A format in which nearly all values of a column are dates.
struct DateReading: Sendable {
  /// The format.
  let format: DateFormat
  /// Rows whose value is a date in it, and rows with a value.
  let rows: Int
  let filled: Int
  /// The years of the dates, the earliest and the latest hundredth left out.
  let years: ClosedRange<Int>
  /// True where it counts days: other numbers look like that.
  var isCounted: Bool { format == .excel || format == .sas }

  /// The formats that are tried, the stricter before those that take the same and more.
  static let formats: [DateFormat] =
    [.auto]
    + [
      "MM/dd/yyyy", "dd/MM/yyyy", "M/d/yyyy", "d/M/yyyy", "MM-dd-yyyy", "dd-MM-yyyy", "M-d-yyyy", "d-M-yyyy",
      "MM.dd.yyyy", "dd.MM.yyyy", "M.d.yyyy", "d.M.yyyy", "yyyy/MM/dd", "yyyy.MM.dd", "yyyy/M/d", "yyyy-M-d",
      "ddMMMyyyy", "dd-MMM-yyyy", "dd/MMM/yyyy", "d-MMM-yyyy", "MMM-dd-yyyy", "yyyy-MMM-dd", "MMddyyyy",
      "ddMMyyyy",
    ].compactMap { DateFormat($0) } + [.excel, .sas]

  private static let looked = 60

  /// The formats in which nine of ten rows are dates.
  static func readings(of counts: [String: Int]) -> [DateReading] {
    let filled = counts.values.reduce(0, +)
    guard filled > 0 else { return [] }
    // The order of a dictionary is another in each process: the smallest are looked at first.
    let first = counts.keys.count <= looked ? Array(counts.keys) : Array(counts.keys.sorted().prefix(looked))
    guard first.contains(where: { $0.utf8.contains { (0x30...0x39).contains($0) } }) else { return [] }
    return formats.compactMap { format in
      let hits = first.count { day($0, format) != nil }
      guard hits * 10 >= first.count * 3 else { return nil }
      var rows = 0
      var years: [Int: Int] = [:]
      for (value, count) in counts {
        guard let day = day(value, format) else { continue }
        rows += count
        years[day.civil.year, default: 0] += count
      }
      guard rows * 10 >= filled * 9, let range = middle(years) else { return nil }
      return DateReading(format: format, rows: rows, filled: filled, years: range)
    }
  }

  /// The day of a value where it is one that is believed, or an open end.
  static func day(_ text: String, _ format: DateFormat) -> Day? {
    guard let day = format.day(text), day.number >= DateFormat.believedDays.lowerBound else { return nil }
    return day
  }

  private static func middle(_ years: [Int: Int]) -> ClosedRange<Int>? {
    let believed = years.filter { DateFormat.believedYears.contains($0.key) }.sorted { $0.key < $1.key }
    let all = believed.reduce(0) { $0 + $1.value }
    guard let first = believed.first?.key, let last = believed.last?.key else { return nil }
    var (low, high, below) = (first, last, 0)
    for (year, rows) in believed {
      if below * 100 <= all { low = year }
      below += rows
      if below * 100 >= all * 99 {
        high = year
        break
      }
    }
    return low...max(low, high)
  }

  /// True if both formats read some value of a column as different days.
  static func differ(_ a: DateFormat, _ b: DateFormat, in counts: [String: Int]) -> Bool {
    counts.keys.contains { text in
      guard let one = day(text, a), let other = day(text, b) else { return false }
      return one != other
    }
  }
}

extension ColumnSample {
  /// The formats in which the column's values can be `field`: those whose years are years of such a day, and where nothing
  /// else is left or the name says that they are days, those that count days.
  func dates(of field: Field) -> [DateReading] {
    let believed: ClosedRange<Int>
    switch field {
    case .birthDate: believed = 1880...2040
    case .date: believed = 1985...2040
    case .observationStart, .deathDate: believed = 1930...2040
    default: believed = 1930...2150
    }
    let fitting = dates.filter {
      believed.contains($0.years.lowerBound) && believed.contains($0.years.upperBound)
    }
    let written = fitting.filter { !$0.isCounted }
    return written.isEmpty ? fitting : written
  }

  /// True where the column can hold days of `field`; numbers are days only where the name speaks of it.
  func canBeDate(_ field: Field) -> Bool {
    dates(of: field).contains { !$0.isCounted || field.rank(words) > 0 || words.concepts.contains(.date) }
  }
}
