extension HandWorkedCase {
  private static let oxycodone = [
    CodeRow(code: "OX30", drugClass: "opioid", ingredient: "oxycodone", strength: "30", mme: "1.5"),
    CodeRow(code: "OX5", drugClass: "opioid", ingredient: "oxycodone", strength: "5", mme: "1.5"),
  ]

  private static let allMethods: [DoseMethod] = [.totalSupply, .onTherapy, .window(90), .maximum]

  /// 60 x 30 x 1.5 = 2700 MME over 30 days, 90 a day; 14 x 5 x 1.5 = 105 over 7 days, 15 a day. Together 2805:
  /// over 37 days of supply 75.8108, over 30 days on therapy 93.5, over 90 days 31.1667, at most 105 a day.
  /// The fill of unknown quantity, and the one whose code has no factor for it, are left out.
  static let doseCases: [HandWorkedCase] = [
    HandWorkedCase(
      name: "oxycodone: four daily doses", world: doseWorld(["75", "76"]),
      figures: [
        HandWorkedFigure("dose_mean mme/total_supply", "opioid", per: "dose_users", "75.8108", "1"),
        HandWorkedFigure("dose_mean mme/on_therapy", "opioid", per: "dose_users", "93.5000", "1"),
        HandWorkedFigure("dose_mean mme/window:90", "opioid", per: "dose_users", "31.1667", "1"),
        HandWorkedFigure("dose_mean mme/maximum", "opioid", per: "dose_users", "105.0000", "1"),
        HandWorkedFigure("dose mme>=75/total_supply", "opioid", per: "dose_users", 1, "1"),
        HandWorkedFigure("dose mme>=76/total_supply", "opioid", per: "dose_users", 0, "1"),
        HandWorkedFigure("dose mme>=105/maximum", "opioid", per: "dose_users", 1, "1"),
        HandWorkedFigure("dose mme>=106/maximum", "opioid", per: "dose_users", 0, "1"),
      ]),
    change("1.5 times is escalated", first: "10", last: "15", "escalated"),
    change("just below 1.5 times is steady", first: "10", last: "14.99", "steady"),
    change("0.8 times is reduced", first: "10", last: "8", "reduced"),
    change("just above 0.8 times is steady", first: "10", last: "8.01", "steady"),
    change("0.8 of a number that no double holds is reduced", first: "0.3", last: "0.24", "reduced"),
    HandWorkedCase(
      name: "stopped: a fill on the last of the days after the era, or the day after them",
      world: changeWorld(["2024-01-01 10 BZ1 P1 10", "2024-01-25 10 BZ1 P1 10"], window: 14),
      figures: [
        // The first era ends on 10 January; 11-24 January are 14 days without a fill.
        HandWorkedFigure("dose_change stopped", "benzodiazepine", per: "long_eras_followed", 2, "2")
      ]),
    HandWorkedCase(
      name: "not stopped: a fill on the last day of the window",
      world: changeWorld(["2024-01-01 10 BZ1 P1 10", "2024-01-24 10 BZ1 P1 10"], window: 14),
      figures: [
        HandWorkedFigure("dose_change stopped", "benzodiazepine", per: "long_eras_followed", 1, "2")
      ]),
    HandWorkedCase(
      name: "an era that goes on after the study ends in no interval, one that ends with it does, unfollowed",
      world: changeWorld(["2024-06-01 10 BZ1 P1 10", "2024-12-25 8 BZ1 P1 10"], window: 7),
      figures: [
        HandWorkedFigure("dose_change steady", "benzodiazepine", per: "long_eras", 1, "1"),
        HandWorkedFigure("dose_change stopped", "benzodiazepine", per: "long_eras_followed", 1, "1"),
      ]),
    HandWorkedCase(
      name: "an era that ends on period.end is counted but not followed",
      world: changeWorld(["2024-12-25 7 BZ1 P1 10"], window: 7),
      figures: [
        HandWorkedFigure("dose_change steady", "benzodiazepine", per: "long_eras", 1, "1"),
        .absent("dose_change stopped", "benzodiazepine", per: "long_eras_followed"),
      ]),
    HandWorkedCase(
      name: "an era with a fill of unknown dose is left out",
      world: changeWorld(["2024-03-01 10 BZ1 P1 10", "2024-03-11 10 BZ1 P1 0"], window: 7),
      figures: [.absent("dose_change steady", "benzodiazepine", per: "long_eras")]),
    HandWorkedCase(
      // 10 x 5 / 10 = 5 DDD, 7 x 5 / 10 = 3.5; 366 observed days: 8.5 / 366 x 1000.
      name: "DDDs",
      world: changeWorld(["2024-03-01 10 BZ1 P1 10", "2024-12-31 10 BZ1 P1 7"], window: 7),
      figures: [
        HandWorkedFigure("ddd", "benzodiazepine", per: "person_days", "8.5000", "366", estimate: "23.2240")
      ]),
    HandWorkedCase(
      name: "DDDs as a definition of long-term use",
      world: changeWorld(["2024-03-01 10 BZ1 P1 10", "2024-12-31 10 BZ1 P1 7"], window: 7),
      figures: [
        HandWorkedFigure("long_term_use ddd>=8/fills2", "benzodiazepine", per: "users", 1, "1"),
        HandWorkedFigure("long_term_use ddd>=9/fills2", "benzodiazepine", per: "users", 0, "1"),
        HandWorkedFigure("long_term_use ddd>=8/fills3", "benzodiazepine", per: "users", 0, "1"),
      ]),
  ]

