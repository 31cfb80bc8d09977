/// Someone of a random world, before it is written into rows.
struct RandomPerson {
  /// The identifier.
  var id: String
  /// The birth date; nil where nobody knows.
  var birth: NaiveDate?
  /// The sex as it is written.
  var sex: String
  /// The attributes.
  var attributes: [String: String]
  /// The day of death.
  var death: NaiveDate?
  /// The observation periods as they are written, first and last day.
  var periods: [(start: String, end: String)]
  /// Whether the roster knows the person.
  var inRoster = true
}

extension RandomWorldBuilder {
  /// The values of the attributes.
  static let levels = [
    "race": ["White", "Asian, Pacific", "\"Other\"", "", "unknown"],
    "region": ["S", "São Paulo", "North, East", "", "s", "S S"],
  ]

  /// Someone.
  mutating func person(_ number: Int) -> RandomPerson {
    let ids = ["P\(number)", "0001234567\(number)", "Doe, \(number)", "é\(number)", "e\u{301}\(number % 6)"]
    var attributes: [String: String] = [:]
    for name in self.attributes { attributes[name] = dice.pick(Self.levels[name] ?? [""]) }
    var person = RandomPerson(
      id: dice.percent(60)
        ? ids[0] : number == 0 ? "é3" : number == 1 ? "e\u{301}3" : dice.pick(Array(ids[1...2])),
      birth: birth(), sex: dice.pick(["F", "F", "M", "M", ""]), attributes: attributes, death: death(),
      periods: (0..<dice.pick([1, 1, 1, 2, 3])).map { _ in period() })
    person.inRoster = !dice.percent(8)
    if dice.percent(15), let first = person.periods.first { person.periods += adjacent(to: first) }
    return person
  }

  /// A birth: of all ages, on 29 February, near an interval's start, inside the study, after it, unknown.
  private mutating func birth() -> NaiveDate? {
    let start = study.start.number
    switch dice.number(1...10) {
    case 1: return nil
    case 2: return NaiveDate(dice.pick([1956, 1984, 2000, 2004, 2016]), 2, 29)
    case 3:
      return NaiveDate(
        study.start.year - dice.pick([18, 30, 31, 65]), study.start.month, min(28, study.start.day))
    case 4: return NaiveCalendar.date(start + dice.number(-40...200))
    case 5: return NaiveCalendar.date(start - dice.number(0...900))
    case 6: return NaiveDate(study.end.year - dice.pick([1, 18, 36, 51]), dice.number(1...12), 1)
    default: return NaiveDate(dice.number(1925...2010), dice.number(1...12), dice.number(1...28))
    }
  }

  private mutating func death() -> NaiveDate? {
    guard dice.percent(20) else { return nil }
    return NaiveCalendar.date(dice.number(study.start.number - 60...study.end.number + 30))
  }

  /// An observation period: open ends, short and long ones, ends long after the study, nonsense.
  private mutating func period() -> (start: String, end: String) {
    let length = study.end.number - study.start.number
    let start = study.start.number + dice.number(-500...length)
    let end = start + dice.pick([0, 1, 20, 200, 500, 900])
    let format = study.rosterDates
    if dice.percent(3) { return (written(end + 1, format), written(start, format)) }
    if dice.percent(3) { return ("2021-02-30", "") }
    let first = dice.percent(30) ? "" : written(start, format)
    let last =
      dice.percent(30)
      ? "" : dice.percent(6) ? NaiveDate(9999, 12, 31).text(as: format) : written(end, format)
    return (first, last)
  }

  /// A period that starts on the last day of another, on the day after it, or a day later still.
  private mutating func adjacent(to period: (start: String, end: String)) -> [(start: String, end: String)] {
    guard let end = NaiveDate.parse(period.end, as: study.rosterDates), end.year < 2100 else { return [] }
    let start = end.number + dice.pick([0, 1, 2])
    return [(written(start, study.rosterDates), written(start + dice.number(0...300), study.rosterDates))]
  }

  private mutating func written(_ day: Int, _ format: DateFormat) -> String {
    written(NaiveCalendar.date(day), format)
  }

