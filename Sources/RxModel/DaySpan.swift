/// A closed run of calendar days. Everything about exposure is sorted lists of disjoint spans.
package struct DaySpan: Hashable, Sendable {
  /// The first day.
  package var start: Day
  /// The last day; not before `start`.
  package var end: Day

  /// From `start` to `end`, both included.
  @inlinable package init(_ start: Day, _ end: Day) {
    self.start = start
    self.end = end
  }

  /// How many days.
  @inlinable package var days: Int { end - start + 1 }

  /// Whether it holds `day`.
  @inlinable package func contains(_ day: Day) -> Bool { start <= day && day <= end }

  /// The days of both, or nil.
  @inlinable package func intersection(_ other: DaySpan) -> DaySpan? {
    let start = max(start, other.start)
    let end = min(end, other.end)
    return start <= end ? DaySpan(start, end) : nil
  }
}
