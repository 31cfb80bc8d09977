import RxDecode
import RxModel
import Testing

@testable import RxMeasure

/// Which decoded rows a study takes up: by its roster, its code list and its end.
@Suite struct AdmissionTests {
  private static let rows = [
    "a,2020-01-05,30,b1", "a,2020-02-05,30,statin", "a,2021-01-01,30,o1", "c,2020-03-01,10,o2",
    "c,2020-12-31,10,T", "d,2020-03-01,10,statin", "e,2021-05-01,30,b2", "f,2020-03-01,30,",
  ]

  private struct Sums: Equatable {
    var fills = 0, notInCodeList = 0, afterStudy = 0, notInRoster = 0, patientsNotInRoster = 0, members = 0
  }

  private func sums(_ world: SmallWorld) throws -> Sums {
    try SmallWorld.shards(try world.planner()).reduce(into: Sums()) { sums, shard in
      sums.fills += shard.fills.count
      sums.notInCodeList += shard.rowsNotInCodeList
      sums.afterStudy += shard.rowsAfterStudy
      sums.notInRoster += shard.rowsNotInRoster
      sums.patientsNotInRoster += shard.people.countNotInRoster
      sums.members += (0..<shard.people.count).count(where: shard.people.isMember)
    }
  }

  @Test func withoutARoster() throws {
    // Who has no row up to the study's end is nobody's person: e.
    #expect(
      try sums(try SmallWorld(Self.rows)) == Sums(fills: 3, notInCodeList: 3, afterStudy: 2, members: 4))
  }

  @Test func withARoster() throws {
    var world = try SmallWorld(Self.rows)
    try world.addRoster(["a", "e", "z"])
    #expect(
      try sums(world)
        == Sums(
          fills: 1, notInCodeList: 1, afterStudy: 2, notInRoster: 4, patientsNotInRoster: 3, members: 3))
  }

  @Test func whoOnlyDiedIsNotInTheRoster() throws {
    var world = try SmallWorld(Self.rows)
    try world.addRoster(["a"])
    world.study.deaths = try StudyInput(
      .deaths, files: FileSet(patterns: [SmallWorld.named("deaths.csv")]),
      columns: [.patient: SmallWorld.named("p"), .deathDate: SmallWorld.named("d")])
    world.texts[.deaths] = "p,d\nc,2020-06-01\n"
    let planner = try world.planner()
    let place = InputPlace(.deaths, 0)
    #expect(
      planner.decoded.roster.shards.reduce(0) {
        $0 + ($1.patientsNotInRoster[place]?.values.reduce(0, +) ?? 0)
      } == 1)
    #expect(
      try sums(world)
        == Sums(fills: 1, notInCodeList: 1, afterStudy: 1, notInRoster: 5, patientsNotInRoster: 4, members: 1)
    )
  }

  @Test func theEndAndTheListAreTheStudys() throws {
    var world = try SmallWorld(Self.rows)
    world.study.period = StudyPeriod(
      days: DaySpan(SmallWorld.day("2020-01-01"), SmallWorld.day("2021-12-31")), kind: .whole)
    #expect(try sums(world) == Sums(fills: 5, notInCodeList: 3, members: 5))
    let planner = try world.planner()
    #expect(try SmallWorld.fills(of: "a", planner) == ["2020-01-05 30 b1", "2021-01-01 30 o1"])
    // Of three days each, and case is ignored.
    #expect(try SmallWorld.fills(of: "c", planner) == ["2020-03-01 10 o2", "2020-12-31 30 t"])
  }

  @Test func whatWentToTheDiskComesBackTheSame() throws {
    var options = ReadOptions()
    options.memory = MemoryBudget(bytes: 1) { 2 }
    var world = try SmallWorld(Self.rows + ["a,1900-01-01,30,b1", "a,2020-06-01,300,b2"])
    for hasRoster in [false, true] {
      if hasRoster { try world.addRoster(["a", "e", "z"]) }
      let (held, spilled) = (try world.planner(), try world.planner(options))
      #expect(held.decoded.spilledBytes == 0 && spilled.decoded.spilledBytes > 0)
      for patient in ["a", "c", "d", "e", "f"] {
        #expect(try SmallWorld.fills(of: patient, held) == SmallWorld.fills(of: patient, spilled))
      }
    }
  }

  @Test func theEarliestRowTellsOfThePatient() throws {
    let rows = [
      "a,2020-02-01,30,b1,F,south", "a,2020-01-01,30,statin,,north", "a,2020-01-01,30,b1,M,east",
      "a,2021-01-01,30,b1,F,west", "c,2020-01-01,30,b1,F,", "c,2020-01-02,30,b1,F,",
    ]
    let world = try SmallWorld(rows, others: [(.sex, "sex")], attributes: ["region"])
    let planner = try world.planner()
    let account = try #require(try account(of: "a", in: planner.decoded, planner.input))
    // An empty value is none; of two on one date the first in byte order counts; what is after the study does not.
    #expect(account.levels.map(\.value) == ["M", "east"])
    let shard = try SmallWorld.shard(of: "a", planner)
    #expect(shard.people.conflicts(ofAges: false) == [1, 1])
    let other = try #require(try RxMeasure.account(of: "c", in: planner.decoded, planner.input))
    #expect(other.levels.map(\.value) == ["F", "unknown"])
  }
}
