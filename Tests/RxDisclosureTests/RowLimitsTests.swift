import TestSupport
import Testing

@testable import RxDisclosure

@Suite("Limits that single rows give")
struct RowLimitsTests {
  /// Random rows of three whole numbers from 0 to 6.
  private func rows(_ random: inout SplitMix64) -> [RowLimits.Row] {
    (0..<3).map { _ in
      let terms = (0..<3).map { (column: $0, coefficient: Double(Int.random(in: -2...2, using: &random))) }
      let to = Double(Int.random(in: -4...12, using: &random))
      let from =
        Bool.random(using: &random) ? -Double.infinity : to - Double(Int.random(in: 0...3, using: &random))
      return RowLimits.Row(terms: terms.filter { $0.coefficient != 0 }, from: from, to: to)
    }
  }

  /// Every three numbers from 0 to 6 that fit rows.
  private func points(_ rows: [RowLimits.Row]) -> [[Double]] {
    let numbers = (0...6).map(Double.init)
    return numbers.flatMap { a in numbers.flatMap { b in numbers.map { [a, b, $0] } } }.filter { point in
      rows.allSatisfy { row in
        let sum = row.terms.reduce(0) { $0 + $1.coefficient * point[$1.column] }
        return row.from <= sum && sum <= row.to
      }
    }
  }

  @Test("No point that fits is outside", arguments: UInt64(1)...200)
  func nothingIsOutside(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let rows = rows(&random)
    let limits = RowLimits(low: [0, 0, 0], high: [6, 6, 6], rows: rows)
    for point in points(rows) {
      for (column, value) in point.enumerated() {
        #expect(limits.low[column] <= value + 1e-9 && value <= limits.high[column] + 1e-9, "seed \(seed)")
      }
    }
  }

  @Test("A row tells of each of its columns what the others leave; what one narrows narrows the next")
  func rowsNarrow() {
    let limits = RowLimits(
      low: [4, 0, 0], high: [.infinity, .infinity, .infinity],
      rows: [
        RowLimits.Row(terms: [(1, 1), (2, -1)], from: 0, to: 0),
        RowLimits.Row(terms: [(0, 1), (1, 1)], from: 10, to: 10),
      ])
    #expect(limits.low == [4, 0, 0] && limits.high == [10, 6, 6])
  }
}