  /// A date as one of the spellings that the format allows.
  mutating func written(_ date: NaiveDate, _ format: DateFormat) -> String {
    guard format == .auto else { return date.text(as: format) }
    let compact = date.text.filter { $0 != "-" }
    return dice.pick([
      date.text, date.text, date.text, compact, "\(date.text)T00:00:00", "\(date.text) 23:59",
      "\(compact) 08:15:00",
    ])
  }

  /// The birth as the study's column has it; empty where it is unknown.
  mutating func birthText(_ person: RandomPerson, _ format: DateFormat) -> String {
    guard let birth = person.birth else { return "" }
    return study.birthIsYear ? "\(birth.year)" : birth.text(as: format)
  }

  /// Writes the people into roster, observation periods and deaths.
  mutating func addRecords(of people: [RandomPerson], to world: inout NaiveWorld) {
    let ownPeriods = dice.percent(30)
    let ownDeaths = dice.percent(30)
    if hasRoster {
      world.rosterHasPeriods = !ownPeriods && dice.percent(75)
      var rows: [RosterRow] = []
      for person in people where person.inRoster {
        rows += rosterRows(person, periods: world.rosterHasPeriods, deaths: !ownDeaths)
      }
      world.roster = dice.percent(50) ? dice.shuffled(rows) : rows
    }
    if ownPeriods { world.observation = dice.shuffled(observationRows(people)) }
    if ownDeaths { world.deaths = dice.shuffled(deathRows(people)) }
  }

  private mutating func rosterRows(_ person: RandomPerson, periods: Bool, deaths: Bool) -> [RosterRow] {
    var rows: [RosterRow] = []
    let count = periods ? person.periods.count : dice.percent(15) ? 2 : 1
    for number in 0..<count {
      var row = RosterRow(
        patient: person.id, birth: birthText(person, study.rosterDates), sex: person.sex,
        attributes: person.attributes)
      if periods { (row.start, row.end) = person.periods[number] }
      if deaths, let death = person.death { row.death = written(death, study.rosterDates) }
      if number > 0 || count > 1 && dice.percent(40) { blur(&row) }
      if dice.percent(2) {
        row.fault = dice.pick([.tooManyFields, .tooFewFields, .strayQuote, .textAfterQuote])
      }
      if dice.percent(1) { row.birth = study.birthIsYear ? "19x4" : "1984-13-01" }
      rows.append(row)
    }
    if dice.percent(2) { rows.append(RosterRow(patient: "", sex: "F")) }
    return rows
  }

  /// Leaves fields of one of several rows of a patient empty, or says something else there.
  private mutating func blur(_ row: inout RosterRow) {
    if dice.percent(40) { row.birth = "" }
    if dice.percent(40) { row.sex = dice.pick(["", "M", "F"]) }
    if dice.percent(40) { row.death = "" }
    for name in attributes where dice.percent(40) {
      row.attributes[name] = dice.pick(Self.levels[name] ?? [""])
    }
  }

  private mutating func observationRows(_ people: [RandomPerson]) -> [ObservationRow] {
    var rows: [ObservationRow] = []
    for person in people where !dice.percent(8) {
      for period in person.periods {
        let start = NaiveDate.parse(period.start, as: study.rosterDates)
        let end = NaiveDate.parse(period.end, as: study.rosterDates)
        let nonsense = !period.start.isEmpty && start == nil
        rows.append(
          ObservationRow(
            patient: person.id,
            start: nonsense ? "NA" : start.map { written($0, study.observationDates) } ?? "",
            end: end.map { written($0, study.observationDates) } ?? "",
            fault: dice.percent(2) ? .tooManyFields : .none))
      }
    }
    return rows + [ObservationRow(patient: "NOBODY")]
  }

  private mutating func deathRows(_ people: [RandomPerson]) -> [DeathRow] {
    var rows: [DeathRow] = []
    for person in people {
      guard let death = person.death else { continue }
      let row = DeathRow(
        patient: person.id, date: written(death, study.deathDates),
        fault: dice.percent(4) ? dice.pick([.tooManyFields, .tooFewFields]) : .none)
      rows.append(row)
      if dice.percent(20) { rows.append(row) }
    }
    return rows + [DeathRow(patient: "NOBODY", date: study.start.text(as: study.deathDates))]
  }
}
