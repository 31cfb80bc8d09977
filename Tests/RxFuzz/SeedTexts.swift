/// What the mutations begin with.
enum SeedTexts {
  static let studies = [
    """
    title: Everything
    period: {start: 2019-01-01, end: 2022-12-31, interval: year}
    persons: any
    prescriptions:
      files: [rx/*.csv, "b.csv.gz"]
      delimiter: ";"
      dates: auto
      columns:
        patient: patient_id
        date: fill_date
        days_supply: days_supply
        drug: ndc
        quantity: quantity
        prescriber: prescriber_id
        pharmacy: pharmacy_id
      days_supply: {max: 365, missing: reject}
      duplicates: keep
    patients:
      files: [members.csv]
      columns: {patient: patient_id, birth_date: birth_date, sex: sex, death_date: died}
      attributes: {race: race, region: region}
    drugs:
      files: [codes.csv, {file: cdc.csv, columns: {code: [NDC, ndc], mme_factor: Factor}, class: opioid, decimal: ","}]
      match: code
      delimiter: tab
      quotes: none
    groups:
      age_bands: [0, 18, 36, 51, 65, 80]
      by: [[sex], [age], [race], [age, sex]]
      levels: {sex: {F: [female, "2"], M: [], unknown: [u, "0"]}, race: {Other: [Group D, Two or more]}}
      unknown: drop
    supply: {carry_over: none}
    measures:
      prevalence: {drugs: [benzodiazepine, opioid]}
      fill_rate: {drugs: [benzodiazepine, opioid]}
      incidence: {drugs: [benzodiazepine], washout: 365, clear: fill}
      long_term_use: {drugs: [opioid], definitions: [{supply: 120}, {continuous: 90, gap: 30}, kurko]}
      overlap: {drugs: [benzodiazepine, opioid], days: [sun, 30, same_month]}
      sensitivity: {gap: [0, 30], carry_over: [none, drug], duplicates: [keep, drop]}
    disclosure: {preset: cms11}
    tolerance: {rejected_rows: 1.5%}
    output: {formats: [csv, markdown]}
    """,
    """
    title: Flat
    period: {start: 2020-01-01, end: 2020-12-31, interval: month}
    prescriptions:
      files: "-"
      columns: {patient: p, date: d, end_date: e, drug: n, strength: s, quantity: q, birth_year: b, sex: x, prescriber: pr, pharmacy: ph}
      attributes: {cancer: c}
      reversals: {status: st, values: [R, V]}
    population: {file: pop.csv, columns: {year: y, sex: s, age: a, count: n}}
    groups: {age_bands: [0, 15, 45, 65], by: [[sex]]}
    measures:
      prevalence: {}
      fill_rate: {limits: robust}
      standardised: {measures: [prevalence], weights: us2000, interval: dobson_byar}
      dose: {drugs: [opioid], unit: mme, methods: [total_supply, "window:30", maximum], thresholds: [50, 90]}
      ddd: {drugs: [opioid]}
      cob: {opioids: opioid, benzodiazepines: benzodiazepine, exclude: [cancer]}
      multiple_providers: {drugs: [opioid], prescribers: 4, pharmacies: 4, window: 180}
      cns_polypharmacy: {classes: [opioid], at_least: 3, days: 30, age_from: 65}
      persistence: {drugs: [opioid], washout: 365, gap: 30, at: [30, 90]}
      dose_change: {drugs: [opioid], unit: mme, gap: 30, min_days: 90, window: 30}
      alternatives: {index: opioid, washout: 365, other: [nsaid], before: 30, after: 30}
      trend: {measures: [prevalence]}
      ratio: {measures: [prevalence], reference: {sex: M}}
      cohort: {}
      incidence_proportion: {drugs: [opioid], washout: 365, clear: supply}
      transition: {drugs: [opioid], washout: 365, definitions: [{continuous: 90, gap: 30}, olfson], within: 365}
      summary: {of: [persons, users, new_users], drugs: [opioid], washout: 365, quantities: [age, fills]}
    rejects: {values: true}
    """,
    """
    title: T
    period: {start: 2019-01-01, end: 2019-12-31}
    prescriptions: {files: rx.csv, columns: {patient: p, date: d, days_supply: s, drug: n}}
    measures: {prevalence: {}}
    """,
  ]

