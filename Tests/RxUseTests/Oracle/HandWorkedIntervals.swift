extension HandWorkedCase {
  private static func rates(
    _ name: String, _ fills: [String], from: NaiveDate, to: NaiveDate, _ kind: IntervalKind,
    _ figures: [HandWorkedFigure]
  ) -> HandWorkedCase {
    let world = Tiny.world(fills, from: from, to: to) { study in
      study.interval = kind
      study.measures.fillRate = ["benzodiazepine"]
      study.measures.longTerm = ["benzodiazepine"]
      study.measures.definitions = [
        .covered(15), .covered(16), .continuous(20, gap: 0), .continuous(31, gap: 0),
      ]
    }
    return HandWorkedCase(name: name, world: world, figures: figures)
  }

  private static func fills(_ count: Int, _ years: String, _ period: String) -> HandWorkedFigure {
    HandWorkedFigure("fill_rate", "benzodiazepine", per: "person_years", count, years, in: period)
  }

  /// Intervals and what falls on their bounds.
  static let intervalCases: [HandWorkedCase] = [
    rates(
      "fills on the last day of a quarter, the first of the next, the last of the study and after it",
      ["2024-03-31 1 BZ1", "2024-04-01 1 BZ1", "2024-04-30 1 BZ1", "2024-05-01 1 BZ1"],
      from: NaiveDate(2024, 2, 10), to: NaiveDate(2024, 4, 30), .quarter,
      [
        // 20 + 31 days, and 30.
        fills(1, "0.1396", "2024-02-10..2024-03-31"), fills(2, "0.0821", "2024-04-01..2024-04-30"),
        .absent("fill_rate", "benzodiazepine", per: "person_years", in: "2024-04-01..2024-06-30"),
      ]),
    rates(
      "months are cut to the study", ["2024-02-29 1 BZ1", "2024-03-01 1 BZ1", "2024-01-14 1 BZ1"],
      from: NaiveDate(2024, 1, 15), to: NaiveDate(2024, 3, 1), .month,
      [
        fills(0, "0.0465", "2024-01-15..2024-01-31"), fills(1, "0.0794", "2024-02-01..2024-02-29"),
        fills(1, "0.0027", "2024-03-01..2024-03-01"),
      ]),
    // 17 December 2023 - 15 January 2024, 15 days in each year; the 20th day of the era is 5 January.
    rates(
      "supply across the end of a year", ["2023-12-17 30 BZ1"], from: NaiveDate(2023, 1, 1),
      to: NaiveDate(2024, 12, 31), .year,
      [
        fills(1, "0.9993", "2023-01-01..2023-12-31"), fills(0, "1.0021", "2024-01-01..2024-12-31"),
        .longTerm("covered>=15", true, in: "2023-01-01..2023-12-31"),
        .longTerm("covered>=16", false, in: "2023-01-01..2023-12-31"),
        .longTerm("continuous>=20/gap0", false, in: "2023-01-01..2023-12-31"),
        .longTerm("covered>=15", true), .longTerm("covered>=16", false),
        .longTerm("continuous>=20/gap0", true), .longTerm("continuous>=31/gap0", false),
      ]),
    rates(
      "the whole study is one interval", ["2023-12-17 30 BZ1", "2024-12-31 1 BZ1"],
      from: NaiveDate(2023, 1, 1),
      to: NaiveDate(2024, 12, 31), .whole,
      [
        fills(2, "2.0014", "2023-01-01..2024-12-31"),
        .longTerm("covered>=16", true, in: "2023-01-01..2024-12-31"),
      ]),
  ]

  /// Fills per 1,000 residents in a flat study: 2 of area A, 1 of area B, C has residents but no patient.
  static let residentCases: [HandWorkedCase] = [
    residents(
      "residents by year and area", year: 2024, to: NaiveDate(2024, 12, 31), .year,
      [
        resident("prevalence", "residents", 1, "400", "all", "2024-01-01..2024-12-31", "2.5000"),
        resident("prevalence", "residents", 1, "100", "A", "2024-01-01..2024-12-31", "10.0000"),
        resident("prevalence", "residents", 0, "200", "B", "2024-01-01..2024-12-31", "0.0000"),
        // 400 x 366 / 365.25; 3 fills.
        resident("fill_rate", "resident_years", 3, "400.8214", "all", "2024-01-01..2024-12-31", "7.4846"),
        .absent("prevalence", "opioid", per: "patients_seen", levels: ["area": "A", "sex": "all"]),
        // No column for sex in the counts: patients seen, of whom there are 2.
        HandWorkedFigure(
          "prevalence", "opioid", per: "patients_seen", 1, "2", levels: ["area": "all", "sex": "unknown"],
          estimate: "500.0000"),
        HandWorkedFigure(
          "fill_rate", "opioid", per: "person_years", 3, "2.0041", levels: ["area": "all", "sex": "unknown"]),
      ]),
    // Persons of the first year, 370; days year by year: 370 x 365 + 400 x 366 = 281,450.
    residents(
      "residents of an interval over two years", year: 2023, to: NaiveDate(2024, 12, 31), .whole,
      [
        resident("prevalence", "residents", 1, "370", "all", "2023-01-01..2024-12-31", "2.7027"),
        resident("fill_rate", "resident_years", 3, "770.5681", "all", "2023-01-01..2024-12-31", "3.8932"),
      ]),
  ]

  private static func resident(
    _ measure: String, _ unit: String, _ count: Int, _ total: String, _ area: String, _ period: String,
    _ estimate: String
  ) -> HandWorkedFigure {
    HandWorkedFigure(
      measure, "opioid", per: unit, count, total, in: period, levels: ["area": area, "sex": "all"],
      estimate: estimate)
  }

  private static func residents(
    _ name: String, year: Int, to end: NaiveDate, _ kind: IntervalKind, _ figures: [HandWorkedFigure]
  ) -> HandWorkedCase {
    var world = Tiny.world(
      ["2024-01-05 1 OP1", "2024-02-05 1 OP1", "2024-03-05 1 OP1", "2024-01-05 1 BZ1 P2"],
      from: NaiveDate(year, 1, 1), to: end, roster: nil
    ) { study in
      study.interval = kind
      study.groups = [["area"], ["sex"]]
      study.measures.prevalence = ["opioid"]
      study.measures.fillRate = ["opioid"]
    }
    world.attributes = ["area"]
    for place in world.prescriptions.indices {
      world.prescriptions[place].attributes = ["area": world.prescriptions[place].patient == "P1" ? "A" : "B"]
    }
    let counts = [
      (2023, "A", 90), (2023, "B", 190), (2023, "C", 90), (2024, "A", 100), (2024, "B", 200),
      (2024, "C", 100),
    ]
    world.population = Population(
      variables: ["area"],
      rows: counts.filter { $0.0 >= year }.map {
        PopulationRow(year: $0.0, levels: ["area": $0.1], count: $0.2)
      })
    return HandWorkedCase(name: name, world: world, figures: figures)
  }
}
