import RxCounts
import RxModel

/// Days at risk of new use, and new use.
///
/// A person is at risk on a day that is observed, as is each of the `washout` days before it (or of look-back), and no fill (or covered
/// day) of the drug lies on any of those; a fill on a day at risk is new use.
extension PersonHistory {
  /// Leaves the spans of days at risk in `spans`, in order.
  mutating func findDaysAtRisk(of drugSet: Int, washoutDays: Int, clear: WashoutRule) {
    var found: [DaySpan] = []
    swap(&found, &spans)
    found.removeAll(keepingCapacity: true)
    for (run, lookBackStart) in zip(observed, lookBackStarts) {
      var start = max(run.start, lookBackStart + washoutDays)
      // Each fill, or covered span, keeps the days behind it out, up to the washout's length. Their ends ascend.
      if washoutDays > 0 {
        switch clear {
        case .fill:
          for place in fillRange(drugSet) {
            let day = fills[place].day
            exclude(DaySpan(day + 1, day + washoutDays), from: run, &start, &found)
          }
        case .supply:
          for place in coverageRange(drugSet) {
            let span = coverage[place]
            exclude(DaySpan(span.start + 1, span.end + washoutDays), from: run, &start, &found)
          }
        }
      }
      if start <= run.end { found.append(DaySpan(start, run.end)) }
    }
    swap(&found, &spans)
  }

  /// Calls `body` for each day of new use, in order, where `spans` holds the days at risk.
  @inline(__always)
  func forEachNewUse(of drugSet: Int, _ body: (_ interval: Int, _ day: Day) -> Void) {
    let fills = fillRange(drugSet)
    var next = fills.lowerBound
    for span in spans {
      while next < fills.upperBound, self.fills[next].day < span.start { next += 1 }
      var lastEvent = Day(.min)
      while next < fills.upperBound, self.fills[next].day <= span.end {
        let day = self.fills[next].day
        if day > lastEvent, let interval = plan.index.interval(of: day) { body(interval, day) }
        lastEvent = day
        next += 1
      }
    }
  }

  /// Calls `body` for each interval in which the person is a new user, with the day of the first new use in it.
  @inline(__always)
  mutating func forEachNewUser(
    of drugSet: Int, washoutDays: Int,
    _ body: (_ person: borrowing PersonHistory, _ interval: Int, _ day: Day) -> Void
  ) {
    guard !fillRange(drugSet).isEmpty else { return }
    findDaysAtRisk(of: drugSet, washoutDays: washoutDays, clear: .fill)
    var last = -1
    forEachNewUse(of: drugSet) { interval, day in
      if interval > last { body(self, interval, day) }
      last = interval
    }
  }

  @inline(__always)
  private func exclude(_ excluded: DaySpan, from run: DaySpan, _ start: inout Day, _ spans: inout [DaySpan]) {
    guard excluded.end >= start else { return }
    let end = min(excluded.start - 1, run.end)
    if start <= end { spans.append(DaySpan(start, end)) }
    start = max(start, excluded.end + 1)
  }
}
