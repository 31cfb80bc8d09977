extension NamedLayout {
  /// CMS's synthetic Medicare claims of 2008 to 2010, in CMS's own files.
  static let synpuf = NamedLayout(
    name: "synpuf", title: "CMS 2008-2010 Data Entrepreneurs' Synthetic Public Use File (DE-SynPUF)",
    summary: """
      A row of Prescription_Drug_Events is a fill; the drug is an NDC: name a code list of NDCs under 'drugs'. The \
      beneficiary summaries of all years are one roster, in which the first year's value of a person counts. All samples in \
      the folder are read.
      """,
    limits: [
      """
      The roster has months of coverage (PLAN_CVRG_MOS_NUM) and no dates: everybody in a summary counts as observed from the \
      first day to death, in years without drug coverage too, so that rates are too low.
      """,
      "There are no prescribers and pharmacies.",
      "A days' supply of 0 can't be placed in time: such rows are rejected, which can need 'tolerance'.",
    ],
    sources: ["CMS, DE-SynPUF Codebook and User Manual, 2013, https://www.cms.gov/data-research"],
    tables: [
      Table(.prescriptions, "DE1_0_2008_to_2010_Prescription_Drug_Events_Sample_*", marks: ["PDE_ID"]),
      Table(
        .patients, "DE1_0_*_Beneficiary_Summary_File_Sample_*",
        marks: ["BENE_ESRD_IND", "PLAN_CVRG_MOS_NUM"]),
    ],
    study: [
      "prescriptions": [
        "columns": [
          "patient": "DESYNPUF_ID", "date": "SRVC_DT", "days_supply": "DAYS_SUPLY_NUM",
          "drug": "PROD_SRVC_ID",
          "quantity": "QTY_DSPNSD_NUM",
        ]
      ],
      "patients": [
        "columns": [
          "patient": "DESYNPUF_ID", "birth_date": "BENE_BIRTH_DT", "sex": "BENE_SEX_IDENT_CD",
          "death_date": "BENE_DEATH_DT",
        ],
        "attributes": ["race": "BENE_RACE_CD", "state": "SP_STATE_CODE"],
      ],
      "drugs": ["match": "ndc"],
      "groups": [
        "levels": [
          "sex": ["M": ["1"], "F": ["2"]],
          "race": ["White": ["1"], "Black": ["2"], "Other": ["3"], "Hispanic": ["5"]],
        ]
      ],
    ])
}
