extension NamedLayout {
  /// PCORnet's tables as CSV with a header row.
  static let pcornet = NamedLayout(
    name: "pcornet", title: "PCORnet Common Data Model 6",
    summary: """
      A row of DISPENSING is a fill; the drug is an NDC: name a code list of NDCs under 'drugs'. Observed days are those of \
      ENROLLMENT. For orders in place of fills write prescriptions: {files: [PRESCRIBING.csv], columns: {date: \
      RX_ORDER_DATE, drug: RXNORM_CUI, days_supply: RX_DAYS_SUPPLY, quantity: RX_QUANTITY, prescriber: RX_PROVIDERID}}. \
      Dates are as SAS or the database wrote them: say 'dates' in a block where they are not like 2019-01-31 or 20190131.
      """,
    limits: [
      "DISPENSING names no prescriber and no pharmacy.",
      """
      ENROLLMENT of the basis E (encounters) tells that care was sought, not that fills would be seen: keep the rows of basis \
      I or D where there are such.
      """,
    ],
    sources: ["PCORnet, Common Data Model v6.1 Specification, 2023, https://pcornet.org/data"],
    tables: [
      Table(.prescriptions, "dispensing", marks: ["DISPENSINGID"]),
      Table(.patients, "demographic", marks: ["SEXUAL_ORIENTATION", "GENDER_IDENTITY"]),
      Table(.observation, "enrollment", marks: ["ENR_BASIS"]),
      Table(.deaths, "death", isOptional: true, marks: ["DEATH_SOURCE"]),
    ],
    study: [
      "prescriptions": [
        "columns": [
          "patient": "PATID", "date": "DISPENSE_DATE", "days_supply": "DISPENSE_SUP", "drug": "NDC",
          "quantity": "DISPENSE_AMT",
        ]
      ],
      "patients": [
        "columns": ["patient": "PATID", "birth_date": "BIRTH_DATE", "sex": "SEX"],
        "attributes": ["race": "RACE", "hispanic": "HISPANIC"],
      ],
      "observation": ["columns": ["patient": "PATID", "start": "ENR_START_DATE", "end": "ENR_END_DATE"]],
      "deaths": ["columns": ["patient": "PATID", "date": "DEATH_DATE"]],
      "drugs": ["match": "ndc"],
      "groups": [
        "levels": [
          "sex": ["F": [], "M": [], "unknown": ["NI", "UN"]],
          "race": [
            "American Indian or Alaska Native": ["01"], "Asian": ["02"], "Black": ["03"],
            "Pacific Islander": ["04"],
            "White": ["05"], "Several": ["06"], "Other": ["OT"], "unknown": ["07", "NI", "UN"],
          ],
          "hispanic": ["Y": [], "N": [], "unknown": ["R", "NI", "UN"]],
        ]
      ],
    ])
}
