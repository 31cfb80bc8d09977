extension HandWorkedCase {
  /// One patient's age level, for a study from a day to the end of its year.
  private static func age(
    _ name: String, born birth: String, from start: NaiveDate, bands: [Int], level: String, days: String,
    yearOnly: Bool = false
  ) -> HandWorkedCase {
    let end = NaiveDate(start.year, 12, 31)
    let world = Tiny.world(
      [], from: start, to: end, roster: [RosterRow(patient: "P1", birth: birth, start: "1900-01-01")]
    ) { study in
      study.ageBands = bands
      study.birthIsYear = yearOnly
      study.groups = [["age"]]
      study.measures.fillRate = ["opioid"]
    }
    let period = "\(start.text)..\(end.text)"
    let figures = ["all", level].map { level in
      HandWorkedFigure(
        "fill_rate", "opioid", per: "person_years", 0, days, in: period, levels: ["age": level])
    }
    return HandWorkedCase(name: name, world: world, figures: figures)
  }

  /// Ages, births and deaths.
  static let ageCases: [HandWorkedCase] = [
    // 2019 is a common year; 1 March is day 60, 31 December day 365.
    age(
      "born 29 February 2000: 18 on 28 February 2019", born: "2000-02-29", from: NaiveDate(2019, 2, 28),
      bands: [0, 18, 19, 20], level: "18", days: "0.8405"),
    age(
      "born 29 February 2000: 19 on 1 March 2019", born: "2000-02-29", from: NaiveDate(2019, 3, 1),
      bands: [0, 18, 19, 20], level: "19", days: "0.8378"),
    age(
      "born 29 February 2000: 19 on 28 February 2020", born: "2000-02-29", from: NaiveDate(2020, 2, 28),
      bands: [0, 18, 19, 20], level: "19", days: "0.8433"),
    age(
      "born 29 February 2000: 20 on 29 February 2020", born: "2000-02-29", from: NaiveDate(2020, 2, 29),
      bands: [0, 18, 19, 20], level: "20+", days: "0.8405"),
    age(
      "a year older on the birthday itself", born: "1959-01-01", from: NaiveDate(2024, 1, 1),
      bands: [0, 18, 65],
      level: "65+", days: "1.0021"),
    age(
      "not a day before", born: "1959-01-02", from: NaiveDate(2024, 1, 1), bands: [0, 18, 65], level: "18-64",
      days: "1.0021"),
    age(
      "below the first band", born: "2020-06-01", from: NaiveDate(2024, 1, 1), bands: [18, 65],
      level: "under 18",
      days: "1.0021"),
    age(
      "without a birth date", born: "", from: NaiveDate(2024, 1, 1), bands: [18, 65], level: "unknown",
      days: "1.0021"),
    age(
      "a birth year is 1 July of it", born: "2005", from: NaiveDate(2024, 1, 1), bands: [0, 18, 19],
      level: "18",
      days: "1.0021", yearOnly: true),
    age(
      "a birth year is 1 July of it: a year older on 1 July", born: "2005", from: NaiveDate(2024, 7, 1),
      bands: [0, 18, 19], level: "19+", days: "0.5038", yearOnly: true),
    age(
      "born inside the study, on its last day", born: "2024-12-31", from: NaiveDate(2024, 1, 1),
      bands: [0, 1],
      level: "0", days: "0.0027"),
    deathOnTheDayOfAFill, bornAfterAFill,
  ]

  /// Dead on 31 January 2024: 31 observed days. The fill of that day counts, that of 1 February does not.
  private static let deathOnTheDayOfAFill = HandWorkedCase(
    name: "death on the day of a fill",
    world: Tiny.world(
      ["2024-01-31 30 BZ1", "2024-02-01 30 OP1"],
      roster: [RosterRow(patient: "P1", birth: "1960-05-05", start: "2020-01-01", death: "2024-01-31")]
    ) { study in
      study.measures.prevalence = ["benzodiazepine", "opioid"]
      study.measures.fillRate = ["benzodiazepine", "opioid"]
      study.measures.longTerm = ["benzodiazepine"]
      study.measures.definitions = [.supply(30), .covered(1), .covered(2)]
    },
    figures: [
      HandWorkedFigure("prevalence", "benzodiazepine", per: "persons", 1, "1"),
      HandWorkedFigure("prevalence", "opioid", per: "persons", 0, "1"),
      // 1000 x 365.25 / 31.
      HandWorkedFigure(
        "fill_rate", "benzodiazepine", per: "person_years", 1, "0.0849", estimate: "11782.2581"),
      HandWorkedFigure("fill_rate", "opioid", per: "person_years", 0, "0.0849"),
      .longTerm("supply>=30", true), .longTerm("covered>=1", true), .longTerm("covered>=2", false),
    ])

  /// Born on 10 July 2024: 175 observed days; the fill of the day before does not count.
  private static let bornAfterAFill = HandWorkedCase(
    name: "a fill the day before birth",
    world: Tiny.world(
      ["2024-07-09 1 BZ1", "2024-07-10 1 OP1"], roster: [RosterRow(patient: "P1", birth: "2024-07-10")]
    ) { study in study.measures.fillRate = ["benzodiazepine", "opioid"] },
    figures: [
      HandWorkedFigure("fill_rate", "benzodiazepine", per: "person_years", 0, "0.4791"),
      HandWorkedFigure("fill_rate", "opioid", per: "person_years", 1, "0.4791"),
    ])

  /// Two patients: P2 always observed; P1 in two periods.
  private static func periods(
    _ name: String, _ periods: [(String, String)], rule: PersonsRule, persons: Int, years: String
  ) -> HandWorkedCase {
    let own = periods.map { RosterRow(patient: "P1", start: $0.0, end: $0.1) }
    let world = Tiny.world([], roster: own + [RosterRow(patient: "P2", start: "2020-01-01")]) { study in
      study.persons = rule
      study.measures.prevalence = ["opioid"]
      study.measures.fillRate = ["opioid"]
    }
    return HandWorkedCase(
      name: name, world: world,
      figures: [
        HandWorkedFigure("prevalence", "opioid", per: "persons", 0, "\(persons)"),
        HandWorkedFigure("fill_rate", "opioid", per: "person_years", 0, years),
      ])
  }

  /// Observation periods; P2 adds 366 days each time.
  static let observationCases: [HandWorkedCase] = [
    periods(
      "adjacent periods make a full year", [("2024-01-01", "2024-06-30"), ("2024-07-01", "2024-12-31")],
      rule: .full,
      persons: 2, years: "2.0041"),
    periods(
      "a day between them does not", [("2024-01-01", "2024-06-30"), ("2024-07-02", "2024-12-31")],
      rule: .full,
      persons: 1, years: "1.0021"),
    periods(
      "a day between them, persons any: 365 days and 366",
      [("2024-01-01", "2024-06-30"), ("2024-07-02", "2024-12-31")],
      rule: .any, persons: 2, years: "2.0014"),
    periods(
      "a day in two periods is one observed day",
      [("2024-01-01", "2024-06-30"), ("2024-03-01", "2024-07-31")],
      rule: .any, persons: 2, years: "1.5852"),
    periods(
      "one observed day makes a person", [("2023-01-01", "2024-01-01")], rule: .any, persons: 2,
      years: "1.0048"),
    periods(
      "none does not", [("2023-01-01", "2023-12-31"), ("2025-01-01", "")], rule: .any, persons: 1,
      years: "1.0021"),
    periods(
      "an end before the start is rejected", [("2024-06-30", "2024-01-01")], rule: .any, persons: 1,
      years: "1.0021"),
    periods("one day is a period", [("2024-06-30", "2024-06-30")], rule: .any, persons: 2, years: "1.0048"),
  ]
}
