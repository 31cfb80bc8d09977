extension NamedLayout {
  /// The FDA Sentinel System's tables as CSV with a header row.
  static let sentinel = NamedLayout(
    name: "sentinel", title: "Sentinel Common Data Model 8",
    summary: """
      A row of Dispensing is a fill; the drug is the code Rx, in the United States an NDC: name a code list of NDCs under \
      'drugs'. Observed days are those of Enrollment. Dates are as SAS wrote them: say 'dates' in a block where they are not \
      like 2019-01-31 or 20190131 (MM/dd/yyyy, ddMMMyyyy, sas).
      """,
    limits: [
      """
      Enrollment has rows without drug coverage (DrugCov other than Y), on whose days no fill would be seen: leave them out \
      of the file.
      """,
      "Dispensing names no pharmacy.",
    ],
    sources: ["FDA Sentinel, Sentinel Common Data Model 8.0.0, 2020, https://www.sentinelinitiative.org"],
    tables: [
      Table(.prescriptions, "dispensing", marks: ["Rx_CodeType"]),
      Table(.patients, "demographic"),
      Table(.observation, "enrollment", marks: ["MedCov", "DrugCov"]),
      Table(.deaths, "death", isOptional: true, marks: ["DtImpute"]),
    ],
    study: [
      "prescriptions": [
        "columns": [
          "patient": "PatID", "date": "RxDate", "days_supply": "RxSup", "drug": "Rx", "quantity": "RxAmt",
          "prescriber": "ProviderID",
        ]
      ],
      "patients": [
        "columns": ["patient": "PatID", "birth_date": "Birth_Date", "sex": "Sex"],
        "attributes": ["race": "Race", "hispanic": "Hispanic"],
      ],
      "observation": ["columns": ["patient": "PatID", "start": "Enr_Start", "end": "Enr_End"]],
      "deaths": ["columns": ["patient": "PatID", "date": "DeathDt"]],
      "drugs": ["match": "ndc"],
      "groups": [
        "levels": [
          "sex": ["F": [], "M": [], "unknown": ["U"]],
          "race": [
            "American Indian or Alaska Native": ["1"], "Asian": ["2"], "Black": ["3"],
            "Pacific Islander": ["4"],
            "White": ["5"], "Several": ["M"], "unknown": ["0"],
          ],
          "hispanic": ["Y": [], "N": [], "unknown": ["U"]],
        ]
      ],
    ])
}
