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

/// The end of a study as its file says it.
package enum PeriodEnd: Sendable, Equatable {
  /// A day.
  case day
  /// The date of the last prescription row that is not rejected.
  case data
  /// The last day of the last calendar month that ends on or before that date.
  case lastCompleteMonth
}

/// The study period: its days and how they are cut.
package struct StudyPeriod: Sendable, Equatable {
  /// The study days.
  package var days: DaySpan
  /// The unit by which they are cut.
  package var kind: IntervalKind
  /// The way in which the file says the end. Until the data are known an end that they decide is the start.
  package var end: PeriodEnd

  /// The study days `days`, cut by `kind`.
  package init(days: DaySpan, kind: IntervalKind, end: PeriodEnd = .day) {
    self.days = days
    self.kind = kind
    self.end = end
  }

  /// The period with its end, where the data decide it: `lastFill` is the date of the last row that was not rejected.
  /// Nil where it would end before it starts.
  package func resolved(lastFill: Day?) -> StudyPeriod? {
    guard end != .day else { return self }
    guard var last = lastFill else { return nil }
    if end == .lastCompleteMonth {
      let (year, month, day) = last.civil
      if day < Day.length(ofMonth: month, year: year) { last = last - day }
    }
    guard last >= days.start else { return nil }
    return StudyPeriod(days: DaySpan(days.start, last), kind: kind, end: end)
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
