extension HandWorkedCase {
  /// Four fills of 30 days. As dispensed: 1-30 January, 25 January - 23 February (together 31 + 23 = 54
  /// days), 10 March - 8 April, 15 May - 13 June: 114 days. 24 February - 9 March are 15 days without supply,
  /// 9 April - 14 May are 36. Carried over, the second fill covers 31 January - 29 February: 120 days.
  private static let fourFills = [
    "2024-01-01 30 BZ1", "2024-01-25 30 BZ1", "2024-03-10 30 BZ1", "2024-05-15 30 BZ1",
  ]

  /// Supply, coverage and carry-over.
  static let supplyCases: [HandWorkedCase] = [
    Tiny.longTerm(
      "four fills: 120 days supplied, 114 covered", fourFills,
      [.supply(120): true, .supply(121): false, .covered(114): true, .covered(115): false]),
    Tiny.longTerm(
      "four fills, carry_over drug: 120 covered", fourFills,
      [.supply(120): true, .supply(121): false, .covered(120): true, .covered(121): false], carryOver: .drug),
    Tiny.longTerm(
      "four fills, carry_over class: 120 covered", fourFills,
      [.covered(120): true, .covered(121): false], carryOver: .byClass),
    // 1-30 January and 11 January - 9 February: 40 days; end to end 1 January - 29 February: 60.
    Tiny.longTerm(
      "two ingredients, carry_over none", ["2024-01-01 30 BZ1", "2024-01-11 30 BZ2"],
      [.covered(40): true, .covered(41): false]),
    Tiny.longTerm(
      "two ingredients, carry_over drug: each its own chain", ["2024-01-01 30 BZ1", "2024-01-11 30 BZ2"],
      [.covered(40): true, .covered(41): false], carryOver: .drug),
    Tiny.longTerm(
      "two ingredients, carry_over class: one chain", ["2024-01-01 30 BZ1", "2024-01-11 30 BZ2"],
      [.covered(60): true, .covered(61): false], carryOver: .byClass),
    Tiny.longTerm(
      "two fills of one day, carry_over none", ["2024-01-01 30 BZ1", "2024-01-01 30 BZ1"],
      [.supply(60): true, .supply(61): false, .covered(30): true, .covered(31): false]),
    Tiny.longTerm(
      "two fills of one day, carry_over drug", ["2024-01-01 30 BZ1", "2024-01-01 30 BZ1"],
      [.covered(60): true, .covered(61): false], carryOver: .drug),
    // 1-10 January, then a fill on the 10th: one day in common, carried over to 11-20 January.
    Tiny.longTerm(
      "a fill on the last day of supply, carry_over none", ["2024-01-01 10 BZ1", "2024-01-10 10 BZ1"],
      [.covered(19): true, .covered(20): false]),
    Tiny.longTerm(
      "a fill on the last day of supply, carry_over drug", ["2024-01-01 10 BZ1", "2024-01-10 10 BZ1"],
      [.covered(20): true, .covered(21): false], carryOver: .drug),
    // 1-10 January, 3-7 carried to 11-15, 9-13 carried to 16-20: the end before counts, not the date.
    Tiny.longTerm(
      "carry-over adds up over several early fills",
      ["2024-01-01 10 BZ1", "2024-01-03 5 BZ1", "2024-01-09 5 BZ1"],
      [.covered(20): true, .covered(21): false, .continuous(20, gap: 0): true], carryOver: .drug),
    // Without ingredients: 1-10 and 5-14 January, 14 days; as one class 20.
    Tiny.longTerm(
      "two codes without ingredient, carry_over drug: each its own",
      ["2024-01-01 10 XX1", "2024-01-05 10 XX2"],
      [.covered(14): true, .covered(15): false], carryOver: .drug),
    Tiny.longTerm(
      "two codes without ingredient, carry_over class", ["2024-01-01 10 XX1", "2024-01-05 10 XX2"],
      [.covered(20): true, .covered(21): false], carryOver: .byClass),
    Tiny.longTerm(
      "one code without ingredient twice, carry_over drug", ["2024-01-01 10 XX1", "2024-01-05 10 xx1"],
      [.covered(20): true, .covered(21): false], carryOver: .drug),
    twoIngredientsOfOneClass, coveredOnlyFromAnUnobservedFill,
  ]

  /// A product with two ingredients of a class is one fill of it. Oxycodone: 1-30 January and, carried over,
  /// 31 January - 29 February; morphine: 1-30 January; the class 60 days.
  private static let twoIngredientsOfOneClass = HandWorkedCase(
    name: "a product with two ingredients of a class, carry_over drug",
    world: Tiny.world(["2024-01-01 30 CMB2", "2024-01-16 30 OP1"]) { study in
      study.carryOver = .drug
      study.measures.fillRate = ["opioid", "oxycodone", "morphine"]
      study.measures.longTerm = ["opioid", "oxycodone", "morphine"]
      study.measures.definitions = [.supply(60), .covered(60), .covered(61), .covered(30), .covered(31)]
    },
    figures: [
      HandWorkedFigure("fill_rate", "opioid", per: "person_years", 2, "1.0021"),
      HandWorkedFigure("fill_rate", "oxycodone", per: "person_years", 2, "1.0021"),
      HandWorkedFigure("fill_rate", "morphine", per: "person_years", 1, "1.0021"),
      HandWorkedFigure("long_term_use supply>=60", "opioid", per: "persons", 1, "1"),
      HandWorkedFigure("long_term_use covered>=60", "opioid", per: "persons", 1, "1"),
      HandWorkedFigure("long_term_use covered>=61", "opioid", per: "persons", 0, "1"),
      HandWorkedFigure("long_term_use covered>=60", "oxycodone", per: "persons", 1, "1"),
      HandWorkedFigure("long_term_use covered>=30", "morphine", per: "persons", 1, "1"),
      HandWorkedFigure("long_term_use covered>=31", "morphine", per: "persons", 0, "1"),
    ])

