import Testing

@testable import RxMeasure
@testable import RxModel

/// Coverage, eras, new use and doses of one patient.
@Suite struct ExposureTests {
  private func history(
    _ rows: [String], others: [(InputColumn, String)] = [], _ change: (inout Study) -> Void = { _ in }
  ) throws -> PersonHistory {
    let planner = try SmallWorld(rows, others: others, change).planner()
    return try #require(try SmallWorld.history(of: "a", planner))
  }

  private func coverage(_ history: PersonHistory, of group: Int = 0) -> [String] {
    history.coverage[history.coverageRange(group)].map { "\($0.start) \($0.days)" }
  }

  private func eras(_ history: PersonHistory, gap: Int) -> [String] {
    var eras: [String] = []
    history.forEachEra(of: 0, gapDays: gap) { eras.append("\($0.start) \($0.days)") }
    return eras
  }

  private static let early = ["a,2020-01-01,30,b1", "a,2020-01-21,30,b1", "a,2020-01-22,10,b2"]

  @Test func supplyIsPutEndToEndAsTheStudySays() throws {
    #expect(coverage(try history(Self.early)) == ["2020-01-01 50"])
    #expect(coverage(try history(Self.early) { $0.carryOver = .drug }) == ["2020-01-01 60"])
    #expect(coverage(try history(Self.early) { $0.carryOver = .class }) == ["2020-01-01 70"])
  }

  @Test func coveredDaysAreOfTheirInterval() throws {
    let history = try history(["a,2020-03-20,30,b1", "a,2020-03-25,10,o1"])
    #expect((0..<4).map { history.coveredDays(0, in: $0) } == [12, 18, 0, 0])
    #expect((0..<4).map { history.fillCount(0, in: $0) } == [1, 0, 0, 0])
    #expect((0..<4).map { history.suppliedDays(0, in: $0) } == [30, 0, 0, 0])
    #expect(history.coveredDays(1, in: 0) == 7)
  }

  @Test func aGapOfSoManyDaysBreaksAnEra() throws {
    let history = try history(["a,2020-01-01,10,b1", "a,2020-01-21,10,b1", "a,2020-02-11,10,b2"])
    #expect(eras(history, gap: 9) == ["2020-01-01 10", "2020-01-21 10", "2020-02-11 10"])
    #expect(eras(history, gap: 10) == ["2020-01-01 30", "2020-02-11 10"])
    #expect(eras(history, gap: 11) == ["2020-01-01 51"])
  }

  private func newUse(_ rows: [String], washout: Int, clear: WashoutRule = .fill) throws -> [String] {
    var history = try history(rows)
    history.findDaysAtRisk(of: 0, washoutDays: washout, clear: clear)
    var days: [String] = []
    history.forEachNewUse(of: 0) { interval, day in days.append("\(interval) \(day)") }
    return days
  }

  @Test func newUseFollowsSoManyDaysWithoutAFill() throws {
    let rows = ["a,2020-01-31,20,b1", "a,2020-03-01,20,b1", "a,2020-03-31,20,b2"]
    // Observed from 1 January on, so that 30 January is the first day with 29 before it.
    #expect(try newUse(rows, washout: 29) == ["0 2020-01-31", "0 2020-03-01", "0 2020-03-31"])
    #expect(try newUse(rows, washout: 30) == ["0 2020-01-31"])
    #expect(try newUse(rows, washout: 31) == [])
    #expect(try newUse(rows, washout: 0) == ["0 2020-01-31", "0 2020-03-01", "0 2020-03-31"])
    // Ten days without supply lie between these.
    #expect(try newUse(rows, washout: 10, clear: .supply).count == 3)
    #expect(try newUse(rows, washout: 11, clear: .supply) == ["0 2020-01-31"])
  }

  @Test func dosesAreQuantityTimesStrengthTimesFactor() throws {
    let rows = ["a,2020-01-01,10,o1,20", "a,2020-02-01,30,o2,", "a,2020-03-01,2,t,6", "a,2020-03-01,9,b1,9"]
    let history = try history(rows, others: [(.quantity, "q")]) { study in
      study.measures = [
        DoseSpec(drugs: [SmallWorld.named("o")], unit: .mme, methods: [.totalSupply], thresholds: [])
      ]
    }
    // 20 and 6 pieces of 5 mg, each mg as 2 of morphine; 10 days, and 2 recorded ones as 6.
    #expect(history.dosedRange(0).map { history.dosed[$0].dose } == [200, 60])
    #expect(history.dosedRange(0).map { history.dosed[$0].dosePerDay } == [20, 10])
    #expect(history.lackingFills == [1])
  }
}
