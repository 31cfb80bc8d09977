import RxModel
import Testing

@testable import RxMeasure

/// Reversals, duplicates, and the order of a person's fills.
@Suite struct ShardFillsTests {
  /// Rows with quantity, prescriber, pharmacy, strength, claim and the claim that is reversed.
  private func world(
    _ rows: [String], reversals: ReversalRule? = nil, dropsDuplicates: Bool = false
  ) throws -> SmallWorld {
    try SmallWorld(
      rows,
      others: [
        (.quantity, "q"), (.prescriber, "pre"), (.pharmacy, "ph"), (.strength, "mg"), (.claim, "claim"),
        (.original, "of"),
      ]
    ) { study in
      study.prescriptions.reversals = reversals
      study.prescriptions.dropsDuplicates = dropsDuplicates
    }
  }

  private func reversals(_ world: SmallWorld) throws -> Reversals {
    let planner = try world.planner()
    let shard = try SmallWorld.shard(of: "a", planner)
    let person = try #require(shard.people.person(called: Array("a".utf8)))
    return ShardFills(shard, try planner.plan(world.study).fills).reversals(of: person)
  }

  @Test func fillsAreByDate() throws {
    let days = (1...40).reversed().map { $0 < 10 ? "0\($0)" : "\($0)" }
    for count in [5, 28] {
      let rows = days.suffix(count).map { "a,2020-01-\($0),1,b1,,,,,," }
      let fills = try SmallWorld.fills(of: "a", try world(rows).planner())
      #expect(fills.count == count && fills == fills.sorted())
    }
  }

  @Test func aReversalTakesBackOneFillThatIsAlike() throws {
    let rows = [
      "a,2020-01-01,30,b1,10,x,y,5,,", "a,2020-01-01,30,b1,10,x,y,5,,", "a,2020-01-01,30,b1,-10.0,x,y,5.0,,",
      // Of another quantity, prescriber, pharmacy, strength, drug, date: nothing that is there.
      "a,2020-01-01,30,b1,-11,x,y,5,,", "a,2020-01-01,30,b1,-10,z,y,5,,", "a,2020-01-01,30,b1,-10,x,z,5,,",
      "a,2020-01-01,30,b1,-10,x,y,6,,", "a,2020-01-01,30,b2,-10,x,y,5,,", "a,2020-01-02,30,b1,-10,x,y,5,,",
    ]
    let world = try world(rows, reversals: .negative)
    #expect(try reversals(world) == Reversals(reversed: 1, matched: 1, orphans: 6))
    #expect(try SmallWorld.fills(of: "a", try world.planner()) == ["2020-01-01 30 b1"])
  }

  @Test func aSupplyBelowZeroReversesToo() throws {
    let world = try world(
      ["a,2020-01-01,-30,b1,10,,,,,", "a,2020-01-01,30,b1,10,,,,,"], reversals: .negative)
    #expect(try reversals(world) == Reversals(reversed: 1, matched: 1, orphans: 0))
  }

  @Test func aClaimIsTakenBackWhole() throws {
    let rows = [
      "a,2020-01-01,30,b1,,,,,1,", "a,2020-01-01,30,b1,,,,,1,", "a,2020-02-01,30,b1,,,,,2,",
      "a,2020-03-01,30,b1,,,,,3,1", "a,2020-03-02,30,b1,,,,,4,1", "a,2020-03-03,30,b1,,,,,5,9",
    ]
    let world = try world(rows, reversals: .reference)
    #expect(try reversals(world) == Reversals(reversed: 2, matched: 2, orphans: 1))
    #expect(try SmallWorld.fills(of: "a", try world.planner()) == ["2020-02-01 30 b1"])
  }

  @Test func duplicatesAreTheSameInEverythingThatCounts() throws {
    let rows = [
      "a,2020-01-01,30,b1,10,x,y,5,,", "a,2020-01-01,30,B1,10.0,x,y,6,,", "a,2020-01-01,30,b1,010,x,y,,,",
      "a,2020-01-01,30,b1,11,x,y,5,,", "a,2020-01-01,30,b1,,x,y,5,,", "a,2020-01-01,30,b1,10,y,x,5,,",
    ]
    #expect(try SmallWorld.fills(of: "a", try world(rows).planner()).count == 6)
    #expect(try SmallWorld.fills(of: "a", try world(rows, dropsDuplicates: true).planner()).count == 4)
  }
}
