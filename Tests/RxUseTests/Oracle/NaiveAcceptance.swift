/// A prescription row that was not rejected.
struct AcceptedRow: Sendable {
  /// The patient's identifier.
  var patient: String
  /// The fill date.
  var date: NaiveDate
  /// The days' supply, at least 1.
  var days: Int
  /// The drug code in capitals, so that case does not matter.
  var drug: String
  /// The row as it was written.
  var raw: PrescriptionRow

  /// The number of the fill's date.
  var day: Int { date.number }
}

/// A roster row that was not rejected.
struct AcceptedPeriod: Sendable {
  /// The patient's identifier.
  var patient: String
  /// First day; nil is open.
  var start: NaiveDate?
  /// Last day; nil is open.
  var end: NaiveDate?
}

/// Which rows are rejected, and what the others say.
enum NaiveAcceptance {
  /// The days' supply that a field holds: digits, or digits, a point and zeros, from 1 to `max`.
  static func days(_ text: String, max: Int) -> Int? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard let whole = parts.first, parts.count <= 2, isDigits(whole) else { return nil }
    if parts.count == 2 {
      guard !parts[1].isEmpty, parts[1].allSatisfy({ $0 == "0" }) else { return nil }
    }
    var number = 0
    for digit in whole.utf8 {
      number = number * 10 + Int(digit) - 48
      if number > max { return nil }
    }
    return number >= 1 ? number : nil
  }

  /// The row's meaning, or nil where the row is rejected.
  static func prescription(_ row: PrescriptionRow, _ study: NaiveSettings) -> AcceptedRow? {
    guard row.fault == .none, !row.patient.isEmpty else { return nil }
    guard let date = NaiveDate.parseBelieved(row.date, as: study.prescriptionDates) else { return nil }
    guard readableBirth(row.birth, study, as: study.prescriptionDates) else { return nil }
    guard let supply = supply(row, date, study) else { return nil }
    return AcceptedRow(
      patient: row.patient, date: date, days: supply, drug: row.drug.uppercased(), raw: row)
  }

  /// The days' supply of a row, from `days_supply` or from `end_date`; nil rejects the row.
  private static func supply(_ row: PrescriptionRow, _ date: NaiveDate, _ study: NaiveSettings) -> Int? {
    let field = study.usesEndDate ? row.endDate : row.days
    if field.isEmpty { return study.missingDays }
    guard study.usesEndDate else { return days(field, max: study.maxDays) }
    guard let end = NaiveDate.parseBelieved(field, as: study.prescriptionDates), end >= date else {
      return nil
    }
    let length = end.number - date.number + 1
    return length <= study.maxDays ? length : nil
  }

  /// The roster rows that are not rejected.
  static func roster(_ rows: [RosterRow], _ study: NaiveSettings) -> [RosterRow] {
    rows.filter { row in
      guard row.fault == .none, !row.patient.isEmpty else { return false }
      guard readableBirth(row.birth, study, as: study.rosterDates) else { return false }
      guard row.death.isEmpty || NaiveDate.parse(row.death, as: study.rosterDates) != nil else {
        return false
      }
      return period(row.patient, row.start, row.end, study.rosterDates) != nil
    }
  }

  /// An observation period, or nil where its row is rejected: a date that is none, or an end before the
  /// start.
  static func period(
    _ patient: String, _ start: String, _ end: String, _ format: DateFormat
  ) -> AcceptedPeriod? {
    let first = start.isEmpty ? nil : NaiveDate.parseBelieved(start, as: format)
    let last = end.isEmpty ? nil : NaiveDate.parse(end, as: format)
    if !start.isEmpty, first == nil { return nil }
    if !end.isEmpty, last == nil { return nil }
    if let first, let last, last < first { return nil }
    // An end that far off stands for none.
    return AcceptedPeriod(patient: patient, start: first, end: last.flatMap { $0.year > 2150 ? nil : $0 })
  }

  /// The birth date that a field holds: a date, or 1 July of a year; nil where it holds none.
  static func birth(_ text: String, _ study: NaiveSettings, as format: DateFormat) -> NaiveDate? {
    guard study.birthIsYear else { return NaiveDate.parseBelieved(text, as: format) }
    guard text.utf8.count == 4, isDigits(Substring(text)), let year = Int(text),
      (1850...2150).contains(year)
    else { return nil }
    return NaiveDate(checking: year, 7, 1)
  }

  private static func readableBirth(_ text: String, _ study: NaiveSettings, as format: DateFormat) -> Bool {
    text.isEmpty || birth(text, study, as: format) != nil
  }

  private static func isDigits(_ text: Substring) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { $0 >= 48 && $0 <= 57 }
  }

  /// The rows without those that repeat an earlier one: same patient, date, drug without case, days' supply
  /// and quantity as numbers, prescriber and pharmacy byte for byte.
  static func withoutDuplicates(_ rows: [AcceptedRow]) -> [AcceptedRow] {
    var seen: Set<[String]> = []
    return rows.filter { row in
      let key = [
        row.patient, row.date.text, row.drug, String(row.days), number(row.raw.quantity), row.raw.prescriber,
        row.raw.pharmacy,
      ]
      return seen.insert(key.map { Array($0.utf8).map { String($0) }.joined(separator: " ") }).inserted
    }
  }

  /// A decimal number in one spelling (no zeros that say nothing); anything else as it is.
  static func number(_ text: String) -> String {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard let whole = parts.first, parts.count <= 2, parts.allSatisfy({ isDigits($0) }) else { return text }
    let front = String(whole.drop { $0 == "0" })
    var back = parts.count == 2 ? String(parts[1]) : ""
    while back.last == "0" { back.removeLast() }
    return "\(front.isEmpty ? "0" : front).\(back)"
  }
}
