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

  @Test("No point that fits is outside, and what is fixed can be let go", arguments: UInt64(1)...200)
  func nothingIsOutside(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let rows = rows(&random)
    let points = points(rows)
    guard let some = points.randomElement(using: &random) else { return }
    var limits = RowLimits(low: [0, 0, 0], high: [6, 6, 6], rows: rows)
    func holds(_ point: [Double]) -> Bool {
      point.indices.allSatisfy { limits.low[$0] <= point[$0] + 1e-9 && point[$0] <= limits.high[$0] + 1e-9 }
    }
    #expect(points.allSatisfy(holds), "seed \(seed)")
    let (low, high) = (limits.low, limits.high)
    for column in 0..<3 {
      let before = limits.fix(column, at: some[column]) { _ in true }
      #expect(points.filter { $0[column] == some[column] }.allSatisfy(holds), "seed \(seed)")
      if let before { limits.restore(before) }
      #expect(limits.low == low && limits.high == high, "seed \(seed)")
    }
  }

  @Test(
    "A sum of two leaves one no room when the other is fixed; limits that are too narrow leave all as it was")
  func twoThatAddUp() throws {
    let row = RowLimits.Row(terms: [(0, 1), (1, 1)], from: 10, to: 10)
    var limits = RowLimits(low: [0, 0], high: [.infinity, .infinity], rows: [row])
    #expect(limits.high == [10, 10])
    #expect(limits.fix(0, at: 4) { $0.high - $0.low >= 5 } == nil)
    #expect(limits.low == [0, 0] && limits.high == [10, 10])
    #expect(limits.fix(0, at: 4) { _ in true } != nil)
    #expect(limits.low == [4, 6] && limits.high == [4, 6])
  }
}
