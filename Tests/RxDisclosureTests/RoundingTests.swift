import RxCounts
import RxModel
import RxRelease
import Testing

@testable import RxDisclosure

@Suite struct RoundingTests {
  @Test func midpointsOfSix() {
    let policy = DisclosurePolicy(.midpoint6)
    #expect((0...13).map { policy.rounded(Double($0)) } == [0, 3, 3, 3, 3, 3, 3, 9, 9, 9, 9, 9, 9, 15])
  }

  @Test func nearestFives() {
    let policy = DisclosurePolicy(.opensafely)
    #expect(
      [0, 2, 3, 7, 8, 12, 13, 22, 23].map { policy.rounded(Double($0)) } == [0, 0, 5, 5, 10, 10, 15, 20, 25])
  }

  private let maker = TableMaker(rows: 2, columns: 2)
  private var table: CountTable {
    maker.table(persons: [[103, 99], [57, 61]], users: [[7, 8], [0, 33]])
  }

  @Test func opensafelyAddsUpRoundedCounts() throws {
    var summary = DisclosureSummary(DisclosurePolicy(.opensafely))
    let rounded = Rounding.protected(table, DisclosurePolicy(.opensafely), &summary)
    func users(_ levels: [String]) throws -> Int? {
      let stratum = try #require(table.strata.firstIndex { $0.levels == levels })
      return rounded[stratum, 0].isHidden(2) ? nil : rounded[stratum, 0].count(2)
    }
    #expect(try users(["r0", "c0"]) == nil, "7 is redacted")
    #expect(try users(["r0", "c1"]) == 10, "8 is not")
    #expect(try users(["r1", "c0"]) == nil, "0 is")
    #expect(try users(["r1", "c1"]) == 35)
    // A redacted count is 0 in its total: 10, not 15.
    #expect(try users(["r0", "all"]) == 10)
    #expect(try users(["all", "c0"]) == nil, "the sum of two redacted counts")
    #expect(try users(["all", "all"]) == 45)
    #expect(summary.suppressed == 3 && summary.policy == DisclosurePolicy(.opensafely))
  }

  @Test func midpointsStandForThemselves() throws {
    let rounded = try table.protected(.midpoint6)
    #expect(
      table.strata.indices.map { rounded[$0, 0].count(2) }
        == [45, 15, 33, 9, 39, 9, 9, 0, 33])
    #expect(rounded.protection?.hidden.contains(true) == false)
    // 320 person-years are in the six from 319 to 324.
    #expect(rounded.protection?.years[1] == 321)
  }

  @Test func noneChangesNothing() throws {
    let same = try table.protected(.none)
    #expect(same.counts.counts == table.counts && same.protection == nil)
  }
}
