extension HandWorkedCase {
  /// Gaps of an era: a gap as long as the study allows, and one a day longer.
  static let gapCases: [HandWorkedCase] = [
    // 1 January - 29 February are covered, whatever ends on 14 January; 1-7 March are not: 77 days to the
    // 17th.
    Tiny.longTerm(
      "gaps: a short fill inside a longer one",
      ["2024-01-01 60 BZ1", "2024-01-10 5 BZ1", "2024-03-08 10 BZ1"],
      [
        .continuous(77, gap: 7): true, .continuous(78, gap: 7): false, .continuous(60, gap: 6): true,
        .continuous(61, gap: 6): false,
      ]),
    // 11-17 January are 7 days, 28 January - 4 February are 8.
    Tiny.longTerm(
      "gaps: of two only the shorter is bridged",
      ["2024-01-01 10 BZ1", "2024-01-18 10 BZ1", "2024-02-05 10 BZ1"],
      [
        .continuous(10, gap: 6): true, .continuous(11, gap: 6): false, .continuous(27, gap: 7): true,
        .continuous(28, gap: 7): false, .continuous(45, gap: 8): true, .continuous(46, gap: 8): false,
      ]),
    // 1-25 December, then 7 days to 1 January: the 42nd day is 11 January.
    Tiny.longTerm(
      "gaps: over the first day of the study", ["2023-12-01 25 BZ1", "2024-01-02 10 BZ1"],
      [
        .continuous(42, gap: 7): true, .continuous(43, gap: 7): false, .continuous(10, gap: 6): true,
        .continuous(11, gap: 6): false,
      ]),
    // As one class 1-20 January, then 21-27 without supply; to 6 February 37 days.
    Tiny.longTerm(
      "gaps: carry-over makes them shorter", ["2024-01-01 10 BZ1", "2024-01-06 10 BZ2", "2024-01-28 10 BZ1"],
      [
        .continuous(20, gap: 6): true, .continuous(21, gap: 6): false, .continuous(37, gap: 7): true,
        .continuous(38, gap: 7): false,
      ], carryOver: .byClass),
    // As dispensed 1-15 January, then 12 days.
    Tiny.longTerm(
      "gaps: without carry-over they are longer",
      ["2024-01-01 10 BZ1", "2024-01-06 10 BZ2", "2024-01-28 10 BZ1"],
      [.continuous(16, gap: 11): false, .continuous(37, gap: 12): true]),
    // 10-19 January; 2 days; 22-31 January, none of it observed; 7 days; 8-17 February is day 30 to 39.
    Tiny.longTerm(
      "gaps: an unobserved fill is part of the era",
      ["2024-01-10 10 BZ1", "2024-01-22 10 BZ1", "2024-02-08 10 BZ1"],
      [
        .continuous(39, gap: 7): true, .continuous(40, gap: 7): false, .continuous(10, gap: 6): true,
        .continuous(11, gap: 6): false,
      ],
      roster: [
        RosterRow(patient: "P1", start: "2024-01-01", end: "2024-01-15"),
        RosterRow(patient: "P1", start: "2024-02-01"),
      ]),
    eraOfAClass,
    stops("gaps: as long as allowed, use goes on", gap: 7, after: 27),
    stops("gaps: a day longer, and use has ended", gap: 6, after: 10),
  ]

  /// Diazepam on 1-10 January, alprazolam on 18-27: an era of the class, two of its ingredients.
  private static let eraOfAClass = HandWorkedCase(
    name: "gaps: of a class and of its ingredients",
    world: Tiny.world(["2024-01-01 10 BZ1", "2024-01-18 10 BZ2"]) { study in
      study.measures.longTerm = ["benzodiazepine", "diazepam", "alprazolam"]
      study.measures.definitions = [10, 11, 27].map { .continuous($0, gap: 7) }
    },
    figures: [("benzodiazepine", 1), ("diazepam", 0), ("alprazolam", 0)].flatMap { drug, both in
      [(10, 1), (11, both), (27, both)].map { days, meets in
        HandWorkedFigure("long_term_use continuous>=\(days)/gap7", drug, per: "persons", meets, "1")
      }
    })

  /// 1-10 March, 7 days, 18-27 March: someone who uses for 27 days, or for 10.
  private static func stops(_ name: String, gap: Int, after days: Int) -> HandWorkedCase {
    let world = Tiny.world(["2024-03-01 10 BZ1", "2024-03-18 10 BZ1"]) { study in
      study.measures.extended.persistence = PersistenceMeasure(
        drugs: ["benzodiazepine"], washout: 30, gap: gap, at: [days - 1, days])
    }
    func at(_ day: Int, _ longer: Int, _ estimate: String) -> HandWorkedFigure {
      HandWorkedFigure(
        "persistence at=\(day)/gap\(gap)", "benzodiazepine", per: "new_users", longer, "1",
        estimate: estimate)
    }
    return HandWorkedCase(
      name: name, world: world,
      figures: [
        at(days - 1, 1, "100.0000"), at(days, 0, "0.0000"),
        HandWorkedFigure(
          "persistence_median gap\(gap)", "benzodiazepine", per: "new_users", 1, "1",
          estimate: "\(days).0000"),
      ])
  }
}
