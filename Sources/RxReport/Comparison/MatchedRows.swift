/// The rows of two releases by what they are about: measure, definition, drug, units, interval and group. An end that moves
/// moves no rows: intervals that only one of the releases has are told once, and none of their rows is.
struct MatchedRows: Sendable {
  /// The first and the last day of an interval, as results.csv writes them: so they are in the order of the calendar.
  struct Span: Hashable, Comparable, Sendable {
    var start: String
    var end: String

    static func < (a: Span, b: Span) -> Bool { (a.start, a.end) < (b.start, b.end) }
  }
  /// The same figure in both.
  struct Pair: Sendable {
    var old: PublishedRow
    var new: PublishedRow
    /// True where the interval goes on filling between the two, so that the figure moves of itself.
    var isFilling: Bool
  }
  private struct Place: Hashable {
    var line: [String]
    var start: String
    var group: [String: String]

    init(_ row: PublishedRow) { (line, start, group) = (row.line, row.start, row.group) }
  }

  /// Those in both, in the order of the new release.
  private(set) var pairs: [Pair] = []
  /// Rows of intervals that both have, which only the new one has.
  private(set) var came: [PublishedRow] = []
  /// Likewise of the old one.
  private(set) var went: [PublishedRow] = []
  /// The intervals whose figures are compared.
  private(set) var compared: Set<Span> = []
  /// The intervals that go on filling, as the new release has them.
  private(set) var filling: Set<Span> = []
  /// The intervals that only the new one has.
  private(set) var cameIntervals: Set<Span> = []
  /// The intervals that only the old one has.
  private(set) var wentIntervals: Set<Span> = []

  /// The rows of `old` and `new`. An interval that ends on `fillingFrom` or later had not all its fills in the old release;
  /// nil where every interval had.
  init(old: [PublishedRow], new: [PublishedRow], fillingFrom: String?) {
    let places = Dictionary(grouping: old.indices) { Place(old[$0]) }
    let spans = Set(old.map { Span(start: $0.start, end: $0.end) })
    var seen: Set<Int> = []
    var alone: [PublishedRow] = []
    // The intervals of the old release that the new one has under another end.
    var moved: Set<Span> = []
    for row in new {
      let candidates = (places[Place(row)] ?? []).filter { !seen.contains($0) }
      guard let place = candidates.first(where: { old[$0].end == row.end }) ?? candidates.first else {
        alone.append(row)
        continue
      }
      seen.insert(place)
      let span = Span(start: row.start, end: row.end)
      let hasMoved = old[place].end != row.end
      if hasMoved { moved.insert(Span(start: row.start, end: old[place].end)) }
      let isFilling = hasMoved || fillingFrom.map { row.end >= $0 } ?? false
      if isFilling { filling.insert(span) } else { compared.insert(span) }
      pairs.append(Pair(old: old[place], new: row, isFilling: isFilling))
    }
    for row in alone {
      let span = Span(start: row.start, end: row.end)
      if compared.contains(span) {
        came.append(row)
      } else if !filling.contains(span) {
        if spans.contains(span) { came.append(row) } else { cameIntervals.insert(span) }
      }
    }
    let newSpans = Set(new.map { Span(start: $0.start, end: $0.end) })
    for (place, row) in old.enumerated() where !seen.contains(place) {
      let span = Span(start: row.start, end: row.end)
      if moved.contains(span) || filling.contains(span) { continue }
      if newSpans.contains(span) { went.append(row) } else { wentIntervals.insert(span) }
    }
  }
}