  static let studyMutator = mutator(
    studies,
    yamlTokens + [
      "title: ", "files: ", "drugs: [opioid]", "[[sex], [age]]", "interval: ", "quarter", "whole", "true",
      "false", "50%", "100.0%",
      "gap: 30", "washout: ", "clear: fill", "definitions: ", "{ddd: 180, fills: 2}", "preset: midpoint6",
      "min_cell: 10", "round_to: 5",
      "claim: c", "negative: true", "original: o", "us2000", "esp2013", "birth_date: b", "age_bands: [0]",
      "kurko", "same_month",
    ], longest: 4000)

  static let casesMutator = mutator(
    [
      """
      cases:
        - name: 41 concurrent days
          patients:
            - birth: 1980-05-05
              sex: F
              observed: [2020-01-01, 2024-12-31]
              fills:
                - 2024-02-01 30 00990010305
                - {date: 2024-02-10, days_supply: 30, drug: "00990030105", quantity: 60}
            - {patient: P2, race: x, observed: [[2020-01-01, 2020-12-31], [2021-03-01, 2024-12-31]], fills: []}
          expect:
            - {measure: prevalence, drug: benzodiazepine, period: 2024, numerator: 1, denominator: 1}
            - {measure: cob, absent: true}
      """
    ],
    yamlTokens + [
      "absent: true", "fills: ", "expect: ", "2024-02-01 30 X", "estimate: 1.5", "status: ok", "period: 2024",
    ],
    longest: 2000)

  static let codesMutator = mutator(
    [
      "code,class,ingredient,strength_mg,ddd_mg,mme_factor,diazepam_mg\n0099,benzodiazepine,diazepam,5,10,,1\n1,opioid,oxycodone,5,75,1.5,\n",
      "code,class\nA,opioid\na,opioid\nB,x\n",
      "class,ingredient,days_factor\nopioid,fentanyl citrate,3\nopioid,\"co-codamol, 8/500\",1\n",
      "code,class,days_factor\n1,a,3\n1,b,3\n", "\u{FEFF}code;class\n1;2\n",
    ],
    [
      ",", "\n", "\"", "\"\"", "\r\n", "code", "class", "ingredient", "days_factor", "strength_mg", "opioid",
      "5", "0.5", ".5", "5.",
      "é", "İ", "ß", "-", "levo-", "\u{0}", " ", "e\u{301}", "ﬁ",
    ], longest: 1500)

  static let namesMutator = mutator(
    [
      "Oxycodone-Acetaminophen 5-325 MG", "DIAZEPAM 5MG TAB", "Buprenorphine/Naloxone 8-2 MG SL Film",
      "apomorphine 10 mg/ml",
      "Levo-Methadone HCl 2,5 mg", "codeine/guaifenesin syrup cough", "Fentanyl 25 MCG/HR patch", "N05BA01",
      "N02AJ13 tramadol", "Morphinsulfat 10",
      "Méthadone chlorhydrate .5 mg", "zolpidem tartrate 10 mg/1", "7804",
    ],
    [
      "oxycodone", "methadone", "codeine", "naloxone", "guaif", "MG", "mcg", " ", "-", "/", ",", ".", "5",
      "0.5", "5MG", "é", "e\u{301}",
      "İ", "ß", "ﬁ", "µg", "\u{0}", "patch", "cough", "pain", "levo", "nor", "des", "(", ")", "%",
      "99999999999999999999999", "N02A", "\u{1F48A}",
    ], longest: 300)

  private static let yamlTokens = [
    "[", "]", "{", "}", ": ", ", ", "- ", "? ", "&a ", "*a", "!!str ", "!!binary ", "<<: ", "|\n", ">\n",
    "\n", "  ", "\t", "# ", "'", "\"", "\\u0000",
    "---\n", "...\n", "%YAML 1.2\n", "~", "null", "{a: ", "[[[[[[[[", "- - - - ", "é", "\u{FEFF}", "\u{202E}",
    "\u{1B}", "\u{85}", "\u{2028}",
  ]

  private static func mutator(_ corpus: [String], _ tokens: [String], longest: Int) -> Mutator {
    Mutator(corpus: corpus.map { Array($0.utf8) }, tokens: tokens.map { Array($0.utf8) }, longest: longest)
  }
}