  /// Observed from 1 February; a fill of 25 January covers until 23 February: no user, 23 covered days.
  private static let coveredOnlyFromAnUnobservedFill = HandWorkedCase(
    name: "a fill on an unobserved day covers days but is no use",
    world: Tiny.world(
      ["2024-01-25 30 BZ1"], roster: [RosterRow(patient: "P1", birth: "1960-05-05", start: "2024-02-01")]
    ) { study in
      study.measures.prevalence = ["benzodiazepine"]
      study.measures.fillRate = ["benzodiazepine"]
      study.measures.longTerm = ["benzodiazepine"]
      study.measures.definitions = [.supply(1), .covered(23), .covered(24), .continuous(30, gap: 0)]
    },
    figures: [
      HandWorkedFigure(
        "prevalence", "benzodiazepine", per: "persons", 0, "1", estimate: "0.0000",
        limits: ("0.0000", "793.4506")),
      // 366 - 31 = 335 days; the upper limit of 0 events is 3.688879 x 365.25 / 335 = 4.021980 a year.
      HandWorkedFigure(
        "fill_rate", "benzodiazepine", per: "person_years", 0, "0.9172", estimate: "0.0000",
        limits: ("0.0000", "4021.9798")),
      .longTerm("supply>=1", false), .longTerm("covered>=23", true), .longTerm("covered>=24", false),
      .longTerm("continuous>=30/gap0", true),
      .absent("long_term_use covered>=23", "benzodiazepine", per: "users"),
    ])
}

extension HandWorkedCase {
  /// Eras and continuous use.
  static let eraCases: [HandWorkedCase] = [
    Tiny.longTerm(
      "four fills: eras of 54, 30 and 30 days at gap 0", fourFills,
      [.continuous(54, gap: 0): true, .continuous(55, gap: 0): false]),
    Tiny.longTerm(
      "four fills: a gap of exactly 15 days joins at gap 15, to 99 days", fourFills,
      [.continuous(99, gap: 15): true, .continuous(100, gap: 15): false]),
    Tiny.longTerm(
      "four fills: a gap of 15 days does not join at gap 14", fourFills,
      [.continuous(54, gap: 14): true, .continuous(55, gap: 14): false]),
    // 31 + 29 + 31 + 30 + 31 + 13 = 165 days from 1 January to 13 June.
    Tiny.longTerm(
      "four fills: gaps of at most 36 join all, to 165 days", fourFills,
      [.continuous(165, gap: 36): true, .continuous(166, gap: 36): false, .continuous(100, gap: 35): false]),
    // Carried over: 1 January - 29 February (60), then 1-9 March without supply.
    Tiny.longTerm(
      "four fills, carry_over drug: 60 days, and 99 over a gap of 9", fourFills,
      [
        .continuous(60, gap: 8): true, .continuous(61, gap: 8): false, .continuous(99, gap: 9): true,
        .continuous(100, gap: 9): false,
      ], carryOver: .drug),
    Tiny.longTerm(
      "gap 0 joins fills back to back", ["2024-01-01 10 BZ1", "2024-01-11 10 BZ1"],
      [.continuous(20, gap: 0): true, .continuous(21, gap: 0): false]),
    Tiny.longTerm(
      "gap 0 does not join over one day", ["2024-01-01 10 BZ1", "2024-01-12 10 BZ1"],
      [.continuous(10, gap: 0): true, .continuous(11, gap: 0): false, .continuous(21, gap: 1): true]),
    // From 20 December 2023, day 90 is 18 March 2024 (12 + 31 + 29 + 18), the last covered day.
    Tiny.longTerm(
      "an era is counted from its first day, in the year before", ["2023-12-20 90 BZ1"],
      [
        .continuous(90, gap: 0): true, .continuous(91, gap: 0): false, .covered(78): true,
        .covered(79): false,
        .supply(1): false,
      ]),
    // Dead on 29 January: day 29 of the era is the last that is observed; the later fill is of no moment.
    Tiny.longTerm(
      "continuous use ends with observation", ["2024-01-01 30 BZ1", "2024-01-31 30 BZ1"],
      [.continuous(29, gap: 0): true, .continuous(30, gap: 0): false, .supply(30): true, .supply(31): false],
      roster: [RosterRow(patient: "P1", start: "2020-01-01", death: "2024-01-29")]),
  ]
}
