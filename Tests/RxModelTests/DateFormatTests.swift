import RxModel
import Testing

@Suite struct DateFormatTests {
  private static let auto: [(String, String?)] = [
    ("2019-01-31", "2019-01-31"), ("20190131", "2019-01-31"), ("2000-02-29", "2000-02-29"),
    ("20000229", "2000-02-29"), ("0001-01-01", "0001-01-01"), ("9999-12-31", "9999-12-31"),
    ("2019-01-31T10:20:30", "2019-01-31"), ("2019-01-31T10:20:30Z", "2019-01-31"),
    ("2019-01-31 10:20", "2019-01-31"), ("2019-01-31T0", "2019-01-31"), ("2019-01-31 0", "2019-01-31"),
    ("20190131T1020", "2019-01-31"), ("20190131 00:00:00.000", "2019-01-31"), ("20190131 0", "2019-01-31"),
    ("", nil), ("2019", nil), ("2019-01", nil), ("2019-1-31", nil), ("2019-01-3", nil), ("19-01-31", nil),
    ("2019/01/31", nil), ("2019.01.31", nil), ("2019-01/31", nil), ("2019_01_31", nil), ("01/31/2019", nil),
    ("31.01.2019", nil), ("2019-02-29", nil), ("20190229", nil), ("1900-02-29", nil), ("2019-13-01", nil),
    ("2019-00-01", nil), ("2019-01-00", nil), ("2019-01-32", nil), ("0000-01-01", nil), ("00000101", nil),
    ("2019-01-31T", nil), ("2019-01-31 ", nil), (" 2019-01-31", nil), ("2019-01-31t10:20", nil),
    ("2019-01-31Tx", nil), ("2019-01-31  10:20", nil), ("2019-01-31x10:20", nil), ("2019013", nil),
    ("201901311", nil), ("2019013110", nil), ("20190131T", nil), ("+2019-01-1", nil), ("-201901-1", nil),
    ("２０１９-01-31", nil), ("2019-O1-31", nil), ("today", nil), ("NULL", nil), ("43496", nil),
    ("2019-01-31-", nil), ("2019-01-311", nil),
  ]

  private static let american: [(String, String?)] = [
    ("01/31/2019", "2019-01-31"), ("02/29/2000", "2000-02-29"), ("12/01/2019", "2019-12-01"),
    ("31/01/2019", nil), ("1/31/2019", nil), ("01/31/19", nil), ("01-31-2019", nil), ("01.31.2019", nil),
    ("2019-01-31", nil), ("20190131", nil), ("01312019", nil), ("01/31/2019 10:20", nil),
    ("01/31/2019T10:20", nil), ("02/29/2019", nil), ("01/31/0000", nil), ("01/31/2019 ", nil), ("", nil),
  ]

  private static let dayFirst: [(String, String?)] = [
    ("31/01/2019", "2019-01-31"), ("01/12/2019", "2019-12-01"), ("29/02/2000", "2000-02-29"),
    ("01/31/2019", nil), ("31.01.2019", nil), ("31/1/2019", nil), ("31/01/2019 10:20", nil),
    ("29/02/2019", nil), ("2019-01-31", nil), ("20190131", nil),
  ]

  private static let points: [(String, String?)] = [
    ("31.01.2019", "2019-01-31"), ("01.12.2019", "2019-12-01"), ("29.02.2000", "2000-02-29"),
    ("31/01/2019", nil), ("31.1.2019", nil), ("31.01.19", nil), ("31.01.2019 10:20", nil),
    ("31.01.2019T10", nil), ("01.31.2019", nil), ("20190131", nil), ("31-01-2019", nil),
  ]

  @Test(arguments: [
    (DateFormat.auto, auto), (.monthDayYear, american), (.dayMonthYear, dayFirst),
    (.dayMonthYearPoints, points),
  ])
  func table(format: DateFormat, rows: [(String, String?)]) {
    for (text, expected) in rows {
      #expect(format.day(text)?.description == expected, "'\(text)' as \(format.rawValue)")
    }
  }

  @Test func onlyTheRangeIsRead() {
    let bytes = Array("1,2019-01-31T1,9".utf8)
    #expect(DateFormat.auto.day(bytes.span, 2..<12)?.description == "2019-01-31")
    #expect(DateFormat.auto.day(bytes.span, 2..<14)?.description == "2019-01-31")
    #expect(DateFormat.auto.day(bytes.span, 2..<13) == nil)
    #expect(DateFormat.auto.day(bytes.span, 2..<2) == nil)
  }

  @Test func everyDayIsReadInEveryFormat() throws {
    let start = try #require(Day(year: 1999, month: 1, day: 1))
    for offset in 0..<800 {
      let day = start + offset
      let parts = day.description.split(separator: "-")
      #expect(DateFormat.auto.day(day.description) == day)
      #expect(DateFormat.auto.day(parts.joined()) == day)
      #expect(DateFormat.monthDayYear.day("\(parts[1])/\(parts[2])/\(parts[0])") == day)
      #expect(DateFormat.dayMonthYear.day("\(parts[2])/\(parts[1])/\(parts[0])") == day)
      #expect(DateFormat.dayMonthYearPoints.day("\(parts[2]).\(parts[1]).\(parts[0])") == day)
    }
  }
}
