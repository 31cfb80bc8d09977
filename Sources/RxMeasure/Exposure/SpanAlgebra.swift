import RxCounts
import RxModel

/// Makes the spans at `range`, in any order, into disjoint spans in order at its beginning, and returns how many they
/// are; spans that touch become one. - Complexity: O(n log n); O(n) where they come in order.
@inline(__always)
func union(_ spans: inout [DaySpan], _ range: Range<Int>) -> Int {
  guard range.count > 1 else { return range.count }
  for index in range.dropFirst() where spans[index].start < spans[index - 1].start {
    spans[range].sort { $0.start < $1.start }
    break
  }
  var last = range.lowerBound
  for index in range.dropFirst() {
    let span = spans[index]
    if span.start.number <= spans[last].end.number &+ 1 {
      if span.end > spans[last].end { spans[last].end = span.end }
    } else {
      last += 1
      spans[last] = span
    }
  }
  return last - range.lowerBound + 1
}

/// The days that two lists of disjoint spans in order have in common, as such a list. - Complexity: O(n + m).
func commonSpans(_ a: ArraySlice<DaySpan>, _ b: ArraySlice<DaySpan>) -> [DaySpan] {
  var result: [DaySpan] = []
  var (i, j) = (a.startIndex, b.startIndex)
  while i < a.endIndex, j < b.endIndex {
    if let both = a[i].intersection(b[j]) { result.append(both) }
    if a[i].end < b[j].end { i += 1 } else { j += 1 }
  }
  return result
}

/// The number of days that two lists of disjoint spans in order have in common.
func daysOfBoth(_ a: [DaySpan], _ b: [DaySpan]) -> Int {
  commonSpans(a[...], b[...]).reduce(0) { $0 + $1.days }
}
