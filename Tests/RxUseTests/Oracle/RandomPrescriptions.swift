extension RandomWorldBuilder {
  /// The prescriptions of the people, of strangers, and the dirt among them.
  mutating func prescriptions(_ people: [RandomPerson], _ codes: [CodeRow]) -> [PrescriptionRow] {
    var rows: [PrescriptionRow] = []
    for person in people where !dice.percent(12) {
      for _ in 0..<dice.number(1...4) { rows += chain(person, codes) }
      if let death = person.death, dice.percent(50) {
        rows.append(row(person, dice.pick(codes).code, death.number, dice.pick([1, 30])))
      }
      if dice.percent(30) {
        let day = dice.pick([
          study.start.number, study.end.number, study.end.number + 1, study.start.number - 1,
        ])
        rows.append(row(person, dice.pick(codes).code, day, 30))
      }
    }
    if dice.percent(40) { rows += chain(stranger(), codes) }
    if dice.percent(10) {
      rows.append(row(stranger(), "OTHER", study.start.number - dice.number(500...900), 30))
    }
    rows += repeats(of: rows)
    rows += dirt(people, codes)
    return dice.shuffled(rows)
  }

  private func stranger() -> RandomPerson {
    RandomPerson(
      id: "STRANGER", birth: NaiveDate(1950, 5, 5), sex: "F", attributes: [:], death: nil, periods: [],
      inRoster: false)
  }

  /// Refills, early, late and just in time, of one code or of two in turn.
  private mutating func chain(_ person: RandomPerson, _ codes: [CodeRow]) -> [PrescriptionRow] {
    let chosen = [dice.pick(codes).code, dice.percent(10) ? "OTHER" : dice.pick(codes).code]
    let gaps = study.measures.definitions.compactMap { definition -> Int? in
      if case .continuous(_, let gap) = definition { return gap }
      return nil
    }
    let gap = gaps.first ?? 0
    var day = dice.number(study.start.number - 200...study.end.number + 20)
    let usual = dice.pick([1, 5, 7, 14, 28, 30, 30, 60, 90])
    var rows: [PrescriptionRow] = []
    for _ in 0..<dice.number(1...9) {
      let days = dice.percent(75) ? usual : dice.number(1...60)
      rows.append(row(person, dice.percent(75) ? chosen[0] : chosen[1], day, days))
      switch dice.number(1...10) {
      case 1: break
      case 2...4: day += days
      case 5: day += days + gap
      case 6: day += days + gap + 1
      case 7: day += max(0, days - dice.number(1...10))
      case 8: day += study.measures.washout + dice.number(0...2)
      default: day += days + dice.number(0...45)
      }
      if day > study.end.number + 90 { break }
    }
    return rows
  }

  /// One prescription row, with the spellings that its fields allow.
  private mutating func row(
    _ person: RandomPerson, _ code: String, _ day: Int, _ days: Int
  ) -> PrescriptionRow {
    let date = NaiveCalendar.date(day)
    let number = dice.pick(["\(days)", "\(days)", "\(days).0", "0\(days)", "\(days).000"])
    var row = PrescriptionRow(
      patient: person.id, date: written(date, study.prescriptionDates), days: number,
      endDate: written(NaiveCalendar.date(day + days - 1), study.prescriptionDates),
      drug: dice.pick([code, code, code.lowercased(), code.uppercased()]),
      quantity: dice.pick(["\(days)", "\(days * 2).0", "15.5", ""]),
      prescriber: dice.pick(["DR1", "DR2", "", "Dr. \"J\", Jr"]),
      pharmacy: dice.pick(["PH1", "ACME \"24h\"", "a;b|c"]))
    if !hasRoster {
      row.birth = dice.percent(30) ? "" : birthText(person, study.prescriptionDates)
      row.sex = dice.percent(30) ? "" : person.sex
      row.attributes = person.attributes
      if dice.percent(10) { row.sex = dice.pick(["F", "M"]) }
      for name in attributes where dice.percent(20) {
        row.attributes[name] = dice.pick(Self.levels[name] ?? [""])
      }
      let sortsAsDates = study.birthIsYear || study.prescriptionDates == .auto
      if sortsAsDates, dice.percent(5), !row.birth.isEmpty {
        row.birth = study.birthIsYear ? "1971" : "1971-03-04"
      }
    }
    if study.missingDays != nil, dice.percent(6) {
      row.days = ""
      row.endDate = ""
    }
    return row
  }

  /// Rows that repeat others: alike, in another spelling, or with one thing different.
  private mutating func repeats(of rows: [PrescriptionRow]) -> [PrescriptionRow] {
    var repeats: [PrescriptionRow] = []
    for original in rows where dice.percent(8) {
      var row = original
      switch dice.number(1...8) {
      case 1: row.drug = row.drug.uppercased()
      case 2: row.drug = row.drug.lowercased()
      case 3: if !row.days.isEmpty { row.days = row.days.contains(".") ? row.days + "0" : row.days + ".0" }
      case 4: if !row.quantity.isEmpty { row.quantity = "0" + row.quantity }
      case 5: row.prescriber += "x"
      case 6: row.pharmacy = row.pharmacy.lowercased()
      case 7: row.quantity = row.quantity.isEmpty ? "0" : row.quantity.contains(".") ? row.quantity + "1" : ""
      default: break
      }
      repeats.append(row)
    }
    return repeats
  }

  /// Rows that are rejected, nearly all of them, and fills that count for nothing.
  private mutating func dirt(_ people: [RandomPerson], _ codes: [CodeRow]) -> [PrescriptionRow] {
    var rows: [PrescriptionRow] = []
    for _ in 0..<dice.number(0...10) {
      let day = dice.number(study.start.number - 100...study.end.number)
      var row = row(dice.pick(people), dice.pick(codes).code, day, 30)
      switch dice.number(1...10) {
      case 1...3: row.date = dice.pick(Self.badDates)
      case 4...6:
        row.days = dice.pick(Self.badDays)
        row.endDate = badEnd(day)
      case 7: row.fault = dice.pick(RowFault.allCases)
      case 8:
        row.date = written(
          NaiveCalendar.date(study.end.number + dice.number(1...60)), study.prescriptionDates)
      case 9: row.patient = ""
      default: row.drug = dice.pick(["", "OTHER", "BZ", "BZ 1"])
      }
      rows.append(row)
    }
    return rows
  }

  private static let badDates = [
    "", "NA", "2021-02-29", "2021-13-01", "20210230", "2021-1-5", "21-01-05", "2021/01/05", "2021 01-05",
    "02/30/2021", "31/04/2021", "00.01.2021", "2021-00-10", "2021-06-31", "x2021-06-30", "0000-01-01",
  ]

  private static let badDays = [
    "", "0", "-3", "3.5", "x", "NA", "+5", "1e1", "366", "99999999999999999999", "3 0", "30 days", "0.0",
    "30,0",
    "0x1E", "30.01", "٣٠", ".0",
  ]

  /// An end date that rejects the row: before the fill, too late, or no date.
  private mutating func badEnd(_ day: Int) -> String {
    switch dice.number(1...4) {
    case 1: written(NaiveCalendar.date(day - 1), study.prescriptionDates)
    case 2: written(NaiveCalendar.date(day + study.maxDays), study.prescriptionDates)
    case 3: NaiveDate(9999, 12, 31).text(as: study.prescriptionDates)
    default: dice.pick(["NA", "30", "2021-02-29"])
    }
  }
}