  private static func doseWorld(_ thresholds: [String]) -> NaiveWorld {
    var world = Tiny.world([]) { study in
      study.measures.extended.dose = DoseMeasure(
        drugs: ["opioid"], unit: .mme, methods: allMethods,
        thresholds: thresholds.compactMap { Int($0) } + [105, 106])
    }
    world.codes = oxycodone + [CodeRow(code: "OX0", drugClass: "opioid", strength: "5")]
    func fill(_ days: String, _ drug: String, _ quantity: String) -> PrescriptionRow {
      PrescriptionRow(patient: "P1", date: "2024-03-01", days: days, drug: drug, quantity: quantity)
    }
    world.prescriptions = [
      fill("30", "OX30", "60"), fill("7", "OX5", "14"), fill("90", "OX5", ""), fill("90", "OX0", "10"),
    ]
    return world
  }

  /// Ten days of one quantity, then ten of another, the windows as long as the fills.
  private static func change(_ name: String, first: String, last: String, _ kind: String) -> HandWorkedCase {
    let world = changeWorld(
      ["2024-02-01 10 BZ1 P1 \(first)", "2024-02-11 10 BZ1 P1 \(last)"], window: 10)
    let figures = ["escalated", "reduced", "steady"].map {
      HandWorkedFigure("dose_change \($0)", "benzodiazepine", per: "long_eras", $0 == kind ? 1 : 0, "1")
    }
    return HandWorkedCase(name: name, world: world, figures: figures)
  }

  /// Benzodiazepine fills written with a quantity as the fifth word.
  private static func changeWorld(_ fills: [String], window: Int) -> NaiveWorld {
    var world = Tiny.world(fills) { study in
      study.measures.longTerm = ["benzodiazepine"]
      study.measures.definitions = [.ddd(8, fills: 2), .ddd(9, fills: 2), .ddd(8, fills: 3)]
      study.measures.extended.ddd = ["benzodiazepine"]
      study.measures.extended.doseChange = DoseChangeMeasure(
        drugs: ["benzodiazepine"], unit: .diazepam, gap: 0, minDays: 7, window: window)
    }
    world.codes = [
      CodeRow(
        code: "BZ1", drugClass: "benzodiazepine", ingredient: "diazepam", strength: "5", ddd: "10",
        diazepam: "1")
    ]
    for (place, fill) in fills.enumerated() {
      world.prescriptions[place].quantity = fill.split(separator: " ").last.map { String($0) } ?? ""
    }
    return world
  }
}

extension HandWorkedFigure {
  /// A figure whose numerator is no whole number, as it is written.
  init(
    _ measure: String, _ drug: String, per unit: String, _ numerator: String, _ denominator: String,
    estimate: String = ""
  ) {
    self.init(measure, drug, per: unit, 0, denominator, estimate: estimate)
    row.numerator = numerator
  }
}
