/// Limits of columns, as rows give them one by one: no value that fits all rows is outside, though not every one inside
/// fits. They cost next to nothing, and spare most linear programs.
struct RowLimits {
  /// Columns with their coefficients, and from what to what they may add up.
  struct Row {
    let terms: [(column: Int, coefficient: Double)]
    let from: Double
    let to: Double
  }

  /// A column's limits.
  typealias Limits = (column: Int, low: Double, high: Double)

  private(set) var low: [Double]
  private(set) var high: [Double]
  private let rows: [Row]
  private let rowsOf: [[Int]]

  /// After so many rows a search for narrower limits ends.
  private static let mostRows = 4000
  /// By less, in persons' worth or parts of a value, limits aren't narrowed.
  private static let tolerance = 1e-6

  /// These limits, and what the rows make of them.
  init(low: [Double], high: [Double], rows: [Row]) {
    (self.low, self.high, self.rows) = (low, high, rows)
    var rowsOf: [[Int]] = Array(repeating: [], count: low.count)
    for (number, row) in rows.enumerated() {
      for term in row.terms { rowsOf[term.column].append(number) }
    }
    self.rowsOf = rowsOf
    _ = narrow(from: Array(rows.indices)) { _ in true }
  }

  /// Lets a column have one value, if that leaves all others wide enough; else everything stays as it was.
  /// - Parameters:
  ///   - column: the column.
  ///   - value: its value.
  ///   - isWideEnough: whether a column may have these limits.
  /// - Returns: the limits before, for `restore`; nil where they were too narrow.
  mutating func fix(_ column: Int, at value: Double, isWideEnough: (Limits) -> Bool) -> [Limits]? {
    let own = (column, low[column], high[column])
    (low[column], high[column]) = (value, value)
    let (isWide, before) = narrow(from: rowsOf[column], isWideEnough)
    if isWide { return [own] + before }
    restore([own] + before)
    return nil
  }

  /// Sets limits back.
  mutating func restore(_ before: [Limits]) {
    for (column, low, high) in before.reversed() { (self.low[column], self.high[column]) = (low, high) }
  }

  /// Narrows the limits by these rows, and by the others of what they narrow; ends at one that is too narrow.
  private mutating func narrow(
    from start: [Int], _ isWideEnough: (Limits) -> Bool
  ) -> (isWide: Bool, before: [Limits]) {
    var (queue, next) = (start, 0)
    var isQueued = Array(repeating: false, count: rows.count)
    for row in start { isQueued[row] = true }
    var before: [Limits] = []
    while next < queue.count, next < Self.mostRows + start.count {
      let number = queue[next]
      next += 1
      isQueued[number] = false
      for sign in [1.0, -1] {
        for narrowed in narrowed(by: rows[number], sign) {
          before.append((narrowed.column, low[narrowed.column], high[narrowed.column]))
          (low[narrowed.column], high[narrowed.column]) = (narrowed.low, narrowed.high)
          guard isWideEnough(narrowed) else { return (false, before) }
          for other in rowsOf[narrowed.column] where other != number && !isQueued[other] {
            isQueued[other] = true
            queue.append(other)
          }
        }
      }
    }
    return (true, before)
  }

  /// The columns whose limits a row narrows by its upper end (`sign` 1) or its lower one (-1).
  private func narrowed(by row: Row, _ sign: Double) -> [Limits] {
    let most = sign > 0 ? row.to : -row.from
    guard most.isFinite else { return [] }
    /// The least that a term can be.
    func least(_ term: (column: Int, coefficient: Double)) -> Double {
      let coefficient = term.coefficient * sign
      return coefficient * (coefficient > 0 ? low[term.column] : high[term.column])
    }
    var (sum, open) = (0.0, 0)
    for term in row.terms {
      let least = least(term)
      if least == -.infinity { open += 1 } else { sum += least }
    }
    if open > 1 { return [] }
    return row.terms.compactMap { term in
      let own = least(term)
      if open == 1, own != -.infinity { return nil }
      let coefficient = term.coefficient * sign
      let limit = (most - (open == 1 ? sum : sum - own)) / coefficient
      let (low, high) = (low[term.column], high[term.column])
      let tolerance = Self.tolerance * max(1, abs(limit))
      if coefficient > 0 { return limit < high - tolerance ? (term.column, low, max(limit, low)) : nil }
      return limit > low + tolerance ? (term.column, min(limit, high), high) : nil
    }
  }
}
