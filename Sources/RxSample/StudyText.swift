/// The study file that goes with a sample, commented for a reader who has never written one.
enum StudyText {
  /// The whole of `study.yml`, for a sample with a roster or for a flat one.
  static func study(_ options: SampleOptions) -> String {
    let source = options.flat ? flatSource : rosterSource
    let files =
      options.isCompressed
      ? source.split(separator: ".csv]", omittingEmptySubsequences: false) : [source[...]]
    return [opening, files.joined(separator: ".csv.zst]"), closing].joined(separator: "\n")
  }

  private static let opening = """
    # A study for rxuse: which files to read, which days to look at, what to count and for whom.
    # Paths are relative to this file. Try it with:  rxuse check study.yml
    # and then:                                      rxuse run study.yml --out results

    title: Benzodiazepine and opioid use in a made-up population, 2019-2022

    # The days under study, cut into calendar years. interval can also be quarter, month, or whole.
    period: {start: 2019-01-01, end: 2022-12-31, interval: year}

    # Who is a person of a year. any: enrolled on at least one of its days. full: enrolled on all of them.
    persons: any

    """

  private static let rosterSource = """
    # One row per prescription fill. files takes a list of paths and patterns (rx/2019-*.csv.gz).
    prescriptions:
      files: [prescriptions.csv]
      # Left: what rxuse needs to know. Right: the name of the column in the file. Other columns are ignored.
      columns:
        patient: patient_id
        date: fill_date              # the day of the fill
        days_supply: days_supply     # for how many days it lasts
        drug: ndc                    # the code that is looked up in the code list; leading zeros count
        quantity: quantity
        prescriber: prescriber_id
        pharmacy: pharmacy_id
      # A supply longer than max, or empty, makes the row a reject: counted, listed, and not used.
      days_supply: {max: 365, missing: reject}
      # keep: a row that stands in the file twice counts twice. drop: once.
      duplicates: keep

    # The roster: who could have been seen at all. It makes the denominators.
    patients:
      files: [members.csv]
      columns:
        patient: patient_id
        birth_date: birth_date
        sex: sex
        observation_start: enrolled_from   # a patient may have several rows, for enrolment with a gap in it
        observation_end: enrolled_to       # empty: still enrolled
        death_date: died
      # Anything else to compare groups by: a name of your choice, and the column.
      attributes: {race: race, region: region}

    """

  private static let flatSource = """
    # One row per prescription fill, with the patient's birth date, sex and race on every row: a flat file.
    # There is no roster, so the denominators are the patients seen in it, not the people who live there.
    prescriptions:
      files: [prescriptions.csv]
      # Left: what rxuse needs to know. Right: the name of the column in the file. Other columns are ignored.
      columns:
        patient: patient_id
        date: fill_date              # the day of the fill
        days_supply: days_supply     # for how many days it lasts
        drug: ndc                    # the code that is looked up in the code list; leading zeros count
        quantity: quantity
        prescriber: prescriber_id
        birth_date: birth_date
        sex: sex
      # Anything else to compare groups by. Where a patient's rows differ, the earliest fill that says
      # something counts.
      attributes: {race: race}
      # A supply longer than max, or empty, makes the row a reject: counted, listed, and not used.
      days_supply: {max: 365, missing: reject}
      # keep: a row that stands in the file twice counts twice. drop: once.
      duplicates: keep

    """

  private static let closing = """
    # What each code is. A code that stands on several rows is a product with several ingredients. Codes that
    # are not in the list (here: statins, antibiotics and so on) are read, counted, and left out.
    drugs:
      files: [codes.csv]
      match: code

    # The tables are for everyone and for each of these groups. The age bands begin at these years: 0-17,
    # 18-35 and so on, to 80+.
    groups:
      age_bands: [0, 18, 36, 51, 65, 80]
      by: [[sex], [age], [race], [age, sex]]

    # none: a supply covers the days from its fill on, and what an early refill leaves over is lost.
    # drug: what is left over is used up before the next fill of the same ingredient.
    # class: likewise within the class.
    supply: {carry_over: none}

    # Names of drugs are classes or ingredients of the code list.
    measures:
      # Persons with at least one fill in the year, per 1000 persons.
      prevalence: {drugs: [benzodiazepine, z-drug, opioid, gabapentinoid, ssri, buspirone]}
      # Fills per 1000 person-years. Limits are robust: one person's fills are no independent events, as exact
      # limits would take them to be.
      fill_rate: {drugs: [benzodiazepine, opioid], limits: robust}
      # Fills after `washout` enrolled days without one, per 1000 person-years at risk. The data begin in
      # 2019, so that nobody has a year of washout before 2020: 2019 has no rows.
      incidence: {drugs: [benzodiazepine, opioid], washout: 365, clear: fill, limits: robust}
      # Four ways to say "long-term", each with its own rows: days supplied in the year, days covered in the
      # year, and an unbroken treatment of so many days, in which pauses of up to `gap` days are no break.
      long_term_use:
        drugs: [benzodiazepine, opioid]
        definitions:
          - {supply: 120}
          - {covered: 180}
          - {continuous: 90, gap: 30}
          - {continuous: 365, gap: 30}
      # Persons with so many days or more on which a benzodiazepine and an opioid are both supplied.
      overlap: {drugs: [benzodiazepine, opioid], days: [1, 30]}
      # For Table 1: the persons of each group, and quartiles of age and use.
      cohort: {}
      summary: {of: [persons, users, new_users], drugs: [benzodiazepine, opioid], washout: 365}

    # There is no `disclosure` block: small counts are written as they are. The people here are made up;
    # tables about real ones need one before they leave a secure place, such as
    # disclosure: {preset: cms11}

    # More unreadable rows than this, and the run stops: then the file or the mapping above is wrong.
    tolerance: {rejected_rows: 1%}

    # csv: tables for reading, tables/*.csv. markdown: report.md. html: report.html with charts. Further: xlsx,
    # summarised_result. results.csv, with one row per figure, is always written.
    output: {formats: [csv, markdown, html]}

    """
}
