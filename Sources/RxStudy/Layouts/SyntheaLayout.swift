extension NamedLayout {
  /// The CSV export of Synthea's made-up patients.
  static let synthea = NamedLayout(
    name: "synthea", title: "Synthea, CSV export",
    summary: """
      A row of medications is an order that may have been dispensed many times, from START to STOP; one that is current has \
      no STOP, and is of 30 days. Orders run for a year and more, so that the longest supply is ten years. Drugs are found by \
      the names in DESCRIPTION. Everybody is observed from the first day to death.
      """,
    limits: [
      "There are no days' supply, quantity or prescriber: fill_rate counts orders, and doses can't be had.",
      "The patients are made up: figures tell of Synthea.",
    ],
    sources: ["Synthea wiki, CSV File Data Dictionary, https://github.com/synthetichealth/synthea/wiki"],
    tables: [
      Table(
        .prescriptions, "medications", marks: ["CODE", "REASONCODE", "REASONDESCRIPTION", "ENCOUNTER"]),
      Table(.patients, "patients", marks: ["SSN", "DRIVERS", "PASSPORT", "MAIDEN"]),
    ],
    study: [
      "prescriptions": [
        "columns": ["patient": "PATIENT", "date": "START", "end_date": "STOP", "drug": "DESCRIPTION"],
        "days_supply": ["max": 3660, "missing": 30],
      ],
      "patients": [
        "columns": ["patient": "Id", "birth_date": "BIRTHDATE", "sex": "GENDER", "death_date": "DEATHDATE"],
        "attributes": ["race": "RACE", "ethnicity": "ETHNICITY"],
      ],
      "drugs": ["match": "name"],
    ])
}
