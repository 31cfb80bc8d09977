import RxModel

/// What the name of a file says: the day it is of, and its pattern, which files of a series have in common.
struct FileDay: Sendable {
  /// The day that stands in the name as yyyy-MM-dd, yyyy_MM_dd or yyyyMMdd; nil where none does.
  let day: Day?
  /// The name with a `#` for each digit.
  let pattern: String

  /// What the name at the end of `path` says.
  init(_ path: String) {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    pattern = String(name.map { $0.isASCII && $0.isNumber ? "#" : $0 })
    // Separators between digits alone are left out, so that the three spellings are one.
    day =
      name.matches(of: /(?:^|[^0-9])([0-9]{4})([-_.]?)([0-9]{2})([-_.]?)([0-9]{2})(?:[^0-9]|$)/)
      .lazy.compactMap { match in
        guard match.2 == match.4, let year = Int(match.1), (1850...2150).contains(year),
          let month = Int(match.3), let day = Int(match.5)
        else { return nil }
        return Day(year: year, month: month, day: day)
      }.first
  }
}

extension Day {
  /// The day of the week, 0 to 6; 0 is a Thursday, as 1970-01-01 was.
  var weekday: Int { Int(((number % 7) + 7) % 7) }

  /// The days of another year on which a day like this one falls by one of the rules of holidays: the same date, the same
  /// weekday of the month counted from its start or its end, the same distance from Easter.
  func likeDays(in year: Int) -> [Day] {
    let (ownYear, month, dayOfMonth) = civil
    let length = Day.length(ofMonth: month, year: ownYear)
    let start = Day(year: year, month: month, day: 1)
    let end = Day(year: year, month: month, day: Day.length(ofMonth: month, year: year))
    let fromStart = start.map { first in
      first + ((weekday - first.weekday + 7) % 7 + (dayOfMonth - 1) / 7 * 7)
    }
    let fromEnd = end.map { last in
      last - ((last.weekday - weekday + 7) % 7 + (length - dayOfMonth) / 7 * 7)
    }
    let fromEaster = Day.easter(ownYear).flatMap { own in Day.easter(year).map { $0 + (self - own) } }
    return [Day(year: year, month: month, day: dayOfMonth), fromStart, fromEnd, fromEaster].compactMap { $0 }
      .distinct()
  }

  /// Easter Sunday of the Gregorian calendar (the anonymous algorithm, Nature 1876;13:487; J. Meeus, Astronomical
  /// Algorithms, 1991, chapter 8).
  static func easter(_ year: Int) -> Day? {
    let (a, century, c) = (year % 19, year / 100, year % 100)
    let correction = (8 * century + 13) / 25
    let h = (19 * a + century - century / 4 - correction + 15) % 30
    let l = (32 + 2 * (century % 4) + 2 * (c / 4) - h - c % 4) % 7
    let m = (a + 11 * h + 22 * l) / 451
    let sum = h + l - 7 * m + 114
    return Day(year: year, month: sum / 31, day: sum % 31 + 1)
  }
}
