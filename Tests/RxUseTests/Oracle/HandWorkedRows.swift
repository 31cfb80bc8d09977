extension HandWorkedCase {
  /// The number of opioid fills that a set of rows makes, all of 2024.
  private static func fills(
    _ name: String, _ rows: [PrescriptionRow], _ count: Int,
    _ change: (inout NaiveSettings) -> Void = { _ in }
  ) -> HandWorkedCase {
    var world = Tiny.world([]) { study in
      study.measures.fillRate = ["opioid"]
      change(&study)
    }
    world.prescriptions = rows
    let figure = HandWorkedFigure("fill_rate", "opioid", per: "person_years", count, "1.0021")
    return HandWorkedCase(name: name, world: world, figures: [figure])
  }

  private static func row(
    _ date: String, _ days: String, drug: String = "OP1", end: String = "", quantity: String = "30"
  ) -> PrescriptionRow {
    PrescriptionRow(
      patient: "P1", date: date, days: days, endDate: end, drug: drug, quantity: quantity, prescriber: "D",
      pharmacy: "P")
  }

  private static func rows(days: [String]) -> [PrescriptionRow] { days.map { row("2024-03-01", $0) } }

  /// Which rows are accepted.
  static let acceptanceCases: [HandWorkedCase] = [
    fills(
      "whole numbers, with a point and zeros too",
      rows(days: ["1", "30", "30.0", "007", "30.000", "365", "365.0"]), 7),
    fills(
      "everything else rejects the row",
      rows(days: [
        "", "0", "0.0", "-3", "+5", "3.5", "x", "NA", "1e1", "366", "366.0", "3 0", "30 x",
        "99999999999999999999",
      ]),
      0),
    fills("max as the study says", rows(days: ["90", "91", "90.0", "100"]), 2) { $0.maxDays = 90 },
    fills("an empty days' supply may be put in place", rows(days: ["", "0", "NA", "30"]), 2) {
      $0.missingDays = 30
    },
    fills(
      "dates as they come",
      ["2024-03-01", "20240301", "2024-03-01T10:00:00", "2024-03-01 00:00", "20240301 10:00"].map {
        row($0, "30")
      }, 5),
    fills(
      "no dates",
      ["", "NA", "2024-02-30", "2023-02-29", "20240230", "2024-13-01", "2024-3-1", "03/01/2024", "24-03-01"]
        .map {
          row($0, "30")
        }, 0),
    fills("29 February 2024 is a date", [row("2024-02-29", "30"), row("20240229", "30")], 2),
    fills("dd.MM.yyyy", [row("29.02.2024", "30"), row("02.29.2024", "30"), row("2024-02-29", "30")], 1) {
      $0.prescriptionDates = .dotted
    },
    fills("MM/dd/yyyy", [row("02/29/2024", "30"), row("29/02/2024", "30"), row("13/01/2024", "30")], 1) {
      $0.prescriptionDates = .monthDayYear
    },
    // 10 March - 9 March is before; 10 March is one day; 365 days end on 9 March 2025.
    fills(
      "end dates",
      ["2024-03-09", "2024-03-10", "2025-03-09", "2025-03-10", "", "9999-12-31", "20240401"].map {
        row("2024-03-10", "", end: $0)
      }, 3
    ) { $0.usesEndDate = true },
    fills(
      "codes without case, but exact",
      ["OP1", "op1", "oP1", "OP 1", "OP", "OTHER"].map { row("2024-03-01", "30", drug: $0) }, 3),
    fills(
      "rows of a wrong form",
      RowFault.allCases.map { fault in
        var row = row("2024-03-01", "30")
        row.fault = fault
        return row
      }, 1),
    fills("duplicates kept", Array(repeating: row("2024-03-01", "30"), count: 3), 3),
    fills(
      "duplicates dropped, however they are spelt",
      [
        row("2024-03-01", "30"), row("20240301", "30.0"), row("2024-03-01", "030", drug: "op1"),
        row("2024-03-01", "30", quantity: "30.0"),
      ], 1
    ) { $0.dropDuplicates = true },
    fills(
      "not duplicates",
      [
        row("2024-03-01", "30"), row("2024-03-02", "30"), row("2024-03-01", "31"),
        row("2024-03-01", "30", drug: "CMB2"),
        row("2024-03-01", "30", quantity: "31"), row("2024-03-01", "30", quantity: ""),
      ], 6
    ) { $0.dropDuplicates = true },
    flatValues, seenOnlyAfterTheEnd, firstValueOfTheRoster,
  ]

  /// The values of the earliest fill date count, the smallest in byte order on that date; not those of rows
  /// after the study. Sex: empty on 1 March, M and F on 2 March. Area: `b` and `B` on 1 March.
  private static let flatValues: HandWorkedCase = {
    var world = Tiny.world(
      ["2024-03-01 1 OP1", "2024-03-01 1 OTHER", "2024-03-02 1 OP1", "2024-03-02 1 OP1", "2024-03-03 1 OP1"],
      roster: nil
    ) { study in
      study.groups = [["sex", "area"]]
      study.measures.prevalence = ["opioid"]
    }
    world.attributes = ["area"]
    for (place, values) in [("", "b"), ("", "B"), ("M", "A"), ("F", "A"), ("A", "A")].enumerated() {
      world.prescriptions[place].sex = values.0
      world.prescriptions[place].attributes = ["area": values.1]
    }
    return HandWorkedCase(
      name: "a flat file's values are those of the earliest fill date", world: world,
      figures: [
        HandWorkedFigure(
          "prevalence", "opioid", per: "patients_seen", 1, "1", levels: ["sex": "F", "area": "B"])
      ])
  }()

  /// P2 has fills after the study alone and P3 rejected rows alone: neither is a patient. P4 has a drug that
  /// is not in the code list, and is one.
  private static let seenOnlyAfterTheEnd = HandWorkedCase(
    name: "patients seen are those of accepted rows up to the end",
    world: Tiny.world(
      ["2024-03-01 1 OP1", "2025-01-01 1 OP1 P2", "2024-01-01 0 OP1 P3", "2024-12-31 1 OTHER P4"], roster: nil
    ) { $0.measures.prevalence = ["opioid"] },
    figures: [HandWorkedFigure("prevalence", "opioid", per: "patients_seen", 1, "2", estimate: "500.0000")])

  /// Sex: empty, then F, then M; race: `W` at once; the second row's period counts too.
  private static let firstValueOfTheRoster: HandWorkedCase = {
    var world = Tiny.world(
      [],
      roster: [
        RosterRow(patient: "P1", start: "2024-01-01", end: "2024-01-31", attributes: ["race": "W"]),
        RosterRow(patient: "P1", sex: "F", start: "2024-03-01", end: "2024-03-31", attributes: ["race": "X"]),
        RosterRow(patient: "P1", sex: "M", start: "2024-03-31", end: "2024-03-31"),
      ]
    ) { study in
      study.groups = [["sex"], ["race"]]
      study.measures.fillRate = ["opioid"]
    }
    world.attributes = ["race"]
    return HandWorkedCase(
      name: "the first value of the roster that is not empty counts", world: world,
      figures: [["sex": "F", "race": "all"], ["sex": "all", "race": "W"]].map {
        HandWorkedFigure("fill_rate", "opioid", per: "person_years", 0, "0.1697", levels: $0)
      })
  }()
}
