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
    ("2019-01-31", nil), ("20190131", nil), ("01312019", nil), ("01/31/2019 10:20", "2019-01-31"),
    ("01/31/2019T10:20", "2019-01-31"), ("02/29/2019", nil), ("01/31/0000", nil), ("01/31/2019 ", nil),
    ("", nil),
  ]

  private static let dayFirst: [(String, String?)] = [
    ("31/01/2019", "2019-01-31"), ("01/12/2019", "2019-12-01"), ("29/02/2000", "2000-02-29"),
    ("01/31/2019", nil), ("31.01.2019", nil), ("31/1/2019", nil), ("31/01/2019 10:20", "2019-01-31"),
    ("29/02/2019", nil), ("2019-01-31", nil), ("20190131", nil),
  ]

  private static let points: [(String, String?)] = [
    ("31.01.2019", "2019-01-31"), ("01.12.2019", "2019-12-01"), ("29.02.2000", "2000-02-29"),
    ("31/01/2019", nil), ("31.1.2019", nil), ("31.01.19", nil), ("31.01.2019 10:20", "2019-01-31"),
    ("31.01.2019T10", "2019-01-31"), ("31.01.2019T", nil), ("01.31.2019", nil), ("20190131", nil),
    ("31-01-2019", nil),
  ]

  private static let shortAmerican: [(String, String?)] = [
    ("1/3/2019", "2019-01-03"), ("01/03/2019", "2019-01-03"), ("1/31/2019", "2019-01-31"),
    ("12/1/2019", "2019-12-01"),
    ("1/3/2019 0:00", "2019-01-03"), ("001/3/2019", nil), ("1/003/2019", nil), ("1/3/19", nil),
    ("/3/2019", nil),
    ("1//2019", nil), ("13/1/2019", nil), ("1/32/2019", nil), ("1-3-2019", nil), ("1/3/20190", nil),
  ]

  private static let sasDate: [(String, String?)] = [
    ("10MAR2019", "2019-03-10"), ("10mar2019", "2019-03-10"), ("10MAR2019:00:00:00", "2019-03-10"),
    ("29FEB2020", "2020-02-29"), ("29FEB2019", nil), ("1MAR2019", nil), ("10MRZ2019", nil), ("10MAR19", nil),
    ("10-MAR-2019", nil), ("10MAR2019:", nil), ("10MAR", nil), ("", nil),
  ]

  private static let named: [(String, String?)] = [
    ("10-Mar-2019", "2019-03-10"), ("10-DEC-2019 01:00", "2019-12-10"), ("10-March-2019", nil),
    ("10-03-2019", nil),
  ]

  private static let yearFirst: [(String, String?)] = [
    ("2019/3/1", "2019-03-01"), ("2019/03/01", "2019-03-01"), ("2019-03-01", nil), ("2019/3", nil),
  ]

  private static let excel: [(String, String?)] = [
    ("43534", "2019-03-10"), ("43534.75", "2019-03-10"), ("43534.0", "2019-03-10"), ("1", "1899-12-31"),
    ("0", "1899-12-30"), ("43534 10:20", "2019-03-10"), ("-1", nil), ("43534.", nil), (".5", nil),
    ("43,534", nil),
    ("43534x", nil), ("12345678", nil), ("2019-03-10", nil), ("", nil),
  ]

  private static let sas: [(String, String?)] = [
    ("0", "1960-01-01"), ("21618", "2019-03-10"), ("-1", "1959-12-31"), ("-0.5", "1959-12-31"),
    ("-1.0", "1959-12-31"),
    ("-1.25", "1959-12-30"), ("-3650", "1950-01-03"), ("--1", nil), ("-", nil), ("+1", nil),
  ]

  @Test(arguments: [
    "MM/dd/yy", "yyyy", "MM/yyyy", "MM/dd/yyyy/", "dd/dd/yyyy", "MMddyyyyy", "Mdyyyy", "MM dd yyyy",
    "mm/dd/yyyy",
    "", "MMM/MM/yyyy", "YYYY-MM-DD", "dMMyyyy", "MMMM/d/yyyy",
  ])
  func noPattern(text: String) { #expect(DateFormat(text) == nil) }

  @Test("A part of one digit or two can stand last, and before a name none.")
  func shortPartLast() throws {
    #expect(try #require(DateFormat("yyyy.M.d")).day("2019.3.1")?.description == "2019-03-01")
    #expect(try #require(DateFormat("yyyyMMd")).day("2019031")?.description == "2019-03-01")
  }

  @Test("Days from 1850 to 2150 are believed, and no others.")
  func believedDays() throws {
    for (text, isBelieved) in [
      ("1849-12-31", false), ("1850-01-01", true), ("2150-12-31", true), ("2151-01-01", false),
    ] {
      let bytes = Array(text.utf8)
      #expect((DateFormat.auto.believedDay(bytes.span, 0..<bytes.count) != nil) == isBelieved, "\(text)")
    }
  }

  @Test(arguments: [
    ("auto", auto), ("MM/dd/yyyy", american), ("dd/MM/yyyy", dayFirst), ("dd.MM.yyyy", points),
    ("M/d/yyyy", shortAmerican), ("ddMMMyyyy", sasDate), ("dd-MMM-yyyy", named), ("yyyy/M/d", yearFirst),
    ("excel", excel), ("sas", sas),
  ])
  func table(name: String, rows: [(String, String?)]) throws {
    let format = try #require(DateFormat(name))
    #expect("\(format)" == name)
    for (text, expected) in rows {
      #expect(format.day(text)?.description == expected, "'\(text)' as \(name)")
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
      #expect(DateFormat("MM/dd/yyyy")?.day("\(parts[1])/\(parts[2])/\(parts[0])") == day)
      #expect(DateFormat("dd/MM/yyyy")?.day("\(parts[2])/\(parts[1])/\(parts[0])") == day)
      #expect(DateFormat("dd.MM.yyyy")?.day("\(parts[2]).\(parts[1]).\(parts[0])") == day)
    }
  }
}
