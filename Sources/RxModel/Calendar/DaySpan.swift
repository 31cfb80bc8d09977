/// A closed run of calendar days. Everything about exposure is sorted lists of disjoint spans.
public struct DaySpan: Hashable, BitwiseCopyable, Sendable {
  /// The first day.
  public var start: Day
  /// The last day; not before `start`.
  public var end: Day

  /// The days from `start` to `end`, both included.
  @inlinable public init(_ start: Day, _ end: Day) {
    self.start = start
    self.end = end
  }

  /// The number of days.
  @inlinable public var days: Int { end - start + 1 }

  /// True if it holds `day`.
  @inlinable public func contains(_ day: Day) -> Bool { start <= day && day <= end }

  /// The days of both, or nil.
  @inlinable public func intersection(_ other: DaySpan) -> DaySpan? {
    let start = max(start, other.start)
    let end = min(end, other.end)
    return start <= end ? DaySpan(start, end) : nil
  }
}
