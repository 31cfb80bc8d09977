extension HandWorkedCase {
  private static func row(
    _ date: String, _ quantity: String = "30", days: String = "30", drug: String = "OP1",
    strength: String = "", prescriber: String = "D", status: String = "", claim: String = "",
    takesBack original: String = ""
  ) -> PrescriptionRow {
    PrescriptionRow(
      patient: "P1", date: date, days: days, drug: drug, quantity: quantity, strength: strength,
      prescriber: prescriber, pharmacy: "P", status: status, claim: claim, original: original)
  }

  private static func reversed(
    _ name: String, _ how: NaiveReversals, _ rows: [PrescriptionRow], _ fills: Int,
    dropDuplicates: Bool = false
  ) -> HandWorkedCase {
    var world = Tiny.world([]) { study in
      study.reversals = how
      study.dropDuplicates = dropDuplicates
      study.measures.prevalence = ["opioid"]
      study.measures.fillRate = ["opioid"]
    }
    world.layout.mapsStrength = true
    world.prescriptions = rows
    return HandWorkedCase(
      name: "reversals: \(name)", world: world,
      figures: [
        HandWorkedFigure("prevalence", "opioid", per: "persons", min(fills, 1), "1"),
        HandWorkedFigure("fill_rate", "opioid", per: "person_years", fills, "1.0021"),
      ])
  }

  /// Fills that are taken back.
  static let reversalCases: [HandWorkedCase] = [
    reversed("status", .status(["R", "V"]), [row("2024-02-01"), row("2024-02-01", status: "R")], 0),
    reversed(
      "status, the reversal in front", .status(["R", "V"]),
      [row("2024-02-01", status: "V"), row("2024-02-01", status: "P")], 0),
    reversed(
      "status: one of two equal fills", .status(["R"]),
      [row("2024-02-01"), row("2024-02-01"), row("2024-02-01", status: "R")], 1),
    reversed(
      "status: the second reversal of one fill takes no other one", .status(["R"]),
      [
        row("2024-02-01"), row("2024-02-01", status: "R"), row("2024-02-01", status: "R"),
        row("2024-02-02"),
      ], 1),
    reversed("status: a reversal of nothing is no fill", .status(["R"]), [row("2024-02-01", status: "R")], 0),
    reversed(
      "status: a reversal of something else takes nothing", .status(["R"]),
      [
        row("2024-02-01"), row("2024-02-02", status: "R"), row("2024-02-01", "31", status: "R"),
        row("2024-02-01", days: "29", status: "R"), row("2024-02-01", drug: "CMB2", status: "R"),
        row("2024-02-01", strength: "5", status: "R"), row("2024-02-01", prescriber: "E", status: "R"),
      ], 1),
    reversed("negative quantity", .negative, [row("2024-02-01"), row("2024-02-01", "-30.0")], 0),
    reversed("negative days", .negative, [row("2024-02-01"), row("2024-02-01", days: "-30")], 0),
    reversed("both negative", .negative, [row("2024-02-01"), row("2024-02-01", "-30", days: "-30")], 0),
    reversed(
      "negative: twice, and of nothing", .negative,
      [row("2024-02-01", "-30"), row("2024-02-01", "-30"), row("2024-02-01"), row("2024-03-01")], 1),
    reversed(
      "negative: of another quantity", .negative, [row("2024-02-01"), row("2024-02-01", "-15")], 1),
    reversed(
      "reference: every row of the claim, however the reversal is dated", .original,
      [
        row("2024-02-01", claim: "1"), row("2024-02-01", drug: "CMB2", claim: "1"),
        row("2024-02-01", claim: "2"), row("2024-03-09", "1", days: "1", claim: "3", takesBack: "1"),
      ], 1),
    reversed(
      "reference: a claim taken back twice, and one that nobody has", .original,
      [
        row("2024-02-01", claim: "1"), row("2024-02-01", claim: "2"),
        row("2024-02-02", claim: "3", takesBack: "1"), row("2024-02-03", claim: "4", takesBack: "1"),
        row("2024-02-03", claim: "5", takesBack: "9"),
      ], 1),
    reversed(
      "reference: on the last day of the study", .original,
      [row("2024-02-01", claim: "1"), row("2024-12-31", claim: "2", takesBack: "1")], 0),
    reversed(
      "reference: after the study nothing is taken back", .original,
      [row("2024-02-01", claim: "1"), row("2025-01-01", claim: "2", takesBack: "1")], 1),
    reversed(
      "before duplicates are dropped", .negative,
      [row("2024-02-01"), row("2024-02-01"), row("2024-02-01", "-30")], 1, dropDuplicates: true),
    notInTheWashout, noSupply,
  ]

  /// The fill of 20 December is taken back: that of 10 January is new use.
  private static let notInTheWashout: HandWorkedCase = {
    var world = Tiny.world([]) { study in
      study.reversals = .status(["R"])
      study.measures.incidence = ["opioid"]
      study.measures.washout = 30
    }
    world.prescriptions = [row("2023-12-20"), row("2023-12-20", status: "R"), row("2024-01-10")]
    // At risk on 1-10 January, and from 10 February on: 10 + 20 + 306 days.
    return HandWorkedCase(
      name: "reversals: a fill taken back is in no washout", world: world,
      figures: [HandWorkedFigure("incidence", "opioid", per: "person_years_at_risk", 1, "0.9199")])
  }()

  /// 1-30 January and 1-30 March are covered; 31 January - 29 February would have made one era of them.
  private static let noSupply: HandWorkedCase = {
    var world = Tiny.world([]) { study in
      study.reversals = .negative
      study.measures.longTerm = ["opioid"]
      study.measures.definitions = [.supply(60), .supply(61), .covered(61), .continuous(31, gap: 0)]
    }
    world.prescriptions = [
      row("2024-01-01"), row("2024-01-31"), row("2024-01-31", "-30"), row("2024-03-01"),
    ]
    let meets = ["supply>=60": 1, "supply>=61": 0, "covered>=61": 0, "continuous>=31/gap0": 0]
    return HandWorkedCase(
      name: "reversals: a fill taken back covers nothing", world: world,
      figures: meets.map { HandWorkedFigure("long_term_use \($0)", "opioid", per: "persons", $1, "1") })
  }()
}
