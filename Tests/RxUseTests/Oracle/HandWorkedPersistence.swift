extension HandWorkedCase {
  /// New users, each with one fill (date and days) and observed to its own last day, or to its death, or to the end of
  /// 2021; death competes where there are any.
  private static func newUsers(
    _ fills: [String], gap: Int, at days: [Int], ends: [String] = [], deaths: [String]? = nil
  ) -> NaiveWorld {
    let roster = fills.indices.map { number in
      RosterRow(
        patient: "P\(number)", birth: "1960-05-05", start: "2020-01-01",
        end: ends.indices.contains(number) ? ends[number] : "", death: deaths?[number] ?? "")
    }
    let rows = fills.enumerated().map { "2021-\($1) BZ1 P\($0)" }
    return Tiny.world(rows, from: NaiveDate(2021, 1, 1), to: NaiveDate(2021, 12, 31), roster: roster) {
      study in
      study.measures.extended.persistence = PersistenceMeasure(
        drugs: ["benzodiazepine"], washout: 365, gap: gap, at: days, deathCompetes: deaths != nil)
    }
  }

  private static func figure(
    _ definition: String, _ numerator: Int, of users: Int, _ estimate: String,
    limits: (String, String) = ("", "")
  ) -> HandWorkedFigure {
    let measure = definition.hasPrefix("at") ? "persistence" : "persistence_median"
    return HandWorkedFigure(
      "\(measure) \(definition)", "benzodiazepine", per: "new_users", numerator, "\(users)",
      in: "2021-01-01..2021-12-31", estimate: estimate, limits: limits)
  }

  /// How one new user with 10 days from 1 October counts, observed to a last day.
  private static func last(_ name: String, _ end: String, gap: Int, _ figures: [HandWorkedFigure])
    -> HandWorkedCase
  {
    HandWorkedCase(
      name: "persistence: \(name)",
      world: newUsers(["10-01 10"], gap: gap, at: [1, 2, 9, 10], ends: ["2021-\(end)"]), figures: figures)
  }

  /// Until when someone counts who was not seen to stop.
  static let persistenceCases: [HandWorkedCase] = [
    HandWorkedCase(
      // The contract's example: stopped at 30, 90 and 60, not at 61, 6 and -9.
      name: "persistence: six new users, one never at risk",
      world: newUsers(
        ["01-10 30", "03-01 90", "10-01 60", "10-01 62", "11-25 10", "12-10 10"], gap: 30,
        at: [6, 29, 30, 59, 60, 61, 90]),
      figures: [
        figure("at=6/gap30", 4, of: 6, "100.0000"), figure("at=29/gap30", 4, of: 6, "100.0000"),
        figure("at=30/gap30", 3, of: 6, "75.0000", limits: ("12.7947", "96.0549")),
        figure("at=59/gap30", 3, of: 6, "75.0000"),
        figure("at=60/gap30", 2, of: 6, "50.0000", limits: ("5.7847", "84.4861")),
        figure("at=61/gap30", 1, of: 6, "50.0000"), figure("at=90/gap30", 0, of: 6, "0.0000"),
        figure("gap30", 3, of: 6, "60.0000"),
      ]),
    // The 7 days after 10 October end on 17 October; only the 18th shows that the gap is longer.
    last(
      "the day after the gap is observed", "10-18", gap: 7,
      [
        figure("at=9/gap7", 1, of: 1, "100.0000"), figure("at=10/gap7", 0, of: 1, "0.0000"),
        figure("gap7", 1, of: 1, "10.0000"),
      ]),
    // 17 - 7 - 1 = 9: nothing is known of the 10th day.
    last(
      "the gap is observed, the day after it is not", "10-17", gap: 7,
      [
        figure("at=2/gap7", 1, of: 1, "100.0000"), figure("at=9/gap7", 0, of: 1, "100.0000"),
        undefined("at=10/gap7"), undefined("gap7"),
      ]),
    last(
      "one day at risk", "10-09", gap: 7,
      [figure("at=1/gap7", 0, of: 1, "100.0000"), undefined("at=2/gap7"), undefined("gap7")]),
    last("no day at risk", "10-08", gap: 7, [undefined("at=1/gap7"), undefined("gap7")]),
    last(
      "gap 0, the day after is observed", "10-11", gap: 0,
      [figure("at=10/gap0", 0, of: 1, "0.0000"), figure("gap0", 1, of: 1, "10.0000")]),
    last(
      "gap 0, the day after is not", "10-10", gap: 0,
      [figure("at=9/gap0", 0, of: 1, "100.0000"), undefined("at=10/gap0"), undefined("gap0")]),
    withoutThoseNeverAtRisk,
  ]

  private static func incidence(
    _ definition: String, _ numerator: Int, of users: Int, _ estimate: String,
    limits: (String, String) = ("", "")
  ) -> HandWorkedFigure {
    let measure = definition.hasPrefix("at") ? "discontinuation" : "discontinuation_median"
    return HandWorkedFigure(
      "\(measure) \(definition)", "benzodiazepine", per: "new_users", numerator, "\(users)",
      in: "2021-01-01..2021-12-31", estimate: estimate, limits: limits)
  }

  /// One new user with 10 days from 1 October, who dies.
  private static func death(_ name: String, on day: String, _ figures: [HandWorkedFigure]) -> HandWorkedCase {
    HandWorkedCase(
      name: "discontinuation: \(name)",
      world: newUsers(["10-01 10"], gap: 7, at: [3, 10], deaths: [day]), figures: figures)
  }

  /// Where death competes.
  static let discontinuationCases: [HandWorkedCase] = [
    death(
      "death on the last covered day", on: "2021-10-10",
      [incidence("at=3/gap7", 0, of: 1, "0.0000"), incidence("at=10/gap7", 0, of: 1, "0.0000")]),
    death(
      "death within the supply", on: "2021-10-03",
      [
        incidence("at=3/gap7", 0, of: 1, "0.0000"), incidence("at=10/gap7", 0, of: 1, "0.0000"),
        incidence("gap7", 0, of: 1, "").undefined,
      ]),
    // 17 October is the last of the 7 days after the 10th.
    death(
      "death on the last day of the gap", on: "2021-10-17",
      [incidence("at=10/gap7", 0, of: 1, "0.0000"), incidence("gap7", 0, of: 1, "").undefined]),
    death(
      "death a day after the gap, which was seen", on: "2021-10-18",
      [
        incidence("at=3/gap7", 0, of: 1, "0.0000"), incidence("at=10/gap7", 1, of: 1, "100.0000"),
        incidence("gap7", 1, of: 1, "10.0000"),
      ]),
    HandWorkedCase(
      // After the study nobody knows: 31 - 7 - 1 = 23 December is the last day of which something is known.
      name: "discontinuation: death after the study",
      world: newUsers(["12-20 30"], gap: 7, at: [4, 5], deaths: ["2022-01-05"]),
      figures: [
        incidence("at=4/gap7", 0, of: 1, "0.0000"), incidence("at=5/gap7", 0, of: 1, "").undefined,
      ]),
    HandWorkedCase(
      // Stopped at 10 and 20, dead at 10 and 15, observed until the end: F(10) = 1/5; two of five are gone, and one of the
      // three left dies at 15; F(20) = 1/5 + 2/5 x 1/2. Variance at 10: 1/5 x 4/5 / 5.
      name: "discontinuation: one stops and one dies on one day",
      world: newUsers(
        ["03-01 10", "03-01 10", "03-01 15", "03-01 20", "03-01 306"], gap: 7, at: [9, 10, 19, 20, 300],
        deaths: ["", "2021-03-12", "2021-03-16", "", ""]),
      figures: [
        incidence("at=9/gap7", 0, of: 5, "0.0000"),
        incidence("at=10/gap7", 1, of: 5, "20.0000", limits: ("0.8369", "58.1853")),
        incidence("at=19/gap7", 1, of: 5, "20.0000"), incidence("at=20/gap7", 2, of: 5, "40.0000"),
        incidence("at=300/gap7", 2, of: 5, "").undefined, incidence("gap7", 2, of: 5, "").undefined,
      ]),
    HandWorkedCase(
      // The contract's example: with nobody dead 1 less the shares of those who stay.
      name: "discontinuation: nobody dies",
      world: newUsers(
        ["01-10 30", "03-01 90", "10-01 60", "10-01 62", "11-25 10", "12-10 10"], gap: 30,
        at: [29, 30, 60, 61, 90], deaths: Array(repeating: "", count: 6)),
      figures: [
        incidence("at=29/gap30", 0, of: 6, "0.0000"), incidence("at=30/gap30", 1, of: 6, "25.0000"),
        incidence("at=60/gap30", 2, of: 6, "50.0000"), incidence("at=61/gap30", 2, of: 6, "50.0000"),
        incidence("at=90/gap30", 3, of: 6, "100.0000"), incidence("gap30", 3, of: 6, "60.0000"),
      ]),
  ]

  /// A row of one new user of whom nothing is known so far.
  private static func undefined(_ definition: String) -> HandWorkedFigure {
    figure(definition, 0, of: 1, "").undefined
  }

  /// One stops after a day, one goes on, and three begin too late to be at risk: S(1) = 1/2 and not 4/5.
  private static let withoutThoseNeverAtRisk = HandWorkedCase(
    name: "persistence: the first event, and who is never at risk",
    world: newUsers(["03-01 1", "03-01 60", "12-30 5", "12-24 5", "12-31 5"], gap: 7, at: [1, 2]),
    figures: [
      figure("at=1/gap7", 1, of: 5, "50.0000"), figure("at=2/gap7", 1, of: 5, "50.0000"),
      figure("gap7", 2, of: 5, "1.0000"),
    ])
}
