/// The calendar of a sample: days counted from 1 January 2019, which is day 0. Births lie before it.
enum SampleCalendar {
  /// The number of calendar years, 2019 to 2022.
  static let years = 4
  /// The last day, 31 December 2022.
  static let lastDay = 1460
  /// The first day of each year, and of the year after the last.
  static let yearStarts = [0, 365, 731, 1096, 1461]

  /// `yyyy-MM-dd` of a day, as ten ASCII bytes.
  static func text(_ day: Int) -> [UInt8] {
    let (year, month, date) = civil(day)
    let digits = [year / 1000, year / 100 % 10, year / 10 % 10, year % 10, month / 10, month % 10]
    var bytes: [UInt8] = []
    bytes.reserveCapacity(10)
    for (index, digit) in (digits + [date / 10, date % 10]).enumerated() {
      if index == 4 || index == 6 { bytes.append(UInt8(ascii: "-")) }
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit))
    }
    return bytes
  }

  /// The last day of the month that holds `day`.
  static func endOfMonth(_ day: Int) -> Int {
    let month = civil(day).month
    var last = day
    while civil(last + 1).month == month { last += 1 }
    return last
  }

  /// Year, month and day of the month (proleptic Gregorian), by eras of 400 years that begin in March.
  static func civil(_ day: Int) -> (year: Int, month: Int, day: Int) {
    let sinceMarch0 = day + 737_365
    let era = (sinceMarch0 >= 0 ? sinceMarch0 : sinceMarch0 - 146_096) / 146_097
    let ofEra = sinceMarch0 - era * 146_097
    let yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * ofYear + 2) / 153
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, ofYear - (153 * marchMonth + 2) / 5 + 1)
  }
}
