extension HandWorkedCase {
  /// Oxycodone alone, and with morphine; morphine without a strength; codeine with a drug of another class.
  private static let products = [
    CodeRow(code: "OX", drugClass: "opioid", ingredient: "oxycodone", strength: "30", ddd: "75", mme: "1.5"),
    CodeRow(code: "TWO", drugClass: "opioid", ingredient: "oxycodone", strength: "5", ddd: "75", mme: "1.5"),
    CodeRow(code: "TWO", drugClass: "opioid", ingredient: "morphine", strength: "10", ddd: "100", mme: "1"),
    CodeRow(code: "GAP", drugClass: "opioid", ingredient: "oxycodone", strength: "5", ddd: "75", mme: "1.5"),
    CodeRow(code: "GAP", drugClass: "opioid", ingredient: "morphine", ddd: "100", mme: "1"),
    CodeRow(code: "MIX", drugClass: "opioid", ingredient: "codeine", ddd: "100", mme: "0.15"),
    CodeRow(code: "MIX", drugClass: "gabapentinoid", ingredient: "gabapentin", strength: "300"),
  ]

  /// Fills written as date, days, code, quantity, strength (`-` for none) and patient.
  private static func products(_ name: String, _ fills: [String], _ figures: [HandWorkedFigure])
    -> HandWorkedCase
  {
    let roster = ["P1", "P2"].map { RosterRow(patient: $0, birth: "1960-05-05", start: "2020-01-01") }
    var world = Tiny.world([], roster: roster) { study in
      study.measures.extended.ddd = ["opioid", "oxycodone"]
      study.measures.extended.dose = DoseMeasure(
        drugs: ["opioid", "oxycodone", "morphine", "codeine"], unit: .mme,
        methods: [.totalSupply, .onTherapy, .window(90), .maximum], thresholds: [35, 36, 50, 51])
    }
    world.codes = products
    world.layout.mapsStrength = true
    world.prescriptions = fills.map { fill in
      let words = fill.split(separator: " ").map { $0 == "-" ? "" : String($0) }
      return PrescriptionRow(
        patient: words[5], date: words[0], days: words[1], drug: words[2], quantity: words[3],
        strength: words[4])
    }
    return HandWorkedCase(name: "doses: \(name)", world: world, figures: figures)
  }

  private static func mean(_ drug: String, _ sum: String, of users: Int = 1, by method: String = "on_therapy")
    -> HandWorkedFigure
  {
    HandWorkedFigure("dose_mean mme/\(method)", drug, per: "dose_users", sum, "\(users)")
  }

  /// Doses of 30-day fills; DDDs per two persons' 732 days.
  static let productCases: [HandWorkedCase] = [
    // 60 x 30 x 1.5 / 30 = 90 MME a day, 60 x 30 / 75 = 24 DDD; of the second person nothing is known.
    products(
      "a quantity that is empty, 0, negative or no number is unknown",
      [
        "2024-03-01 30 OX 60 - P1", "2024-03-01 30 OX - - P1", "2024-03-01 30 OX - - P2",
        "2024-04-01 30 OX 0 - P2", "2024-05-01 30 OX -60 - P2", "2024-06-01 30 OX many - P2",
        "2024-07-01 30 OX 0.0 - P2",
      ],
      [
        mean("opioid", "90.0000"), mean("opioid", "90.0000", by: "total_supply"),
        mean("opioid", "90.0000", by: "maximum"), mean("opioid", "30.0000", by: "window:90"),
        HandWorkedFigure("dose mme>=50/on_therapy", "opioid", per: "dose_users", 1, "1"),
        HandWorkedFigure("ddd", "opioid", per: "person_days", "24.0000", "732", estimate: "32.7869"),
      ]),
    products(
      "where no quantity is known there are no dose users, and 0 DDDs", ["2024-03-01 30 OX - - P1"],
      [
        .absent("dose_mean mme/on_therapy", "opioid", per: "dose_users"),
        .absent("dose mme>=35/on_therapy", "opioid", per: "dose_users"),
        HandWorkedFigure("ddd", "opioid", per: "person_days", "0.0000", "732", estimate: "0.0000"),
      ]),
    // 60 x (5 x 1.5 + 10) / 30 = 15 + 20 MME a day; 60 x (5/75 + 10/100) = 4 + 6 DDD.
    products(
      "two ingredients of a class add up, whatever strength the row says", ["2024-03-01 30 TWO 60 99 P1"],
      [
        mean("opioid", "35.0000"), mean("oxycodone", "15.0000"), mean("morphine", "20.0000"),
        HandWorkedFigure("dose mme>=35/maximum", "opioid", per: "dose_users", 1, "1"),
        HandWorkedFigure("dose mme>=36/maximum", "opioid", per: "dose_users", 0, "1"),
        HandWorkedFigure("ddd", "opioid", per: "person_days", "10.0000", "732", estimate: "13.6612"),
        HandWorkedFigure("ddd", "oxycodone", per: "person_days", "4.0000", "732"),
      ]),
    products(
      "two ingredients, one without a strength: the class has no dose", ["2024-03-01 30 GAP 60 10 P1"],
      [
        .absent("dose_mean mme/on_therapy", "opioid", per: "dose_users"), mean("oxycodone", "15.0000"),
        HandWorkedFigure("ddd", "opioid", per: "person_days", "0.0000", "732"),
        HandWorkedFigure("ddd", "oxycodone", per: "person_days", "4.0000", "732"),
      ]),
    // 60 x 30 x 0.15 / 30 = 9: the list's 300 mg are gabapentin's.
    products(
      "ingredients of two classes: the row's strength is the class's one", ["2024-03-01 30 MIX 60 30 P1"],
      [mean("opioid", "9.0000"), mean("codeine", "9.0000")]),
    // 90 a day on 1-18 January: 18 x 90 / 90.
    products(
      "only the days inside the interval", ["2023-12-20 30 OX 60 - P1"],
      [
        mean("opioid", "90.0000"), mean("opioid", "18.0000", by: "window:90"),
        HandWorkedFigure("ddd", "opioid", per: "person_days", "0.0000", "732"),
      ]),
    // 20 x 17.5 / 30 is 11 2/3 a day; three of it are 35.
    products(
      "three thirds reach the threshold", [String](repeating: "2024-03-01 30 TWO 20 - P1", count: 3),
      [
        mean("opioid", "35.0000"), mean("opioid", "11.6667", by: "total_supply"),
        HandWorkedFigure("dose mme>=35/maximum", "opioid", per: "dose_users", 1, "1"),
        HandWorkedFigure("dose mme>=35/on_therapy", "opioid", per: "dose_users", 1, "1"),
        HandWorkedFigure("dose mme>=36/on_therapy", "opioid", per: "dose_users", 0, "1"),
      ]),
  ]
}
