extension HandWorkedCase {
  /// Benzodiazepines in 2024 with a washout of 30 days: new users, and those at risk; nil for no row.
  private static func proportion(
    _ name: String, _ fills: [String], _ events: Int, of atRisk: Int?, clear: WashoutClear = .fill,
    roster: [RosterRow] = Tiny.roster
  ) -> HandWorkedCase {
    HandWorkedCase(
      name: "proportion: \(name)",
      world: Tiny.world(fills, roster: roster) {
        $0.measures.extended.proportion = ProportionMeasure(
          drugs: ["benzodiazepine"], washout: 30, clear: clear)
      },
      figures: [figure(events, of: atRisk)])
  }

  private static func figure(
    _ events: Int, of atRisk: Int?, in period: String = "2024-01-01..2024-12-31",
    drug: String = "benzodiazepine", estimate: String = "", limits: (String, String) = ("", "")
  ) -> HandWorkedFigure {
    guard let atRisk else {
      return .absent("incidence_proportion", drug, per: "persons_at_risk", in: period)
    }
    return HandWorkedFigure(
      "incidence_proportion", drug, per: "persons_at_risk", events, "\(atRisk)", in: period,
      estimate: estimate, limits: limits)
  }

  private static func observed(to end: String) -> [RosterRow] {
    [RosterRow(patient: "P1", birth: "1960-05-05", start: "2024-01-01", end: end)]
  }

  /// Who begins, of those at risk.
  static let proportionCases: [HandWorkedCase] = [
    proportion("at risk without an event", [], 0, of: 1),
    // The 31st observed day is the first after 30 of them.
    proportion("30 observed days leave nobody at risk", [], 0, of: nil, roster: observed(to: "2024-01-30")),
    proportion("the 31st makes somebody", [], 0, of: 1, roster: observed(to: "2024-01-31")),
    proportion(
      "the only day at risk is that of the event", ["2024-01-31 5 BZ1"], 1, of: 1,
      roster: observed(to: "2024-01-31")),
    proportion(
      "a fill on the last day of an unfinished washout", ["2024-01-30 5 BZ1"], 0, of: nil,
      roster: observed(to: "2024-02-29")),
    proportion(
      "at risk again 31 days after it", ["2024-01-30 5 BZ1"], 0, of: 1, roster: observed(to: "2024-03-01")),
    // 30 days after 15 December is 14 January.
    proportion("a fill on the last day of the washout", ["2023-12-15 5 BZ1", "2024-01-14 5 BZ1"], 0, of: 1),
    proportion("a fill the day before the washout", ["2023-12-15 5 BZ1", "2024-01-15 5 BZ1"], 1, of: 1),
    // Supply to 24 December; 30 days after it is 23 January.
    proportion(
      "clear: supply that ends on the last day of the washout", ["2023-12-15 10 BZ1", "2024-01-23 5 BZ1"], 0,
      of: 1, clear: .supply),
    proportion(
      "clear: supply that ends the day before", ["2023-12-15 10 BZ1", "2024-01-24 5 BZ1"], 1, of: 1,
      clear: .supply),
    proportion(
      "clear: fill doesn't look at supply", ["2023-12-15 10 BZ1", "2024-01-23 5 BZ1"], 1, of: 1),
    proportion("clear: supply that covers the year", ["2023-12-31 365 BZ1"], 0, of: nil, clear: .supply),
    proportion("clear: fill in the same year", ["2023-12-31 365 BZ1"], 0, of: 1),
    proportion("two events of one person", ["2024-01-31 5 BZ1", "2024-03-02 5 BZ1"], 1, of: 1),
    proportion("two fills of one day", ["2024-01-31 5 BZ1", "2024-01-31 9 BZ2"], 1, of: 1),
    // Nobody observes 10 February: the washout begins anew.
    proportion(
      "a fill after an unobserved day", ["2024-03-11 5 BZ1"], 0, of: 1,
      roster: observed(to: "2024-02-09") + [RosterRow(patient: "P1", start: "2024-02-11")]),
    ofFour, byMonth, ofIngredients, withoutRoster, beside(clear: .fill), beside(clear: .supply),
  ]

