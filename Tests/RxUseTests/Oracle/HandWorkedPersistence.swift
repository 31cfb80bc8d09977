extension HandWorkedCase {
  /// New users, each with one fill (date and days) and observed to its own last day or the end of 2021.
  private static func newUsers(_ fills: [String], gap: Int, at days: [Int], ends: [String] = [])
    -> NaiveWorld
  {
    let roster = fills.indices.map { number in
      RosterRow(
        patient: "P\(number)", birth: "1960-05-05", start: "2020-01-01",
        end: ends.indices.contains(number) ? ends[number] : "")
    }
    let rows = fills.enumerated().map { "2021-\($1) BZ1 P\($0)" }
    return Tiny.world(rows, from: NaiveDate(2021, 1, 1), to: NaiveDate(2021, 12, 31), roster: roster) {
      study in
      study.measures.extended.persistence = PersistenceMeasure(
        drugs: ["benzodiazepine"], washout: 365, gap: gap, at: days)
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
