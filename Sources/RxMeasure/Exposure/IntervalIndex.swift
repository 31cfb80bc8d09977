import RxCounts
import RxModel

/// An index from a day to the interval of the study that it lies in.
struct IntervalIndex: Sendable {
  /// The study days.
  let study: DaySpan
  /// The intervals, in order, without gaps.
  let intervals: [DaySpan]
  private let ofDay: [Int32]

  /// The intervals of `period`.
  init(_ period: StudyPeriod) {
    study = period.days
    intervals = period.intervals
    ofDay = intervals.enumerated().flatMap { index, span in Array(repeating: Int32(index), count: span.days) }
  }

  /// The number of intervals.
  var count: Int { intervals.count }

  /// The interval that holds `day`, or nil outside the study.
  @inline(__always)
  func interval(of day: Day) -> Int? {
    let offset = Int(day.number) - Int(study.start.number)
    guard offset >= 0, offset < ofDay.count else { return nil }
    return Int(ofDay[offset])
  }

  /// The intervals that hold a day from `first` to `last`.
  func intervals(from first: Day, to last: Day) -> Range<Int> {
    guard let span = DaySpan(first, max(first, last)).intersection(study),
      let lower = interval(of: span.start), let upper = interval(of: span.end)
    else { return 0..<0 }
    return lower..<(upper + 1)
  }

  /// Calls `body` for each interval's part of `span`, in order.
  @inline(__always)
  func forEachPart(of span: DaySpan, _ body: (_ interval: Int, _ part: DaySpan) -> Void) {
    guard var rest = span.intersection(study), var index = interval(of: rest.start) else { return }
    while true {
      let end = min(rest.end, intervals[index].end)
      body(index, DaySpan(rest.start, end))
      guard end < rest.end else { return }
      rest.start = end + 1
      index += 1
    }
  }
}
