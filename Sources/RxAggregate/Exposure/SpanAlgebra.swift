import RxModel

/// Adds `span` to a list of disjoint spans in order, whose starts are not after its own; spans that touch become one.
/// - Complexity: O(1).
@inline(__always)
func appendUnion(_ span: DaySpan, to spans: inout [DaySpan]) {
  if let last = spans.last, span.start.number <= last.end.number &+ 1 {
    if span.end > last.end { spans[spans.count - 1].end = span.end }
  } else {
    spans.append(span)
  }
}

/// The union of spans in any order, as disjoint spans in order; spans that touch become one.
/// - Complexity: O(n log n); O(n) where they come in order.
func union(_ spans: inout [DaySpan], into result: inout [DaySpan]) {
  result.removeAll(keepingCapacity: true)
  var inOrder = true
  for index in spans.indices.dropFirst() where spans[index].start < spans[index - 1].start {
    inOrder = false
    break
  }
  if !inOrder { spans.sort { $0.start < $1.start } }
  for span in spans { appendUnion(span, to: &result) }
}

/// The days of both lists of disjoint spans in order. - Complexity: O(n + m).
func intersect(_ a: [DaySpan], _ b: [DaySpan], into result: inout [DaySpan]) {
  result.removeAll(keepingCapacity: true)
  var i = 0
  var j = 0
  while i < a.count, j < b.count {
    if let both = a[i].intersection(b[j]) { result.append(both) }
    if a[i].end < b[j].end { i += 1 } else { j += 1 }
  }
}
