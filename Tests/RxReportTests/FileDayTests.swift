import RxModel
import Testing

@testable import RxReport

@Suite("The day in a file's name")
struct FileDayTests {
  @Test(
    arguments: [
      ("rx/2026-01-05.csv", "2026-01-05"), ("fills_20260105.csv.gz", "2026-01-05"),
      ("a-2026_01_05-b.csv", "2026-01-05"),
      ("2026-13-05.csv", nil), ("claim120260105.csv", nil), ("2026-01/part.csv", nil), ("2026-0105.csv", nil),
    ] as [(String, String?)])
  func day(name: String, day: String?) { #expect(FileDay(name).day.map { "\($0)" } == day) }

  @Test func pattern() {
    #expect(FileDay("x/2026-01-05.csv").pattern == "####-##-##.csv")
    #expect(FileDay("x/2026-01-05_b.csv").pattern != FileDay("x/2026-01-05.csv").pattern)
  }

  // Dates of Easter: the tables of the U.S. Naval Observatory.
  @Test(arguments: [(2000, "2000-04-23"), (2024, "2024-03-31"), (2025, "2025-04-20"), (2038, "2038-04-25")])
  func easter(year: Int, day: String) throws { #expect("\(try #require(Day.easter(year)))" == day) }

  @Test("Thanksgiving, Memorial Day, Christmas and Good Friday have their like in another year")
  func likeDays() throws {
    for (day, like) in [
      ((2025, 11, 27), "2024-11-28"), ((2025, 5, 26), "2024-05-27"), ((2025, 12, 25), "2024-12-25"),
      ((2025, 4, 18), "2024-03-29"),
    ] {
      let day = try #require(Day(year: day.0, month: day.1, day: day.2))
      #expect(day.likeDays(in: 2024).map { "\($0)" }.contains(like))
    }
  }

  @Test("A number is odd beyond five spreads, of which a few odd ones make no greater")
  func expectation() throws {
    let values = [96.0, 98, 100, 102, 104, 100, 1_000]
    // The median is 100, the median distance 2.
    let expected = try #require(Expectation(values, fewest: 4) { _ in 0 })
    #expect(expected.middle == 100 && expected.spread == 2 * 1.4826)
    #expect(!expected.isOdd(114.8) && expected.isOdd(115) && expected.isOdd(85))
    #expect(!expected.isOdd(115, atLeast: 15) && expected.isOdd(115, atLeast: 14.9))
    #expect(Expectation([1, 2, 3], fewest: 4) { _ in 0 } == nil)
  }
}
