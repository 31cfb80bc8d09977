extension HandWorkedCase {
  private static let drug = "benzodiazepine"

  /// What becomes of one new user of 2024 in so many days, observed to its last day.
  private static func transition(
    _ name: String, _ fills: [String], within: Int, _ definitions: [LongTermDefinition: Bool],
    isFollowed: Bool = true, washout: Int = 365, end: String = "", carryOver: CarryOver = .none
  ) -> HandWorkedCase {
    let roster = [RosterRow(patient: "P1", birth: "1960-05-05", sex: "F", start: "2020-01-01", end: end)]
    let world = Tiny.world(fills, roster: roster) { study in
      study.carryOver = carryOver
      study.measures.extended.transition = TransitionMeasure(
        drugs: [drug], washout: washout, definitions: definitions.keys.sorted { $0.label < $1.label },
        within: within)
    }
    let figures = definitions.map { definition, meets in
      let measure = "transition \(definition.label)/within\(within)"
      return isFollowed
        ? HandWorkedFigure(measure, drug, per: "new_users_followed", meets ? 1 : 0, "1")
        : .absent(measure, drug, per: "new_users_followed")
    }
    return HandWorkedCase(name: "transition: \(name)", world: world, figures: figures)
  }

  /// New users, the days from the first new use on, and what is met in them.
  static let transitionCases: [HandWorkedCase] = [
    // 1 to 30 March are 30 days.
    transition(
      "the last of the days is the last observed one", ["2024-03-01 30 BZ1"], within: 30,
      [.covered(30): true], end: "2024-03-30"),
    transition(
      "one observed day short", ["2024-03-01 30 BZ1"], within: 30, [.covered(1): false],
      isFollowed: false, end: "2024-03-29"),
    transition(
      "the study ends before the days do", ["2024-12-03 30 BZ1"], within: 30, [.covered(1): false],
      isFollowed: false),
    transition(
      "the study ends with the days", ["2024-12-02 30 BZ1"], within: 30, [.covered(30): true]),
    transition(
      "a fill on the last of the days", ["2024-03-01 10 BZ1", "2024-03-30 10 BZ2"], within: 30,
      [.supply(20): true, .supply(21): false]),
    transition(
      "a fill on the day after", ["2024-03-01 10 BZ1", "2024-03-31 10 BZ2"], within: 30,
      [.supply(10): true, .supply(11): false]),
    // 20 days, and 25 to 30 March.
    transition(
      "supply that reaches beyond the days", ["2024-03-01 20 BZ1", "2024-03-25 20 BZ1"], within: 30,
      [.covered(26): true, .covered(27): false]),
    transition(
      "supply that overlaps", ["2024-03-01 20 BZ1", "2024-03-11 20 BZ1"], within: 40,
      [.covered(30): true, .covered(31): false]),
    transition(
      "the same, carried over", ["2024-03-01 20 BZ1", "2024-03-11 20 BZ1"], within: 40,
      [.covered(40): true, .continuous(40, gap: 0): true], carryOver: .drug),
    // From 1 to 20 March, five days without, then to 4 April: 30 March is day 30 of the era.
    transition(
      "an era with a pause", ["2024-03-01 20 BZ1", "2024-03-26 10 BZ1"], within: 30,
      [
        .continuous(30, gap: 5): true, .continuous(30, gap: 4): false, .continuous(31, gap: 5): false,
        .continuous(20, gap: 4): true,
      ]),
    // From 20 December the era lasts; ten days without a fill make the fill of 10 January new use all the same.
    transition(
      "an era that began before the new use", ["2023-12-20 30 BZ1", "2024-01-10 10 BZ1"], within: 5,
      [.continuous(26, gap: 0): true, .continuous(27, gap: 0): false], washout: 10),
    // The second new use of the year begins nothing.
    transition(
      "the first new use of the interval decides", ["2024-02-01 5 BZ1", "2024-08-01 60 BZ1"], within: 60,
      [.covered(5): true, .covered(6): false], washout: 30),
  ]

  /// So many fills of a day each, for each patient of a list.
  private static func fills(_ counts: [Int]) -> [String] {
    counts.enumerated().flatMap { patient, count in
      (0..<count).map { "2024-\(two(1 + $0 / 28))-\(two(1 + $0 % 28)) 1 BZ1 P\(patient)" }
    }
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  private static func people(_ count: Int, births: [String] = []) -> [RosterRow] {
    (0..<count).map { number in
      RosterRow(
        patient: "P\(number)", birth: births.isEmpty ? "1960-05-05" : births[number], sex: "F",
        start: "2020-01-01")
    }
  }

  private static func quartiles(
    _ quantity: String, _ drug: String, per unit: String, of persons: Int, _ values: [Int]
  ) -> [HandWorkedFigure] {
    zip(["p25", "median", "p75"], values).map { name, value in
      var figure = HandWorkedFigure(
        "summary \(quantity)/\(name)", drug, per: unit, 0, "\(persons)", estimate: "\(value).0000")
      figure.row.numerator = ""
      return figure
    }
  }

  private static func summary(_ counts: [Int], _ expected: [Int]) -> HandWorkedCase {
    let world = Tiny.world(fills(counts), roster: people(counts.count)) { study in
      study.measures.extended.summary = SummaryMeasure(
        of: ["users", "new_users"], drugs: [drug], washout: 365,
        quantities: ["fills", "days_covered", "days_supplied"])
    }
    return HandWorkedCase(
      name: "summary: quartiles of \(counts)", world: world,
      figures: ["fills", "days_covered", "days_supplied"].flatMap { quantity in
        ["users", "new_users"].flatMap {
          quartiles(quantity, drug, per: $0, of: counts.count, expected)
        }
      })
  }

  /// The contract's quartiles and those of one to four values; numpy 2.4.6 prints them with `method="inverted_cdf"`.
  static let summaryCases: [HandWorkedCase] = [
    summary([3, 5, 5, 8, 13, 21, 40], [5, 8, 21]), summary([1, 2, 3, 4], [1, 2, 3]),
    summary([2, 9], [2, 2, 9]),
    summary([7], [7, 7, 7]), summary([1, 2, 3], [1, 2, 3]), summary([4, 4, 4, 9], [4, 4, 4]),
    knownAges,
  ]

  /// Ages on 1 January: 63, 63 (born on 2 January), 64, 23, and two that are not known.
  private static let knownAges = HandWorkedCase(
    name: "summary: persons without a birth date have no age",
    world: Tiny.world(
      ["2024-03-01 1 BZ1 P1", "2024-03-01 1 BZ1 P4"],
      roster: people(
        6, births: ["1960-05-05", "1960-01-02", "1960-01-01", "2000-02-29", "", "unknown"])
    ) { study in
      study.measures.extended.summary = SummaryMeasure(
        of: ["persons", "users"], drugs: [drug], washout: 365, quantities: ["age", "fills"])
    },
    figures: quartiles("age", "", per: "persons", of: 4, [23, 63, 63])
      + quartiles("age", drug, per: "users", of: 1, [63, 63, 63])
      + quartiles("fills", drug, per: "users", of: 2, [1, 1, 1]))

  private static func rates(
    _ name: String, _ fills: [String], persons: Int, incidence: Bool = false, _ numerator: Int,
    _ years: String, _ estimate: String, _ limits: (String, String)
  ) -> HandWorkedCase {
    let world = Tiny.world(fills, roster: people(persons)) { study in
      study.measures.fillRate = [drug]
      study.measures.incidence = [drug]
      study.measures.washout = 10
      (study.measures.fillRateIsRobust, study.measures.incidenceIsRobust) = (true, true)
    }
    return HandWorkedCase(
      name: "robust limits: \(name)", world: world,
      figures: [
        HandWorkedFigure(
          incidence ? "incidence" : "fill_rate", drug,
          per: incidence ? "person_years_at_risk" : "person_years", numerator, years, estimate: estimate,
          limits: limits)
      ])
  }

  /// Limits of rates that take persons to be independent.
  static let robustCases: [HandWorkedCase] = [
    rates(
      "one person differs from nobody", fills([3]), persons: 1, 3, "1.0021", "2993.8525",
      ("2993.8525", "2993.8525")),
    rates("no fill has the exact limits", [], persons: 1, 0, "1.0021", "0.0000", ("0.0000", "3681.3203")),
    // 4 fills of one and none of the other: sqrt(2^2 + 2^2) / 4.
    rates(
      "who has no fill counts", fills([0, 4]), persons: 2, 4, "2.0041", "1995.9016",
      ("499.1703", "7980.4893")),
    // 366 days less ten after each of two events, and 366 days.
    rates(
      "events over days at risk", ["2024-03-01 5 BZ1 P0", "2024-06-01 5 BZ1 P0"], persons: 2, incidence: true,
      2, "1.9493", "1025.9831", ("246.7987", "4265.1827")),
  ]
}
