extension HandWorkedCase {
  /// Eight people by sex and birth, all observed in 2024; the first of each sex as it is written has a fill.
  private static func levels(
    _ name: String, _ figures: [HandWorkedFigure], _ change: (inout NaiveSettings) -> Void
  ) -> HandWorkedCase {
    let people = [
      ("A", "F", "1960-05-05"), ("B", "female", "1960-05-05"), ("C", "M", "1960-05-05"),
      ("D", "m", "2010-05-05"),
      ("E", "u", "1960-05-05"), ("F", "", "1960-05-05"), ("G", "unknown", "2010-05-05"), ("H", "F", ""),
    ]
    let fills = people.map { "2024-02-01 30 BZ1 \($0.0)" }
    let roster = people.map { RosterRow(patient: $0.0, birth: $0.2, sex: $0.1, start: "2020-01-01") }
    let world = Tiny.world(fills, roster: roster) { study in
      study.measures.prevalence = ["benzodiazepine"]
      change(&study)
    }
    return HandWorkedCase(name: "levels: \(name)", world: world, figures: figures)
  }

  private static func persons(_ count: Int, _ levels: [String: String]) -> HandWorkedFigure {
    HandWorkedFigure("prevalence", "benzodiazepine", per: "persons", count, "\(count)", levels: levels)
  }

  private static func nobody(_ levels: [String: String]) -> HandWorkedFigure {
    .absent("prevalence", "benzodiazepine", per: "persons", levels: levels)
  }

  private static let sexes = [
    NaiveLevels(
      variable: "sex",
      names: [.init(name: "F", words: ["Female"]), .init(name: "unknown", words: ["U"])])
  ]

  /// Names of levels, and those who are unknown.
  static let levelCases: [HandWorkedCase] = [
    levels(
      "without names each is a level, but for the text unknown",
      [
        persons(8, ["sex": "all"]), persons(2, ["sex": "F"]), persons(1, ["sex": "female"]),
        persons(1, ["sex": "M"]), persons(1, ["sex": "m"]), persons(1, ["sex": "u"]),
        persons(2, ["sex": "unknown"]),
      ]
    ) { $0.groups = [["sex"]] },
    levels(
      "what is listed is joined, what is not keeps its name",
      [
        persons(8, ["sex": "all"]), persons(3, ["sex": "F"]), persons(1, ["sex": "M"]),
        persons(1, ["sex": "m"]), persons(3, ["sex": "unknown"]), nobody(["sex": "female"]),
        nobody(["sex": "u"]),
      ]
    ) { study in
      study.groups = [["sex"]]
      study.levels = sexes
    },
    levels(
      "the unknown are nobody, in the row of everyone too",
      [
        persons(5, ["sex": "all"]), persons(3, ["sex": "F"]), persons(1, ["sex": "M"]),
        nobody(["sex": "unknown"]),
      ]
    ) { study in
      study.groups = [["sex"]]
      study.levels = sexes
      study.dropsUnknown = true
    },
    levels(
      "whoever is unknown in one variable is in no row of another",
      [
        persons(4, ["sex": "all", "age": "all"]), persons(2, ["sex": "F", "age": "all"]),
        persons(1, ["sex": "m", "age": "all"]), persons(3, ["sex": "all", "age": "18+"]),
        persons(1, ["sex": "all", "age": "0-17"]), nobody(["sex": "all", "age": "unknown"]),
      ]
    ) { study in
      study.ageBands = [0, 18]
      study.groups = [["sex"], ["age"]]
      study.levels = sexes
      study.dropsUnknown = true
    },
    levels("what is in no grouping drops nobody", [persons(7, ["age": "all"]), persons(5, ["age": "18+"])]) {
      study in
      study.ageBands = [0, 18]
      study.groups = [["age"]]
      study.levels = sexes
      study.dropsUnknown = true
    },
    levels("without groupings nobody is dropped", [persons(8, [:])]) { $0.dropsUnknown = true },
    levels("below the first band is a known age", [persons(2, ["age": "under 18"])]) { study in
      study.ageBands = [18]
      study.groups = [["age"]]
      study.dropsUnknown = true
    },
    levels(
      "the unknown can be called something else, and are then known",
      [
        persons(8, ["sex": "all"]), persons(5, ["sex": "Other"]), persons(3, ["sex": "Women"]),
        nobody(["sex": "unknown"]),
      ]
    ) { study in
      study.groups = [["sex"]]
      study.levels = [
        NaiveLevels(
          variable: "sex",
          names: [
            .init(name: "Other", words: ["unknown", "u", "m"]), .init(name: "Women", words: ["f", "female"]),
          ])
      ]
      study.dropsUnknown = true
    },
    droppedWithOverlappingPeriods,
  ]

  /// A day in many periods is one observed day of a person who is dropped, too: there are no more stretches of covered
  /// observed days than there is room for.
  private static var droppedWithOverlappingPeriods: HandWorkedCase {
    let periods = (1...9).map { RosterRow(patient: "X", sex: "", start: "2023-0\($0)-01") }
    let world = Tiny.world(
      ["2024-02-01 10 BZ1 X", "2024-04-01 10 BZ1 X", "2024-06-01 10 BZ1 X", "2024-02-01 30 BZ1 A"],
      roster: periods + [RosterRow(patient: "A", sex: "F", start: "2020-01-01")]
    ) { study in
      study.measures.prevalence = ["benzodiazepine"]
      study.groups = [["sex"]]
      study.dropsUnknown = true
    }
    return HandWorkedCase(
      name: "levels: somebody unknown in overlapping periods", world: world,
      figures: [persons(1, ["sex": "all"]), persons(1, ["sex": "F"]), nobody(["sex": "unknown"])])
  }
}
