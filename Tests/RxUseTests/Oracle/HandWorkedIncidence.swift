extension HandWorkedCase {
  private static func incidence(
    _ name: String, _ fills: [String], _ events: Int, _ days: String, estimate: String = "",
    washout: Int = 30,
    clear: WashoutClear = .fill, roster: [RosterRow] = fromNewYear, carryOver: CarryOver = .none
  ) -> HandWorkedCase {
    let world = Tiny.world(fills, roster: roster) { study in
      study.carryOver = carryOver
      study.measures.incidence = ["benzodiazepine"]
      study.measures.washout = washout
      study.measures.clear = clear
    }
    let figure = HandWorkedFigure(
      "incidence", "benzodiazepine", per: "person_years_at_risk", events, days, estimate: estimate)
    return HandWorkedCase(name: name, world: world, figures: [figure])
  }

  /// Observed from 1 January 2024: with a washout of 30 days at risk from 31 January.
  private static let fromNewYear = [
    RosterRow(patient: "P1", birth: "1960-05-05", sex: "F", start: "2024-01-01")
  ]

  /// New use.
  static let incidenceCases: [HandWorkedCase] = [
    // 366 - 30 = 336 days.
    incidence("at risk after a washout of observed days", [], 0, "0.9199", estimate: "0.0000"),
    // Not at risk on 30 January, nor in the 30 days after it (to 29 February): 306 days from 1 March.
    incidence("a fill one day before the washout is full", ["2024-01-30 5 BZ1"], 0, "0.8378"),
    // At risk on 31 January; then not until 1 March; at risk again from 2 March: 1 + 305 days.
    incidence("a fill on the first day after a full washout", ["2024-01-31 5 BZ1"], 1, "0.8378"),
    // 31 January, 2 March, and from 2 April: 1 + 1 + 274 days; 2 x 365,250 / 276.
    incidence(
      "a fill 31 days later is new use again", ["2024-01-31 5 BZ1", "2024-03-02 5 BZ1"], 2, "0.7556",
      estimate: "2646.7391"),
    // 1 March is the 30th day after 31 January; at risk on 31 January and from 1 April on, 1 + 275 days.
    incidence("a fill exactly 30 days later is not", ["2024-01-31 5 BZ1", "2024-03-01 5 BZ1"], 1, "0.7556"),
    incidence("two fills of one day are one event", ["2024-01-31 5 BZ1", "2024-01-31 9 BZ2"], 1, "0.8378"),
    // Supply ends on 4 February; clear of it from 6 March: 1 + 1 day, then supply to 10 March, clear again
    // from 10 April: 1 + 1 + 266 days.
    incidence(
      "clear: supply, one day after a full washout", ["2024-01-31 5 BZ1", "2024-03-06 5 BZ1"], 2, "0.7337",
      clear: .supply),
    // A fill on 5 March is no new use and covers to 9 March: clear from 9 April, 1 + 267 days.
    incidence(
      "clear: supply, a day too early", ["2024-01-31 5 BZ1", "2024-03-05 5 BZ1"], 1, "0.7337",
      clear: .supply),
    incidence(
      "observation before the study counts for the washout", [], 0, "1.0021",
      roster: Tiny.roster),
    // 10 February is not observed: at risk 31 January - 9 February (10 days), and from 12 March (11 February
    // and 30 days) to 31 December (20 + 275 days).
    incidence(
      "an unobserved day starts the washout anew", [], 0, "0.8350",
      roster: [
        RosterRow(patient: "P1", start: "2024-01-01", end: "2024-02-09"),
        RosterRow(patient: "P1", start: "2024-02-11"),
      ]),
    // An open start is a stranger's first accepted fill on 1 June 2023: 214 days before the study.
    incidence(
      "an open start is the first accepted fill of anyone", ["2023-06-01 5 OTHER P9", "2023-05-01 0 BZ1 P9"],
      0,
      "1.0021", washout: 214, roster: [RosterRow(patient: "P1")]),
    incidence(
      "and no earlier", ["2023-06-01 5 OTHER P9", "2023-05-01 0 BZ1 P9"], 0, "0.9993", washout: 215,
      roster: [RosterRow(patient: "P1")]),
    neverAtRisk,
  ]

  /// New use and the days before the study, supply that outlasts the washout, products of several ingredients.
  static let newUseCases: [HandWorkedCase] = [
    // The 30th day after 2 December is 1 January.
    incidence(
      "a fill on the last day of the washout, before the study", ["2023-12-02 5 BZ1"], 0, "0.9993",
      roster: Tiny.roster),
    incidence("and one a day before it", ["2023-12-01 5 BZ1"], 0, "1.0021", roster: Tiny.roster),
    // Supply to 2 December, and to 1 December.
    incidence(
      "clear: supply that ends on the last day of the washout", ["2023-11-28 5 BZ1"], 0, "0.9993",
      clear: .supply, roster: Tiny.roster),
    incidence(
      "clear: supply that ends a day before it", ["2023-11-27 5 BZ1"], 0, "1.0021", clear: .supply,
      roster: Tiny.roster),
    // 31 January, 2 March and from 2 April on, as if the supply were short.
    incidence(
      "clear: fill, new use while supply lasts", ["2024-01-31 90 BZ1", "2024-03-02 5 BZ1"], 2, "0.7556"),
    // Supply to 29 April: 31 January, and 216 days from 30 May on.
    incidence(
      "clear: supply, no new use while it lasts", ["2024-01-31 90 BZ1", "2024-03-02 5 BZ1"], 1, "0.5941",
      clear: .supply),
    // The fill is not observed; its supply to 28 February is: 277 days from 30 March on.
    incidence("clear: fill, of a fill before observation", ["2023-12-31 60 BZ1"], 0, "0.9199"),
    incidence(
      "clear: supply, of a fill before observation", ["2023-12-31 60 BZ1"], 0, "0.7584", clear: .supply),
    // Supply to 14 February: 31 January and 291 days from 16 March on; carried over to 19: 286 from 21 March.
    incidence(
      "clear: supply as dispensed", ["2024-01-31 10 BZ1", "2024-02-05 10 BZ1"], 1, "0.7995", clear: .supply),
    incidence(
      "clear: supply carried over", ["2024-01-31 10 BZ1", "2024-02-05 10 BZ1"], 1, "0.7858", clear: .supply,
      carryOver: .drug),
    severalIngredients,
  ]

  /// Oxycodone on 31 January, with morphine on 10 February: new use of morphine alone. After it 295 days from
  /// 12 March on; before it 31 January, of morphine 11 days to 10 February.
  private static let severalIngredients = HandWorkedCase(
    name: "new use of a class and of its ingredients",
    world: Tiny.world(["2024-01-31 5 OP1", "2024-02-10 5 CMB2"], roster: fromNewYear) { study in
      study.measures.incidence = ["opioid", "oxycodone", "morphine"]
      study.measures.washout = 30
    },
    figures: [("opioid", "0.8104"), ("oxycodone", "0.8104"), ("morphine", "0.8378")].map {
      HandWorkedFigure("incidence", $0, per: "person_years_at_risk", 1, $1)
    })

  /// With 30 observed days nobody has 30 of them before one.
  private static let neverAtRisk = HandWorkedCase(
    name: "nobody at risk, no row",
    world: Tiny.world(
      ["2024-01-30 30 BZ1"], roster: [RosterRow(patient: "P1", start: "2024-01-01", end: "2024-01-30")]
    ) { study in
      study.measures.incidence = ["benzodiazepine"]
      study.measures.washout = 30
    },
    figures: [.absent("incidence", "benzodiazepine", per: "person_years_at_risk")])
}
