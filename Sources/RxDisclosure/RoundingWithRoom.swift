import RxRelease

/// Numbers of rows rounded so that they narrow nothing: one is told if it would read the same were each of its counts
/// that is not published by `room` rows more or fewer, and else kept back. However many such numbers stand side by side,
/// what is not published could so be as many rows more or fewer.
struct RoundingWithRoom {
  /// A number of rows.
  struct Count {
    let rows: Int
    /// True if what else is published tells it.
    let isPublished: Bool
  }

  /// In rows; with 0 everything is told.
  let room: Int

  /// A count to the nearest hundred.
  func hundred(_ count: Count) -> ReleasedInput.Amount {
    told(around(count)) { .count(($0 + 50) / 100 * 100) }
  }

  /// A part of a whole in whole percents. That there is some of it, or some of what is left, may be known.
  func percent(_ part: Count, of whole: Count) -> ReleasedInput.Amount {
    let isSome = part.rows > 0 && part.rows < whole.rows
    let pairs = around(whole).flatMap { whole in
      around(part).map { part in (isSome ? max(1, min(part, whole - 1)) : min(part, whole), whole) }
    }
    return told(pairs) { Self.percent($0.0, of: $0.1) }
  }

  /// A part of a whole in whole percents, none and all among the others: 0 is less than half a percent; nil where it is kept
  /// back.
  func wholePercent(_ part: Int, of whole: Int) -> Int? {
    func percents(_ whole: Int) -> [Int] {
      [-room, 0, room].map { change in
        let part = min(max(0, part + change), whole)
        return whole > 0 ? (200 * part + whole) / (2 * whole) : 0
      }
    }
    let all = [-room, 0, room].flatMap { percents(max(0, whole + $0)) }
    return Set(all).count == 1 ? all.first : nil
  }

  private func around(_ count: Count) -> [Int] {
    count.isPublished ? [count.rows] : [-room, 0, room].map { max(0, count.rows + $0) }
  }

  private func told<Counts>(
    _ possible: [Counts], _ rounded: (Counts) -> ReleasedInput.Amount
  ) -> ReleasedInput.Amount {
    let amounts = possible.map(rounded)
    guard let first = amounts.first, amounts.allSatisfy({ $0 == first }) else { return .keptBack }
    return first
  }

  /// A share in whole percents: 0 and 100 are none and all.
  private static func percent(_ part: Int, of whole: Int) -> ReleasedInput.Amount {
    guard whole > 0, part > 0 else { return .percent(0) }
    guard part < whole else { return .percent(100) }
    let percent = (200 * part + whole) / (2 * whole)
    return 100 * part < whole
      ? .belowOnePercent : 100 * part > 99 * whole ? .above99Percent : .percent(percent)
  }
}
