import RxCounts
import RxModel

extension PersonHistory {
  /// Calls `body` for each era of the drug set, in order: covered spans, after `carry_over`, joined while at most `gapDays`
  /// days without supply lie between them.
  @inline(__always)
  func forEachEra(of drugSet: Int, gapDays: Int, _ body: (DaySpan) -> Void) {
    let places = coverageRange(drugSet)
    guard let first = places.first else { return }
    var era = coverage[first]
    for place in places.dropFirst() {
      let span = coverage[place]
      if span.start - era.end - 1 > gapDays {
        body(era)
        era = span
      } else {
        era.end = span.end
      }
    }
    body(era)
  }

  /// True if every day of `span` is observed.
  func isObservedThroughout(_ span: DaySpan) -> Bool {
    observed.contains { $0.start <= span.start && span.end <= $0.end }
  }
}
