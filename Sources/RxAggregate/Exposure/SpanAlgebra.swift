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
