extension NamedLayout {
  /// The hospital module of MIMIC-IV.
  static let mimic = NamedLayout(
    name: "mimic", title: "MIMIC-IV, module hosp, 2.0 to 3.1",
    summary: """
      A row of prescriptions is an order in hospital, from starttime to stoptime; one without stoptime is of one day. Drugs \
      are found by the names in 'drug'. The roster is everybody who was ever in the hospital.
      """,
    limits: [
      """
      Each patient's dates are moved by an amount of their own, to 2100 and later: calendar years mean nothing, so that only \
      'interval: whole' tells something, and dates after 2150, which rxuse does not read, are rejected ('tolerance').
      """,
      "Age can't be had: the roster has an age in an anchor year, and no year of birth.",
      "Observed days can't be had, nor what is dispensed outside: rates are per day of the study, not per day in hospital.",
      "doses_per_24_hrs and dose_val_rx tell what was ordered; there is no days' supply and no quantity of whole packs.",
    ],
    sources: ["MIMIC-IV documentation, module hosp, https://mimic.mit.edu/docs/iv/modules/hosp"],
    tables: [
      Table(
        .prescriptions, "prescriptions", marks: ["hadm_id", "pharmacy_id", "drug_type", "prod_strength"]),
      Table(.patients, "patients", marks: ["anchor_age", "anchor_year", "anchor_year_group"]),
    ],
    study: [
      "prescriptions": [
        "columns": ["patient": "subject_id", "date": "starttime", "end_date": "stoptime", "drug": "drug"],
        "days_supply": ["max": 365, "missing": 1],
      ],
      "patients": ["columns": ["patient": "subject_id", "sex": "gender", "death_date": "dod"]],
      "drugs": ["match": "name"],
    ])
}
