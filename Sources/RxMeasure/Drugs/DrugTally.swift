import RxCounts
import RxModel

/// The rows of people by their drug's level number; 0 is an empty field.
struct DrugTally: Sendable {
  /// By level number, the rows.
  private(set) var rows: [UInt32]

  /// No rows of so many level numbers.
  init(levels: Int) { rows = Array(repeating: 0, count: levels) }

  /// Adds the rows of another tally of the same levels.
  mutating func add(_ other: DrugTally) {
    for level in rows.indices { rows[level] &+= other.rows[level] }
  }

  /// Gives its memory away, to count into it; put it back.
  mutating func take() -> [UInt32] {
    var taken: [UInt32] = []
    swap(&taken, &rows)
    return taken
  }

  /// Takes back what `take` gave.
  mutating func put(_ taken: consuming [UInt32]) { rows = taken }
}
