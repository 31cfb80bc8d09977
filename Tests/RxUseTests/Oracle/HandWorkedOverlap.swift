extension HandWorkedCase {
  private static let pair = DrugPair(first: "benzodiazepine", second: "opioid")

  private static func overlap(
    _ name: String, _ fills: [String], _ figures: [HandWorkedFigure], pairs: [DrugPair] = [pair],
    carryOver: CarryOver = .none, roster: [RosterRow] = Tiny.roster
  ) -> HandWorkedCase {
    let world = Tiny.world(fills, roster: roster) { study in
      study.carryOver = carryOver
      study.measures.prevalence = ["benzodiazepine", "opioid"]
      study.measures.overlap = pairs
      study.measures.overlapDays = [1, 2, 30]
    }
    return HandWorkedCase(name: name, world: world, figures: figures)
  }

  /// Overlap of two classes.
  static let overlapCases: [HandWorkedCase] = [
    // 1-10 and 10-19 January.
    overlap(
      "overlap of exactly one day", ["2024-01-01 10 BZ1", "2024-01-10 10 OP1"],
      [
        HandWorkedFigure(
          "overlap days>=1", "benzodiazepine+opioid", per: "persons", 1, "1", estimate: "1000.0000"),
        HandWorkedFigure(
          "overlap days>=1", "benzodiazepine+opioid", per: "exposed:benzodiazepine", 1, "1",
          estimate: "100.0000"),
        HandWorkedFigure("overlap days>=2", "benzodiazepine+opioid", per: "persons", 0, "1"),
        HandWorkedFigure("overlap days>=2", "benzodiazepine+opioid", per: "exposed:opioid", 0, "1"),
        HandWorkedFigure(
          "overlap_days", "benzodiazepine+opioid", per: "days:benzodiazepine", 1, "10", estimate: "10.0000"),
        HandWorkedFigure(
          "overlap_days", "benzodiazepine+opioid", per: "days:opioid", 1, "10", estimate: "10.0000"),
      ]),
    overlap(
      "back to back is no overlap", ["2024-01-01 10 BZ1", "2024-01-11 10 OP1"],
      [
        HandWorkedFigure(
          "overlap days>=1", "benzodiazepine+opioid", per: "persons", 0, "1", estimate: "0.0000"),
        HandWorkedFigure(
          "overlap_days", "benzodiazepine+opioid", per: "days:opioid", 0, "10", estimate: "0.0000"),
      ]),
    // 27 December - 5 January, and 1 January on: 5 days; exposed, though no benzodiazepine is filled in 2024.
    overlap(
      "supply from before the study overlaps inside it", ["2023-12-27 10 BZ1", "2024-01-01 30 OP1"],
      [
        HandWorkedFigure("prevalence", "benzodiazepine", per: "persons", 0, "1"),
        HandWorkedFigure("overlap days>=2", "benzodiazepine+opioid", per: "exposed:benzodiazepine", 1, "1"),
        HandWorkedFigure(
          "overlap_days", "benzodiazepine+opioid", per: "days:benzodiazepine", 5, "5", estimate: "100.0000"),
        HandWorkedFigure(
          "overlap_days", "benzodiazepine+opioid", per: "days:opioid", 5, "30", estimate: "16.6667"),
      ]),
    // Observed until 15 January: benzodiazepine 1-15, opioid 15, in common 15.
    overlap(
      "only observed days overlap", ["2024-01-01 30 BZ1", "2024-01-15 30 OP1"],
      [
        HandWorkedFigure("overlap days>=1", "benzodiazepine+opioid", per: "persons", 1, "1"),
        HandWorkedFigure("overlap days>=2", "benzodiazepine+opioid", per: "persons", 0, "1"),
        HandWorkedFigure("overlap_days", "benzodiazepine+opioid", per: "days:benzodiazepine", 1, "15"),
        HandWorkedFigure("overlap_days", "benzodiazepine+opioid", per: "days:opioid", 1, "1"),
      ], roster: [RosterRow(patient: "P1", start: "2020-01-01", end: "2024-01-15")]),
    overlap(
      "no exposure, no row", ["2024-01-01 30 BZ1"],
      [
        HandWorkedFigure("overlap days>=1", "benzodiazepine+opioid", per: "persons", 0, "1"),
        HandWorkedFigure("overlap days>=1", "benzodiazepine+opioid", per: "exposed:benzodiazepine", 0, "1"),
        .absent("overlap days>=1", "benzodiazepine+opioid", per: "exposed:opioid"),
        .absent("overlap_days", "benzodiazepine+opioid", per: "days:opioid"),
      ]),
    overlap(
      "a combination product overlaps with itself", ["2024-01-01 30 CMB"],
      [
        HandWorkedFigure("overlap days>=30", "opioid+gabapentinoid", per: "persons", 1, "1"),
        HandWorkedFigure("overlap_days", "opioid+gabapentinoid", per: "days:gabapentinoid", 30, "30"),
      ], pairs: [pair, DrugPair(first: "opioid", second: "gabapentinoid")]),
    // The class runs 1 January - 29 February, the ingredient by itself 11 January - 9 February.
    overlap(
      "carry_over class: an ingredient by name has a chain of its own",
      ["2024-01-01 30 BZ1", "2024-01-11 30 BZ2"],
      [
        HandWorkedFigure(
          "overlap_days", "benzodiazepine+alprazolam", per: "days:benzodiazepine", 30, "60",
          estimate: "50.0000"),
        HandWorkedFigure("overlap_days", "benzodiazepine+alprazolam", per: "days:alprazolam", 30, "30"),
      ], pairs: [DrugPair(first: "benzodiazepine", second: "alprazolam")], carryOver: .byClass),
    // As dispensed both end on 30 January; carried over the second benzodiazepine fill covers 31 January on.
    overlap(
      "carried supply overlaps where it is carried to",
      ["2024-01-01 30 BZ1", "2024-01-21 10 BZ1", "2024-01-31 30 OP1"],
      [
        HandWorkedFigure(
          "overlap_days", "benzodiazepine+opioid", per: "days:benzodiazepine", 10, "40", estimate: "25.0000")
      ], carryOver: .drug),
  ]
}
