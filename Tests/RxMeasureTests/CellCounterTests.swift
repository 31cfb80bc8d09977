import RxCounts
import RxModel
import TestSupport
import Testing

@testable import RxMeasure

/// Are the groups' counts the same, however often the finest groups are summed?
@Suite struct CellCounterTests {
  private static let layout = CellCounter.Stratification(
    variables: [.sex, .age, .attribute(name: "region", index: 0)], publishedVariables: 3,
    groupings: [[0], [1], [0, 2], [0, 1, 2], [1], [0, 1]], publishedGroupings: 4,
    ageBands: AgeBands(lowerBounds: [18, 65]), intervalCount: 3, counterCount: 4,
    levelOfVariable: [0, nil, 1],
    representatives: [[0, 1, 2], (0..<100).map { $0 == 7 ? 0 : $0 == 9 ? 8 : $0 }], dropsUnknown: false)

  /// The counts of made-up persons, by group and place.
  private static func counts(mostFinestCounts: Int) -> [String: Int64] {
    var random = SplitMix64(seed: 0xCE11)
    var counter = CellCounter(layout, mostFinestCounts: mostFinestCounts)
    for person in 0..<4000 {
      // Regions come one after the other, so that a group that was summed comes again only seldom.
      let levels = [UInt32.random(in: 0...2, using: &random), UInt32(person / 40)]
      let birth =
        Int.random(in: 0..<10, using: &random) == 0
        ? nil : Day(Int32.random(in: -20000...16000, using: &random))
      counter.begin(levels: [99] + levels, from: 1, birth: birth)
      for interval in 0..<3 where Bool.random(using: &random) {
        counter.enter(interval, firstDay: Day(17_000 + Int32(interval) * 365), observedDays: 10 + interval)
      }
      for interval in 0..<3 {
        counter.add(person % 5, to: 2 + interval % 2, in: interval)
        counter.add(time: person % 7, person % 2 == 0 ? .event : .competing, to: interval % 2, in: interval)
      }
    }
    let result = counter.takeCounts()
    var found: [String: Int64] = [:]
    for (cell, key) in result.keys.enumerated() {
      for place in 0..<12 {
        found["\(key.grouping) \(key.levels) \(place)"] = result.counts[cell * 12 + place]
      }
    }
    for (key, times) in result.survival {
      let group = result.keys[key.stratum]
      #expect(group.grouping < layout.publishedGroupings)
      for (code, count) in times {
        found["\(group.grouping) \(group.levels) \(key.series) \(key.interval) time \(code)"] = Int64(count)
      }
    }
    return found
  }

  @Test func summingEarlyChangesNothing() {
    let late = Self.counts(mostFinestCounts: .max)
    #expect(late.count > 300 * 12)
    #expect(late["-1 [] 0"] ?? 0 > 1000)
    // The level that is called `unknown` is no level of its own.
    #expect(late["2 [1, 7] 0"] == nil && late["2 [1, 0] 0"] ?? 0 > 0)
    // Nor is one of two that have one name.
    #expect(late["2 [1, 9] 0"] == nil && late["2 [1, 8] 0"] ?? 0 > late["2 [1, 10] 0"] ?? 0)
    for limit in [0, 12, 500] { #expect(Self.counts(mostFinestCounts: limit) == late, "limit \(limit)") }
  }
}

/// Do amounts fit at 10^9 rows?
@Suite struct AmountLimitTests {
  private static let amount = AmountCounters(whole: 2, parts: 3)

  private static func counter() -> CellCounter {
    var counter = CellCounter(
      CellCounter.Stratification(
        variables: [], publishedVariables: 0, groupings: [], publishedGroupings: 0, ageBands: nil,
        intervalCount: 1, counterCount: 4, levelOfVariable: [], representatives: [],
        dropsUnknown: false))
    counter.begin(levels: [], from: 0, birth: nil)
    counter.enter(0, firstDay: Day(0), observedDays: 1)
    return counter
  }

  @Test func aBillionFillsOfTheGreatestDoseFit() {
    var counter = Self.counter()
    let most = Int(DosedFill.greatestDose) * 999_999_999
    counter.add(most, to: Self.amount.whole, in: 0)
    counter.add(amount: DosedFill.greatestDose, to: Self.amount, in: 0)
    #expect(counter.takeCounts().counts[Self.amount.whole] == Int64(9_000_000_000_000_000_000))
  }

  /// 10^8 additions of nearly a unit overflowed when parts were never carried.
  @Test func partsOfAUnitAreCarriedIntoWholeOnes() {
    var counter = Self.counter()
    for _ in 0..<1000 { counter.add(amount: 0.75, to: Self.amount, in: 0) }
    let counts = counter.takeCounts().counts
    #expect(counts[Self.amount.whole] == 750 && counts[Self.amount.parts] == 0)
  }
}
