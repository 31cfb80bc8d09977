/// The calendar unit that a study's period is cut into.
package enum IntervalKind: String, CaseIterable, Sendable {
  case year, quarter, month, whole

  /// The number of months in it; 1 for `whole`, which has no unit.
  fileprivate var months: Int {
    switch self {
    case .year: 12
    case .quarter: 3
    case .month, .whole: 1
    }
  }
}

/// The study period: its days and how they are cut.
package struct StudyPeriod: Sendable, Equatable {
  /// The study days.
  package var days: DaySpan
  /// The unit by which they are cut.
  package var kind: IntervalKind

  /// The study days `days`, cut by `kind`.
  package init(days: DaySpan, kind: IntervalKind) {
    self.days = days
    self.kind = kind
  }

  /// The calendar intervals, cut to the study days, in order. They cover the study days without gaps.
  package var intervals: [DaySpan] {
    guard kind != .whole else { return [days] }
    let months = kind.months
    var result: [DaySpan] = []
    var start = days.start
    while start <= days.end {
      let (year, month, _) = start.civil
      let lastMonth = (month - 1) / months * months + months
      let last =
        Day(year: year, month: lastMonth, day: Day.length(ofMonth: lastMonth, year: year)) ?? days.end
      result.append(DaySpan(start, min(last, days.end)))
      start = last + 1
    }
    return result
  }

  /// True if `interval`, one of the intervals, is a whole calendar unit and not cut by the study's ends.
  package func coversWhole(_ interval: DaySpan) -> Bool {
    guard kind != .whole else { return true }
    let months = kind.months
    let (first, last) = (interval.start.civil, interval.end.civil)
    return first.day == 1 && (first.month - 1) % months == 0 && last.month % months == 0
      && last.day == Day.length(ofMonth: last.month, year: last.year)
  }

  /// True if any interval spans days of more than one year of age for everyone: longer than 366 days.
  package var hasLongIntervals: Bool { intervals.contains { $0.days > 366 } }
}
