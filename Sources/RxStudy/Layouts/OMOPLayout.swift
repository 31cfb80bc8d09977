extension NamedLayout {
  /// OMOP's tables as CSV with a header row.
  static let omop = NamedLayout(
    name: "omop", title: "OMOP Common Data Model 5.3 and 5.4",
    summary: """
      A row of drug_exposure is a fill. The drug is drug_source_value as it came, in claims the NDC: name a code list of such \
      codes under 'drugs'. A row without days' supply, mostly a drug given in a clinic, is of one day. Births are by year; \
      write patients: {columns: {birth_date: birth_datetime}} where yours is filled. Observed days are those of \
      observation_period.
      """,
    limits: [
      "drug_exposure names no pharmacy.",
      "A days' supply of 0 can't be placed in time: such rows are rejected, which can need 'tolerance'.",
    ],
    sources: ["OHDSI, OMOP CDM v5.4, https://ohdsi.github.io/CommonDataModel/cdm54.html"],
    tables: [
      Table(
        .prescriptions, "drug_exposure",
        marks: ["drug_exposure_id", "drug_concept_id", "drug_exposure_end_date", "drug_type_concept_id"]),
      Table(.patients, "person", marks: ["ethnicity_concept_id"]),
      Table(.observation, "observation_period", marks: ["period_type_concept_id"]),
      Table(.deaths, "death", isOptional: true, marks: ["death_type_concept_id"]),
    ],
    study: [
      "prescriptions": [
        "columns": [
          "patient": "person_id", "date": "drug_exposure_start_date", "days_supply": "days_supply",
          "drug": "drug_source_value", "quantity": "quantity", "prescriber": "provider_id",
        ],
        "days_supply": ["max": 365, "missing": 1],
      ],
      "patients": [
        "columns": ["patient": "person_id", "birth_year": "year_of_birth", "sex": "gender_concept_id"],
        "attributes": ["race": "race_concept_id"],
      ],
      "observation": [
        "columns": [
          "patient": "person_id", "start": "observation_period_start_date",
          "end": "observation_period_end_date",
        ]
      ],
      "deaths": ["columns": ["patient": "person_id", "date": "death_date"]],
      "groups": [
        "levels": [
          "sex": ["F": ["8532"], "M": ["8507"], "unknown": ["0", "8551"]],
          "race": [
            "White": ["8527"], "Black": ["8516"], "Asian": ["8515"],
            "American Indian or Alaska Native": ["8657"],
            "Pacific Islander": ["8557"], "unknown": ["0", "8552"],
          ],
        ]
      ],
    ])
}
