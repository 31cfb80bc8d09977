import RxCounts
import RxDecode
import RxModel
import Testing

@testable import RxMeasure

@Suite("Persons who can't be")
struct ImpossiblePersonsTests {
  private func day(_ text: String) throws -> Day { try #require(DateFormat.auto.day(text)) }

  @Test(
    "A birth behind the study is one while fills go on, and none behind them or behind a fill of one's own")
  func bornAfter() throws {
    func persons(_ birth: String, ownFill: String?, known: String) throws -> Int {
      var found = ImpossiblePersons()
      let fill = try ownFill.map { DaySpan(try day($0), try day($0)) }
      found.add(
        birth: try day(birth), death: Roster.noDeath, fillDays: fill, lastDay: try day("2020-12-31"),
        lastKnownDay: try day(known))
      return found.count(.bornAfterFill).persons
    }
    #expect(try persons("2020-12-31", ownFill: nil, known: "2020-12-31") == 0)
    #expect(try persons("2021-01-01", ownFill: nil, known: "2020-12-31") == 1)
    #expect(try persons("2021-01-01", ownFill: nil, known: "2021-01-01") == 0)
    #expect(try persons("2021-01-02", ownFill: nil, known: "2021-01-01") == 1)
    #expect(try persons("2021-01-01", ownFill: "2021-01-01", known: "2021-12-31") == 0)
    #expect(try persons("2021-01-02", ownFill: "2021-01-01", known: "2021-12-31") == 1)
  }
}
