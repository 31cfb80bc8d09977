import RxModel
import Testing

/// `Day` as text, so that tables of cases are easy to read; nil where there is no such day.
func day(_ text: String) -> Day? { DateFormat.auto.day(text) }

@Suite struct DayTests {
  @Test func everyDayUntilTheYear9999ThereAndBack() {
    var number: Int32 = -135_140
    var wrong: [String] = []
    for year in 1600...9999 {
      for month in 1...12 {
        let isLeap = year.isMultiple(of: 400) || (year.isMultiple(of: 4) && !year.isMultiple(of: 100))
        let length = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
        if Day.length(ofMonth: month, year: year) != length { wrong.append("length of \(year)-\(month)") }
        for dayOfMonth in 1...length {
          let day = Day(year: year, month: month, day: dayOfMonth)
          let civil = Day(number).civil
          if day?.number != number || civil != (year, month, dayOfMonth) {
            wrong.append("\(year)-\(month)-\(dayOfMonth): \(day.map { "\($0.number)" } ?? "nil"), \(civil)")
          }
          number += 1
        }
        if Day(year: year, month: month, day: length + 1) != nil {
          wrong.append("\(year)-\(month)-\(length + 1)")
        }
        if Day(year: year, month: month, day: 0) != nil { wrong.append("\(year)-\(month)-0") }
      }
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(10))")
    #expect(number == 2_932_897, "the day after 9999-12-31")
  }

  @Test func anchors() {
    #expect(Day(year: 1970, month: 1, day: 1)?.number == 0)
    #expect(Day(year: 1969, month: 12, day: 31)?.number == -1)
    #expect(Day(year: 2000, month: 3, day: 1)?.number == 11_017)
    #expect(Day(year: 1, month: 1, day: 1)?.number == -719_162)
    #expect(Day(year: 9999, month: 12, day: 31)?.number == 2_932_896)
    #expect(Day(-719_162).civil == (1, 1, 1))
    #expect(Day(2_932_896).civil == (9999, 12, 31))
  }

  @Test(arguments: [
    (0, 1, 1), (10_000, 1, 1), (-1, 1, 1), (2019, 0, 1), (2019, 13, 1), (2019, -1, 1), (2019, 1, -1),
    (2019, 2, 29), (1900, 2, 29), (2100, 2, 29), (2000, 2, 30), (2019, 4, 31), (2019, 12, 32),
  ])
  func datesThatAreNone(year: Int, month: Int, dayOfMonth: Int) {
    #expect(Day(year: year, month: month, day: dayOfMonth) == nil)
  }

  @Test(arguments: ["2019-01-31", "0001-01-01", "0987-06-05", "9999-12-31", "2000-02-29"])
  func descriptionReadsBack(text: String) throws {
    #expect(try #require(day(text)).description == text)
  }

  @Test(arguments: [
    ("2000-02-29", "2000-02-29", 0), ("2000-02-29", "2001-02-28", 0), ("2000-02-29", "2001-03-01", 1),
    ("2000-02-29", "2004-02-28", 3), ("2000-02-29", "2004-02-29", 4), ("2000-02-29", "2004-03-01", 4),
    ("2000-02-29", "2100-02-28", 99), ("2000-02-29", "2100-03-01", 100), ("2000-02-28", "2001-02-28", 1),
    ("2000-03-01", "2001-02-28", 0), ("2000-03-01", "2004-02-29", 3), ("2000-03-01", "2004-03-01", 4),
    ("1950-07-01", "2019-06-30", 68), ("1950-07-01", "2019-07-01", 69), ("1950-12-31", "2019-12-30", 68),
    ("1950-12-31", "2019-12-31", 69), ("2019-05-05", "2019-05-05", 0), ("2019-05-05", "2019-05-04", -1),
  ])
  func completedYears(born: String, now: String, years: Int) throws {
    #expect(
      Day.completedYears(from: try #require(day(born)).civil, on: try #require(day(now)).civil) == years)
  }

  @Test func arithmetic() throws {
    let last = try #require(day("2020-02-28"))
    #expect((last + 1).description == "2020-02-29")
    #expect((last + 2).description == "2020-03-01")
    #expect((last - 59).description == "2019-12-31")
    #expect((last + 2) - last == 2)
    #expect(last - (last + 2) == -2)
    #expect(last < last + 1)
  }
}

@Suite struct DaySpanTests {
  private func span(_ start: Int32, _ end: Int32) -> DaySpan { DaySpan(Day(start), Day(end)) }

  @Test func daysAreCountedWithBothEnds() {
    #expect(span(3, 3).days == 1)
    #expect(span(3, 9).days == 7)
  }

  @Test func holdsItsEnds() {
    #expect(span(3, 5).contains(Day(3)) && span(3, 5).contains(Day(5)))
    #expect(!span(3, 5).contains(Day(2)) && !span(3, 5).contains(Day(6)))
  }

  @Test func intersection() {
    #expect(span(1, 5).intersection(span(5, 9)) == span(5, 5))
    #expect(span(1, 5).intersection(span(6, 9)) == nil)
    #expect(span(1, 9).intersection(span(3, 4)) == span(3, 4))
    #expect(span(3, 4).intersection(span(1, 9)) == span(3, 4))
  }
}
