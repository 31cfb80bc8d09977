extension HandWorkedCase {
  /// Opioids on 1-10 February, 5 February - 5 March, 20 December and on: 34 + 12 = 46 days up to 31 December.
  /// Benzodiazepines on 20 January - 18 February, 18 February - 18 March, 25 December and on: 34 + 7 = 41 of
  /// them.
  private static let cobFills = [
    "2024-02-01 10 OP1", "2024-02-05 30 OP1", "2024-12-20 30 OP1", "2024-01-20 30 BZ1", "2024-02-18 30 BZ1",
    "2024-12-25 30 BZ1",
  ]

  private static let pair = "opioid+benzodiazepine"

  /// Concurrent use, providers, persistence, alternatives.
  static let extendedCases: [HandWorkedCase] = [
    cob("concurrent use: 46 and 41 days", cobFills, 1, "1"),
    HandWorkedCase(
      // The same days as overlap: 34 + 12 and 34 + 7.
      name: "concurrent use: the days counted",
      world: Tiny.world(cobFills) { study in
        study.measures.overlap = [DrugPair(first: "opioid", second: "benzodiazepine")]
      },
      figures: [HandWorkedFigure("overlap_days", pair, per: "days:opioid", 41, "46")]),
    cob("29 concurrent days are not enough", ["2024-01-01 29 OP1", "2024-02-20 1 OP1"] + twoOthers, 0, "1"),
    cob("30 concurrent days are", ["2024-01-01 30 OP1", "2024-02-20 1 OP1"] + twoOthers, 1, "1"),
    cob("14 opioid days make nobody eligible", ["2024-01-01 13 OP1", "2024-02-20 1 OP1"], nil, ""),
    cob("15 opioid days do", ["2024-01-01 14 OP1", "2024-02-20 1 OP1"], 0, "1"),
    cob("a first fill on 2 December", ["2024-12-02 14 OP1", "2024-12-20 1 OP1"], 0, "1"),
    cob("a first fill on 3 December", ["2024-12-03 14 OP1", "2024-12-20 1 OP1"], nil, ""),
    cob("one date of opioid fills", ["2024-02-01 30 OP1", "2024-02-01 30 CMB"], nil, ""),
    providers("three prescribers on the first and last day of a window", lastDate: "2024-06-28", 1),
    providers("a day too late", lastDate: "2024-06-29", 0),
    persistence,
    alternatives("on the first day before and the last after", "2024-06-01", "2024-07-30", 1, 1),
    alternatives("a day earlier and a day later", "2024-05-31", "2024-07-31", 0, 0),
    alternatives("on the day before and the day itself", "2024-06-30", "2024-07-01", 1, 1),
  ]

  private static let twoOthers = ["2024-01-01 20 BZ1", "2024-01-21 30 BZ1"]

  private static func cob(_ name: String, _ fills: [String], _ numerator: Int?, _ denominator: String)
    -> HandWorkedCase
  {
    let world = Tiny.world(fills) { study in
      study.measures.extended.cob = CobMeasure(
        opioids: "opioid", benzodiazepines: "benzodiazepine", exclude: [])
    }
    let figure =
      numerator.map { HandWorkedFigure("cob", pair, per: "cob_eligible", $0, denominator) }
      ?? .absent("cob", pair, per: "cob_eligible")
    return HandWorkedCase(name: name, world: world, figures: [figure])
  }

  /// 180 days from 1 January 2024 end on 28 June.
  private static func providers(_ name: String, lastDate: String, _ numerator: Int) -> HandWorkedCase {
    var world = Tiny.world(["2024-01-01 5 OP1", "2024-03-01 5 OP1", "\(lastDate) 5 OP1", "2024-04-01 5 OP1"])
    {
      study in
      study.measures.extended.providers = ProvidersMeasure(
        drugs: ["opioid"], prescribers: 3, pharmacies: 2, window: 180)
    }
    for (place, names) in [("A", "X"), ("B", "X"), ("C", "Y"), ("", "")].enumerated() {
      (world.prescriptions[place].prescriber, world.prescriptions[place].pharmacy) = names
    }
    return HandWorkedCase(
      name: "providers: \(name)", world: world,
      figures: [
        HandWorkedFigure(
          "multiple_providers 3x2/180d", "opioid", per: "persons", numerator, "1",
          estimate: numerator == 0 ? "0.0000" : "100000.0000")
      ])
  }

  /// Four new users of 2024, gap 7: A 10 days, then stopped; B 20 days, then stopped; C observed until her
  /// 28th day of use; D uses from 12 December on, 20 days to the end. Nobody can see whether use ended on
  /// one of their last 8 days. Times: 10, 20, 20 censored, 12 censored. S(10) = 3/4; after D's 12 days, S(20)
  /// = 3/4 x 1/2 = 3/8.
  private static let persistence: HandWorkedCase = {
    let ids = ["A", "B", "C", "D"]
    let roster = ids.map {
      RosterRow(
        patient: $0, birth: "1960-05-05", sex: "F", start: "2020-01-01", end: $0 == "C" ? "2024-03-28" : "")
    }
    let fills = [
      "2024-03-01 10 BZ1 A", "2024-03-01 20 BZ1 B", "2024-03-01 60 BZ1 C", "2024-12-12 30 BZ1 D",
    ]
    let world = Tiny.world(fills, roster: roster) { study in
      study.measures.extended.persistence = PersistenceMeasure(
        drugs: ["benzodiazepine"], washout: 365, gap: 7, at: [9, 10, 19, 20, 21])
    }
    func at(_ day: Int, _ longer: Int, _ estimate: String) -> HandWorkedFigure {
      HandWorkedFigure(
        "persistence at=\(day)/gap7", "benzodiazepine", per: "new_users", longer, "4", estimate: estimate)
    }
    return HandWorkedCase(
      name: "persistence of four new users", world: world,
      figures: [
        at(9, 4, "100.0000"), at(10, 3, "75.0000"), at(19, 2, "75.0000"), at(20, 0, "37.5000"),
        at(21, 0, ""),
        HandWorkedFigure(
          "persistence_median gap7", "benzodiazepine", per: "new_users", 2, "4", estimate: "20.0000"),
      ])
  }()

  /// A new user of benzodiazepines on 1 July; 30 days before begin on 1 June, 30 from then on end on 30 July.
  private static func alternatives(
    _ name: String, _ first: String, _ second: String, _ before: Int, _ after: Int
  ) -> HandWorkedCase {
    let world = Tiny.world(["\(first) 5 OP1", "2024-07-01 10 BZ1", "\(second) 5 OP1"]) { study in
      study.measures.extended.alternatives = AlternativesMeasure(
        index: "benzodiazepine", washout: 90, other: ["opioid"], before: 30, after: 30)
    }
    return HandWorkedCase(
      name: "alternatives: \(name)", world: world,
      figures: ["opioid", "any"].flatMap { drug in
        [
          HandWorkedFigure(
            "alternatives \(drug)/before30", "benzodiazepine", per: "new_users", before, "1"),
          HandWorkedFigure(
            "alternatives \(drug)/after30", "benzodiazepine", per: "new_users_followed", after, "1"),
        ]
      })
  }
}