  /// P1 begins twice, P2 never, P3 fills every month and P4 is observed for 30 days: 1 of 2. Wilson's limits
  /// of 1/2: 50 -+ 100 x 1.959964 sqrt(1/8 + 3.841459/16) / (1 + 3.841459/2).
  private static let ofFour: HandWorkedCase = {
    let roster = ["P1", "P2", "P3", "P4"].map { name in
      RosterRow(
        patient: name, start: name == "P4" ? "2024-03-02" : "2023-01-01", end: "2024-03-31")
    }
    let often = ["2023-12-20", "2024-01-15", "2024-02-10", "2024-03-05"].map { "\($0) 20 BZ1 P3" }
    let world = Tiny.world(["2024-01-31 5 BZ1", "2024-03-02 5 BZ1"] + often, roster: roster) {
      $0.measures.extended.proportion = ProportionMeasure(
        drugs: ["benzodiazepine"], washout: 30, clear: .fill)
    }
    return HandWorkedCase(
      name: "proportion: of four persons two are at risk and one begins", world: world,
      figures: [figure(1, of: 2, estimate: "50.0000", limits: ("9.4531", "90.5469"))])
  }()

  /// Fills on the last day of January and the first of April; at risk from 2 March on and on 1 April. P2 fills
  /// nothing and is at risk in each month.
  private static let byMonth: HandWorkedCase = {
    let roster = ["P1", "P2"].map { RosterRow(patient: $0, start: "2023-01-01") }
    let world = Tiny.world(
      ["2024-01-31 5 BZ1", "2024-04-01 5 BZ1"], to: NaiveDate(2024, 5, 1), roster: roster
    ) { study in
      study.interval = .month
      study.measures.extended.proportion = ProportionMeasure(
        drugs: ["benzodiazepine"], washout: 30, clear: .fill)
    }
    let months = [
      ("2024-01-01..2024-01-31", 1, 2), ("2024-02-01..2024-02-29", 0, 1),
      ("2024-03-01..2024-03-31", 0, 2), ("2024-04-01..2024-04-30", 1, 2), ("2024-05-01..2024-05-01", 0, 1),
    ]
    return HandWorkedCase(
      name: "proportion: events on the first and last day of a month", world: world,
      figures: months.map { figure($0.1, of: $0.2, in: $0.0) })
  }()

  /// Oxycodone on 20 January, with morphine on 10 February: new use of morphine, not of opioids; oxycodone is
  /// no longer new. Codeine's 31 January is its first.
  private static let ofIngredients = HandWorkedCase(
    name: "proportion: of a class and of its ingredients",
    world: Tiny.world(
      ["2024-01-20 5 OP1", "2024-02-10 5 CMB2", "2024-01-31 5 CMB"],
      roster: [RosterRow(patient: "P1", start: "2024-01-01")]
    ) { study in
      study.measures.extended.proportion = ProportionMeasure(
        drugs: ["opioid", "oxycodone", "morphine", "codeine", "gabapentinoid"], washout: 30, clear: .fill)
    },
    figures: [("opioid", 0), ("oxycodone", 0), ("morphine", 1), ("codeine", 1), ("gabapentinoid", 1)].map {
      figure($0.1, of: 1, drug: $0.0)
    })

  /// Without a roster the unit keeps its name, and observation begins with the data's first fill.
  private static let withoutRoster = HandWorkedCase(
    name: "proportion: without a roster",
    world: Tiny.world(["2023-06-01 5 OTHER P9", "2024-02-01 5 BZ1", "2024-03-01 5 OP1 P2"], roster: nil) {
      $0.measures.extended.proportion = ProportionMeasure(
        drugs: ["benzodiazepine"], washout: 30, clear: .fill)
    },
    figures: [figure(1, of: 3, estimate: "33.3333")])

  /// The same washout as incidence, in one study: 2 events of one person, or 1.
  private static func beside(clear: WashoutClear) -> HandWorkedCase {
    let world = Tiny.world(
      ["2024-01-31 90 BZ1", "2024-03-02 5 BZ1"], roster: observed(to: "2024-12-31")
    ) { study in
      study.measures.incidence = ["benzodiazepine"]
      study.measures.washout = 30
      study.measures.clear = clear
      study.measures.extended.proportion = ProportionMeasure(
        drugs: ["benzodiazepine"], washout: 30, clear: clear)
    }
    let (events, years) = clear == .fill ? (2, "0.7556") : (1, "0.5941")
    return HandWorkedCase(
      name: "proportion: beside incidence, clear: \(clear.rawValue)", world: world,
      figures: [
        HandWorkedFigure("incidence", "benzodiazepine", per: "person_years_at_risk", events, years),
        figure(1, of: 1),
      ])
  }
}
