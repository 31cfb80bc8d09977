import RxCounts
import RxModel
import RxRelease
import TestSupport
import Testing

@testable import RxDisclosure

/// What can be worked out of suppressed figures: exactly what trying every table finds, and the same for all data of which
/// the same is published.
@Suite("Ranges of suppressed figures")
struct RangesTests {
  private let period = StudyPeriod(days: DaySpan(Day(0), Day(364)), kind: .whole)

  /// A suppressed figure with what can be worked out of it.
  private struct Ranged: Equatable {
    var figure: Figure
    var range: FigureRange
  }

  private func ranges(_ table: ProtectedTable, threads: Int = 1) throws -> [Ranged] {
    let figures = table.placedFigures(period)
    let ranges = try FigureRanges(PublishedTable(table, figures), figures, minCell: 11, threads: threads)
    return figures.filter { $0.figure.status == .suppressed }.map {
      Ranged(figure: $0.figure, range: ranges.range(of: $0))
    }
  }

  private func users(_ random: inout SplitMix64) -> [[Int]] {
    (0..<2).map { _ in
      (0..<3).map { _ in Bool.random(using: &random) ? Int.random(in: 0...12, using: &random) : 20 }
    }
  }

  @Test("Each range is what trying every table finds", arguments: UInt64(1)...40)
  func exact(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let users = users(&random)
    // Few more persons than users, so that these bound them too.
    let persons = users.map { $0.map { $0 + Int.random(in: 11...20, using: &random) } }
    let table = try TableMaker(rows: 2, columns: 3).table(persons: persons, users: users).protected(.cms11)
    let inner = table.counts.strata.indices.filter { table.counts.strata[$0].variables.count == 2 }
    guard table.counts.strata.indices.allSatisfy({ !table[$0, 0].isHidden(0) }),
      inner.count(where: { table[$0, 0].isHidden(2) }) <= 4
    else { return }
    let attack = UsersAttack(table, rows: 2, columns: 3, most: 40, isBelowPersons: true)
    let found = try ranges(table)
    #expect(found.count == attack.ranges.count)
    for (figure, range) in found.map({ ($0.figure, $0.range) }) {
      let expected = try #require(attack.ranges[figure.levels])
      #expect(
        range.numerator == FigureRange.Ends(Double(expected.lowerBound), Double(expected.upperBound)),
        "seed \(seed): \(figure.levels) is in \(expected)")
      let denominator = try #require(figure.denominator?.value)
      #expect(range.denominator == FigureRange.Ends(denominator, denominator))
      #expect(range.estimate.least == 1000 * Double(expected.lowerBound) / denominator)
      #expect(range.estimate.greatest == min(1000, 1000 * Double(expected.upperBound) / denominator))
    }
    // Other data of which the same is published.
    for other in [attack.tables.first, attack.tables.last].compactMap({ $0 }) {
      let own = TableMaker(rows: 2, columns: 3).table(
        persons: persons, users: [Array(other[..<3]), Array(other[3...])])
      let twin = ProtectedTable(own, table.protection)
      #expect(twin.figures(period) == table.figures(period), "seed \(seed)")
      #expect(try ranges(twin, threads: 3) == found, "seed \(seed)")
    }
  }

  @Test("Where persons are kept back too, the truth is in every range", arguments: UInt64(1)...60)
  func truth(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let users = (0..<3).map { _ in (0..<4).map { _ in Int.random(in: 0...15, using: &random) } }
    let persons = users.map { $0.map { $0 + Int.random(in: 0...12, using: &random) } }
    let table = try TableMaker(rows: 3, columns: 4).table(persons: persons, users: users, isCohort: true)
      .protected(.cms11)
    let truth = ProtectedTable(table.counts, nil).figures(period)
    for (own, range) in try ranges(table).map({ ($0.figure, $0.range) }) {
      let figure = try #require(
        truth.first { $0.measure == own.measure && $0.levels == own.levels })
      for (ends, value) in [
        (range.numerator, figure.numerator?.value), (range.denominator, figure.denominator?.value),
        (range.estimate, figure.estimate),
      ] {
        let value = try #require(value)
        let (least, greatest) = (try #require(ends.least), try #require(ends.greatest))
        #expect(
          least <= value + 1e-9 && value <= greatest + 1e-9,
          "seed \(seed): \(own.measure) of \(figure.levels), \(value), is not in \(least) to \(greatest)"
        )
      }
    }
  }
}
