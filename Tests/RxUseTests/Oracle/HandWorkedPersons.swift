extension HandWorkedCase {
  /// The year 2024, benzodiazepines: users of persons, and person-years; nil where P1 is no person.
  private static func persons(
    _ name: String, _ fills: [String], users: Int?, days: String = "", include: [ListRow]? = nil,
    exclude: [ListRow]? = nil, roster: [RosterRow] = Tiny.roster,
    _ change: (inout NaiveSettings) -> Void = { _ in }
  ) -> HandWorkedCase {
    var world = Tiny.world(fills, roster: roster) { study in
      study.measures.prevalence = ["benzodiazepine"]
      study.measures.fillRate = ["benzodiazepine"]
      change(&study)
    }
    (world.include, world.exclude) = (include, exclude)
    let figure =
      users.map { HandWorkedFigure("prevalence", "benzodiazepine", per: "persons", $0, "1") }
      ?? .absent("prevalence", "benzodiazepine", per: "persons")
    let years = HandWorkedFigure("fill_rate", "benzodiazepine", per: "person_years", users ?? 0, days)
    return HandWorkedCase(
      name: "persons: \(name)", world: world,
      figures: [figure] + (users == nil || days.isEmpty ? [] : [years]))
  }

  private static func listed(_ dates: String...) -> [ListRow] {
    dates.map { ListRow(patient: "P1", date: $0) }
  }

  private static func born(_ birth: String, from start: String = "2020-01-01") -> [RosterRow] {
    [RosterRow(patient: "P1", birth: birth, sex: "F", start: start)]
  }

  /// One fill of 10 June 2024.
  private static let june = ["2024-06-10 5 BZ1"]

  /// Days / 365.25: 366 are 1.0021, 205 (10 June on) 0.5613, 204 0.5585, 161 (before it) 0.4408, 162 0.4435, 365 0.9993, 1 0.0027;
  /// 160 up to 8 June and 21 from 11 December on are 0.4956.
  static let personCases: [HandWorkedCase] = [
    // Age.
    persons("18 on the first observed day", june, users: 1, days: "1.0021", roster: born("2006-01-01")) {
      $0.rule.youngest = 18
    },
    persons("18 the day after", june, users: nil, roster: born("2006-01-02")) { $0.rule.youngest = 18 },
    persons(
      "18 on the first observed day within the year", june, users: 1, days: "0.5613",
      roster: born("2006-06-10", from: "2024-06-10")
    ) { $0.rule.youngest = 18 },
    persons("171 years old", june, users: 1, roster: born("1853-01-01")) { $0.rule.youngest = 65 },
    persons("64 to the day before 65", june, users: 1, roster: born("1959-01-02")) { $0.rule.oldest = 64 },
    persons("65 on the first day", june, users: nil, roster: born("1959-01-01")) { $0.rule.oldest = 64 },
    persons("of unknown age", june, users: nil, roster: born("")) { $0.rule.oldest = 150 },
    persons(
      "an age that look-back would not have", june, users: 1, days: "0.5613", include: listed("2024-06-10"),
      roster: born("2006-06-10", from: "2020-01-01")
    ) { $0.rule.youngest = 18 },
    // Levels.
    persons("of the level", june, users: 1) { $0.rule.levels = ["sex": ["F"]] },
    persons("of another level", june, users: nil) { $0.rule.levels = ["sex": ["M", "unknown"]] },
    persons(
      "of no level", june, users: 1,
      roster: [RosterRow(patient: "P1", birth: "1960-05-05", start: "2020-01-01")]
    ) {
      $0.rule.levels = ["sex": ["M", "unknown"]]
    },
    // Prior observation: 161 days from 1 January are to 9 June.
    persons(
      "the fill on the last day of look-back", june, users: 0, days: "0.5585",
      roster: born("1960-05-05", from: "2024-01-01")
    ) {
      $0.rule.prior = 162
    },
    persons(
      "the fill on the first day behind it", june, users: 1, days: "0.5613",
      roster: born("1960-05-05", from: "2024-01-01")
    ) {
      $0.rule.prior = 161
    },
    persons("look-back to the last day", june, users: nil, roster: born("1960-05-05", from: "2024-01-01")) {
      $0.rule.prior = 366
    },
    persons(
      "look-back to the day before", june, users: 0, days: "0.0027",
      roster: born("1960-05-05", from: "2024-01-01")
    ) {
      $0.rule.prior = 365
    },
    persons(
      "each run has its own", june, users: 0, days: "0.4956",
      roster: born("1960-05-05", from: "2020-01-01").map { row in
        var row = row
        row.end = "2024-06-08"
        return row
      } + [RosterRow(patient: "P1", start: "2024-06-10")]
    ) { $0.rule.prior = 184 },
    persons(
      "whole years look at what is left", june, users: nil, roster: born("1960-05-05", from: "2024-01-01")
    ) {
      $0.persons = .full
      $0.rule.prior = 1
    },
    // Include.
    persons("included on the day of the fill", june, users: 1, days: "0.5613", include: listed("2024-06-10")),
    persons("included the day after", june, users: 0, days: "0.5585", include: listed("2024-06-11")),
    persons("included without a date", june, users: 1, days: "1.0021", include: listed("")),
    persons(
      "included twice: the earlier counts", june, users: 1, days: "0.5613",
      include: listed("2024-09-01", "2024-06-10")),
    persons(
      "included with a date and without", june, users: 1, days: "1.0021", include: listed("2024-09-01", "")),
    persons("included after the study", june, users: nil, include: listed("2025-01-01")),
    persons("not included", june, users: nil, include: [ListRow(patient: "P2")]),
    // Exclude.
    persons("excluded on the day of the fill", june, users: 0, days: "0.4408", exclude: listed("2024-06-10")),
    persons("excluded the day after", june, users: 1, days: "0.4435", exclude: listed("2024-06-11")),
    persons("excluded without a date", june, users: nil, exclude: listed("")),
    persons("excluded with a date and without", june, users: nil, exclude: listed("2024-09-01", "")),
    persons("excluded on the first day", june, users: nil, exclude: listed("2024-01-01")),
    persons("excluded on the last day", june, users: 1, days: "0.9993", exclude: listed("2024-12-31")),
    persons(
      "excluded before being included", june, users: nil, include: listed("2024-06-10"),
      exclude: listed("2024-06-10")),
    // A row whose date can't be read is none.
    persons(
      "excluded on no day that there is", june, users: 1, days: "1.0021", exclude: listed("2024-02-30")),
    // A washout of 30 days may lie in look-back, whatever makes it.
    newUse("washout in the days of prior observation", 1) { $0.study.rule.prior = 1000 },
    newUse("washout before the date of the list", 1) { $0.include = listed("2024-06-10") },
    newUse("a fill in look-back is no less a fill", 0, before: ["2024-05-20 5 BZ1"]) {
      $0.include = listed("2024-06-10")
    },
    newUse("a fill before the washout", 1, before: ["2024-05-10 5 BZ1"]) {
      $0.include = listed("2024-06-10")
    },
  ]

  /// New use on 10 June 2024 with a washout of 30 days, of somebody observed from 1,001 days before on.
  private static func newUse(
    _ name: String, _ events: Int, before: [String] = [], _ change: (inout NaiveWorld) -> Void
  ) -> HandWorkedCase {
    var world = Tiny.world(before + june, roster: born("1960-05-05", from: "2021-09-13")) { study in
      study.measures.extended.proportion = ProportionMeasure(
        drugs: ["benzodiazepine"], washout: 30, clear: .fill)
    }
    change(&world)
    return HandWorkedCase(
      name: "persons: \(name)", world: world,
      figures: [
        HandWorkedFigure("incidence_proportion", "benzodiazepine", per: "persons_at_risk", events, "1")
      ])
  }
}
