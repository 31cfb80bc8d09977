import RxModel
import Testing

@testable import RxStudy

/// Mistakes in a study file: each with its code, its place and the nearest right name.
@Suite struct StudyMistakeTests {
  private static let top: [StudyMistake] = [
    .init("title: T", "§titel: T", "unknown key 'titel' in the study", "did you mean 'title'?"),
    .init(
      "title: T", "title: T\n§colour: red", "unknown key 'colour' in the study",
      "its keys are title, period"),
    .init("title: T\n", "§", "the study lacks the key 'title'"),
    .init("title: T", "title: §\"\"", "'title' is empty"),
    .init("title: T", "title: §[a, b]", "'title' must be one value"),
    .init(
      "title: T\nperiod: {start: 2019-01-01, end: 2019-12-31}", "§title: T",
      "the study lacks the key 'period'"),
    .init(
      "2019-12-31}", "2019-12-31, §intervall: year}", "unknown key 'intervall' in 'period'",
      "did you mean 'interval'?"),
    .init("{start: 2019-01-01, end: 2019-12-31}", "§{start: 2019-01-01}", "'period' lacks the key 'end'"),
    .init("{start: 2019-01-01, end: 2019-12-31}", "§2019", "'period' must be keys with values"),
    .init(
      "start: 2019-01-01", "start: §2019-1-1", "'period.start' must be a date like 2019-01-31, not '2019-1-1'"
    ),
    .init("start: 2019-01-01", "start: §20190101", "'period.start' must be a date"),
    .init("end: 2019-12-31", "end: §2019-02-29", "'period.end' must be a date"),
    .init(
      "end: 2019-12-31", "end: §2018-12-31", "the period ends on 2018-12-31, before it starts on 2019-01-01"),
    .init(
      "2019-12-31}", "2019-12-31, interval: §yeer}",
      "'period.interval' can't be 'yeer': it is one of year, quarter, month, whole", "did you mean 'year'?"),
    .init(
      "title: T", "title: T\npersons: §ful", "'persons' can't be 'ful': it is one of any, full", "'full'"),
  ]

  private static let prescriptions: [StudyMistake] = [
    .init("  files: rx.csv\n  columns", "  §columns", "'prescriptions' lacks the key 'files'"),
    .init("  files: rx.csv", "  files: §[]", "'prescriptions.files' is an empty list"),
    .init("  files: rx.csv", "  files: §{a: b}", "'prescriptions.files' must be a list"),
    .init("  files: rx.csv", "  files: [a, §[b]]", "'prescriptions.files' must be one value"),
    .init(
      "  files: rx.csv", "  §fils: rx.csv", "unknown key 'fils' in 'prescriptions'", "did you mean 'files'?"),
    .init(
      "files: rx.csv\n  columns: {patient: p, date: d, days_supply: s, drug: n}", "§files: rx.csv",
      "'prescriptions' lacks the key 'columns'"),
    .init("date: d,", "§dat: d,", "unknown key 'dat' in 'prescriptions.columns'", "did you mean 'date'?"),
    .init("drug: n}", "drug: n, §quantty: q}", "unknown key 'quantty'", "did you mean 'quantity'?"),
    .init("{patient: p, ", "§{", "'prescriptions.columns' lacks the key 'patient'"),
    .init("{patient: p, date: d,", "§{patient: p,", "'prescriptions.columns' lacks the key 'date'"),
    .init(
      "{patient: p, date: d, days_supply: s, drug: n}", "§{patient: p, date: d, days_supply: s}",
      "'prescriptions.columns' lacks the key 'drug'"),
    .init("drug: n}", "drug: n, end_date: §e}", "both 'days_supply' and 'end_date' are mapped", "keep one"),
    .init(
      "drug: n}", "drug: n, birth_date: b, birth_year: §y}",
      "both 'birth_date' and 'birth_year'", "keep one"),
    .init("rx.csv", "rx.csv\n  delimiter: §\":\"", "'prescriptions.delimiter' can't be ':'"),
    .init(
      "rx.csv", "rx.csv\n  dates: §dd/MM/yyy", "'prescriptions.dates' can't be 'dd/MM/yyy'",
      "did you mean 'dd/MM/yyyy'?"),
    .init("rx.csv", "rx.csv\n  duplicates: §dorp", "it is one of keep, drop", "did you mean 'drop'?"),
    .init(
      "rx.csv", "rx.csv\n  days_supply: {max: §0}",
      "'prescriptions.days_supply.max' must be from 1 to 36500"),
    .init("rx.csv", "rx.csv\n  days_supply: {max: §1.5}", "must be a whole number, not '1.5'"),
    .init("rx.csv", "rx.csv\n  days_supply: {max: §-1}", "must be a whole number, not '-1'"),
    .init("rx.csv", "rx.csv\n  days_supply: {missing: §rejct}", "must be 'reject' or a whole number of days"),
    .init("rx.csv", "rx.csv\n  days_supply: {missing: §366}", "must be from 1 to 365, not 366"),
    .init(
      "rx.csv", "rx.csv\n  days_supply: {§maximum: 3}", "unknown key 'maximum'", "its keys are max, missing"),
    .init(
      "rx.csv", "rx.csv\n  attributes: {§status: r}",
      "an attribute can't be called 'status'", "another name"),
    .init("rx.csv", "rx.csv\n  attributes: {§sex: r}", "an attribute can't be called 'sex'", "another name"),
  ]

  private static let people: [StudyMistake] = [
    .init(
      "drug: n}", "drug: n, sex: §x}\npatients: {files: m.csv, columns: {patient: p}}", "for a flat file",
      "'patients'"),
    .init(
      "title: T", "title: T\npatients: {files: m.csv, columns: §{sex: x}}",
      "'patients.columns' lacks the key 'patient'"),
    .init(
      "title: T", "title: T\npatients: {files: m.csv, columns: {patient: p, §birthdate: b}}",
      "unknown key 'birthdate'",
      "did you mean 'birth_date'?"),
    .init(
      "title: T", "title: T\nobservation: {files: o.csv, columns: §{patient: p, start: s}}",
      "'observation.columns' lacks the key 'end'"),
    .init(
      "title: T",
      "title: T\npatients: {files: m.csv, columns: {patient: p, observation_end: e}}\n"
        + "observation: §{files: o.csv, columns: {patient: p, start: s, end: e}}",
      "observation periods come from 'patients.columns' and from 'observation'", "keep one"),
    .init(
      "title: T",
      "title: T\npatients: {files: m.csv, columns: {patient: p, death_date: e}}\n"
        + "deaths: §{files: o.csv, columns: {patient: p, date: s}}", "dates of death come from", "keep one"),
    .init(
      "title: T", "title: T\ndeaths: §{columns: {patient: p, date: s}}", "'deaths' lacks the key 'files'"),
    .init(
      "title: T",
      "title: T\npatients: {files: m.csv, columns: {patient: p}}\n"
        + "population: §{file: c.csv, columns: {count: n}}",
      "'population' gives denominators where there is no roster", "take one of the two out"),
    .init(
      "title: T", "title: T\npopulation: {file: c.csv, columns: §{year: y}}",
      "'population.columns' lacks the key 'count'"),
    .init(
      "title: T", "title: T\npopulation: {file: c.csv, columns: {count: n, raec: §r}}", "unknown key 'raec'"),
    .init(
      "title: T", "title: T\npopulation: {file: c.csv, columns: {count: n, yaer: §r}}", "unknown key 'yaer'",
      "'year'"),
    .init(
      "title: T", "title: T\ndrugs: {match: §names}", "'drugs.match' can't be 'names'", "did you mean 'name'?"
    ),
    .init(
      "title: T", "title: T\ndrugs: {§file: a.csv}",
      "unknown key 'file' in 'drugs'", "did you mean 'files'?"),
  ]

  private static let groups: [StudyMistake] = [
    .init(
      "title: T", "title: T\ngroups: {by: [[§sex]]}", "no column is mapped", "map 'prescriptions.columns.sex'"
    ),
    .init(
      "title: T", "title: T\ngroups: {by: [[§age]]}", "no column is mapped",
      "map 'prescriptions.columns.birth_date'"),
    .init(
      "title: T", "title: T\npatients: {files: m.csv, columns: {patient: p}}\ngroups: {by: [[§sex]]}",
      "no column is mapped", "map 'patients.columns.sex'"),
    .init(
      "title: T", "title: T\ngroups: {by: [[§region]]}", "unknown grouping variable 'region'",
      "there are age, sex"),
    .init(
      "drug: n}", "drug: n}\n  attributes: {region: r}\ngroups: {by: [[§regoin]]}",
      "unknown grouping variable 'regoin'", "did you mean 'region'?"),
    .init("title: T", "title: T\ngroups: {by: §sex}", "'groups.by' must be a list of lists"),
    .init(
      "drug: n}", "drug: n, sex: x}\ngroups: {by: [[sex, §sex]]}", "'sex' is there twice in one grouping"),
    .init(
      "drug: n}", "drug: n, sex: x, birth_year: y}\ngroups: {by: [[sex, age], §[age, sex]]}",
      "this grouping is there twice"),
    .init("title: T", "title: T\ngroups: {age_bands: [0, 18, §18]}", "lower bounds must ascend"),
    .init(
      "title: T", "title: T\ngroups: {age_bands: [0, §151]}",
      "'groups.age_bands' must be from 0 to 150, not 151"),
    .init("title: T", "title: T\ngroups: {age_bands: [§0-17]}", "must be a whole number, not '0-17'"),
    .init(
      "title: T", "title: T\ngroups: {§agebands: [0]}",
      "unknown key 'agebands'", "did you mean 'age_bands'?"),
    .init(
      "title: T", "title: T\nsupply: {carry_over: §drgu}", "it is one of none, drug, class",
      "did you mean 'drug'?"),
    .init(
      "title: T", "title: T\nsupply: {§carryover: drug}", "unknown key 'carryover'",
      "did you mean 'carry_over'?"),
    .init(
      "title: T", "title: T\ntolerance: {rejected_rows: §1}", "must be a percentage from 0% to 100%, not '1'",
      "1%"),
    .init("title: T", "title: T\ntolerance: {rejected_rows: §101%}", "must be a percentage", "1%"),
    .init("title: T", "title: T\ntolerance: {rejected_rows: §-1%}", "must be a percentage", "1%"),
    .init("title: T", "title: T\ntolerance: {rejected_rows: §1e1%}", "must be a percentage", "1%"),
    .init("title: T", "title: T\ntolerance: {rejected_rows: §\"%\"}", "must be a percentage", "1%"),
    .init("title: T", "title: T\ntolerance: {§rejected: 1%}", "unknown key 'rejected'", "rejected_rows"),
    .init("title: T", "title: T\nrejects: {values: §yes}", "it is one of true, false"),
    .init(
      "title: T", "title: T\noutput: {formats: [csv, §markdwn]}", "it is one of csv, markdown",
      "did you mean 'markdown'?"),
  ]

  private static let measures: [StudyMistake] = [
    .init(
      "prevalence: {}", "§prevalance: {}", "unknown key 'prevalance' in 'measures'",
      "did you mean 'prevalence'?"),
    .init("\n  prevalence: {}", " §{}", "'measures' names no measure"),
    .init("prevalence: {}", "prevalence: §3", "'measures.prevalence' must be keys with values"),
    .init("prevalence: {}", "prevalence: {§drug: opioid}", "unknown key 'drug'", "did you mean 'drugs'?"),
    .init("prevalence: {}", "prevalence: {drugs: §[]}", "'measures.prevalence.drugs' is an empty list"),
    .init("prevalence: {}", "prevalence: {drugs: [opioid, §opioid]}", "'opioid' is there twice"),
    .init(
      "prevalence: {}", "incidence: {washout: §x}", "'measures.incidence.washout' must be a whole number"),
    .init("prevalence: {}", "incidence: {washout: §36501}", "must be from 0 to 36500"),
    .init("prevalence: {}", "incidence: {clear: §fil}", "it is one of fill, supply", "did you mean 'fill'?"),
    .init("prevalence: {}", "long_term_use: {definitions: §[]}", "is an empty list"),
    .init(
      "prevalence: {}", "long_term_use: {definitions: [{§suply: 120}]}", "unknown key 'suply'", "'supply'"),
    .init(
      "prevalence: {}", "long_term_use: {definitions: [§{supply: 1, covered: 2}]}",
      "has one of 'supply', 'covered'"),
    .init("prevalence: {}", "long_term_use: {definitions: [§{gap: 2}]}", "has one of 'supply', 'covered'"),
    .init("prevalence: {}", "long_term_use: {definitions: [{supply: §0}]}", "must be from 1 to 36500, not 0"),
    .init("prevalence: {}", "long_term_use: {definitions: [§{continuous: 90}]}", "lacks the key 'gap'"),
    .init(
      "prevalence: {}", "long_term_use: {definitions: [{covered: 9, gap: §1}]}",
      "'gap' goes with 'continuous' alone"),
    .init(
      "prevalence: {}", "long_term_use: {definitions: [{supply: 9}, §{supply: 9}]}",
      "supply>=9 is there twice"),
    .init(
      "prevalence: {}", "long_term_use: {definitions: [§nobody]}", "there is no preset 'nobody'",
      "there are olfson"),
    .init("prevalence: {}", "overlap: {drugs: §[opioid]}", "a pair is of two drugs"),
    .init("prevalence: {}", "overlap: {drugs: §[a, b, c]}", "a pair is of two drugs"),
    .init("prevalence: {}", "overlap: {drugs: [[a, b], §[a]]}", "a pair is of two drugs"),
    .init("prevalence: {}", "overlap: {drugs: §[opioid, opioid]}", "two different drugs"),
    .init("prevalence: {}", "overlap: {drugs: [[a, b], §[a, b]]}", "this pair is there twice"),
    .init("prevalence: {}", "overlap: {days: [1, §1]}", "1 is there twice"),
    .init("prevalence: {}", "overlap: {days: [§0]}", "must be from 1 to 36500, not 0"),
  ]

  @Test(arguments: top) func ofTheTopKeys(mistake: StudyMistake) throws { try mistake.check() }
  @Test(arguments: prescriptions) func ofThePrescriptions(mistake: StudyMistake) throws {
    try mistake.check()
  }
  @Test(arguments: people) func ofPeopleAndDrugs(mistake: StudyMistake) throws { try mistake.check() }
  @Test(arguments: groups) func ofGroupsAndOutput(mistake: StudyMistake) throws { try mistake.check() }
  @Test(arguments: measures) func ofTheMeasures(mistake: StudyMistake) throws { try mistake.check() }

  @Test(arguments: [
    StudyMistake("title: T", "title: T\ndisclosure: §{}", "'disclosure' lacks the key 'preset'"),
    StudyMistake("title: T", "title: T\ndisclosure: §{min_cell: 5}", "'disclosure' lacks the key 'preset'"),
    StudyMistake(
      "title: T", "title: T\ndisclosure: {preset: §cms12}",
      "'disclosure.preset' can't be 'cms12': it is one of cms11, opensafely, midpoint6, none", "cms11"),
    StudyMistake(
      "title: T", "title: T\ndisclosure: {preset: cms11, min_cell: §1}", "must be from 2 to 1000, not 1"),
    StudyMistake(
      "title: T", "title: T\ndisclosure: {preset: cms11, round_to: §5}",
      "'round_to' has no meaning with the preset cms11, which rounds nothing", "take it out"),
    StudyMistake(
      "title: T", "title: T\ndisclosure: {preset: none, min_cell: §5}",
      "'min_cell' has no meaning with the preset none", "take it out"),
    StudyMistake(
      "title: T", "title: T\ndisclosure: {preset: cms11}\nrejects: {values: §true}", "can be a patient's",
      "take one of the two out"),
  ])
  func ofTheDisclosureBlock(mistake: StudyMistake) throws { try mistake.check() }

  @Test func aStudyWithoutMeasures() throws {
    let text = try StudyText.replacing("measures:\n  prevalence: {}\n", "")
    let (fault, place) = try StudyText.fault("§" + text)
    #expect(fault.code == .config)
    #expect(fault.message == "the study lacks the key 'measures'")
    #expect(fault.place == place)
  }

  @Test func aKeyThatIsThereTwice() throws {
    let (fault, _) = try StudyText.fault(StudyText.replacing("title: T", "title: T\ntitle: U"))
    #expect(fault.code == .config)
    #expect(fault.message == "the key 'title' is there twice")
    #expect(fault.place?.file == "study.yml")
  }

  @Test(arguments: [
    ("title: [a\nperiod: 3\n", 2), ("title: T\n\tperiod: 3\n", 2), ("title: \"T\n", 2), ("a: b: c\n", 1),
  ])
  func textThatIsNoYAML(text: String, line: Int) throws {
    let (fault, _) = try StudyText.fault(text)
    #expect(fault.code == .config)
    #expect(fault.message.hasPrefix("is no YAML"), "\(fault.text)")
    #expect(fault.place?.line == line, "\(fault.text)")
    #expect(fault.place?.column != nil)
    #expect(!fault.text.contains("\n"))
  }

  @Test(arguments: ["", "\n", "# nothing\n"])
  func anEmptyStudy(text: String) throws {
    let (fault, _) = try StudyText.fault(text)
    #expect(fault.code == .config)
    #expect(fault.message == "the study file is empty")
  }

  @Test(arguments: ["- a\n", "title\n"])
  func aStudyThatIsNoMapping(text: String) throws {
    let (fault, _) = try StudyText.fault(text)
    #expect(fault.text == "study.yml:1:1: 'the study' must be keys with values")
  }

  @Test func theMessageIsOneLineWithItsPlace() throws {
    let (fault, _) = try StudyText.fault(StudyText.replacing("date: d", "dat: d"))
    #expect(
      fault.text == "study.yml:5:25: unknown key 'dat' in 'prescriptions.columns'; did you mean 'date'?")
  }

  @Test(
    "A character that YAML has no place for is found in its line",
    arguments: [("\n", 3, 4), ("\r\n", 3, 4), ("\r", 3, 4)])
  func controlCharacters(lineEnd: String, line: Int, column: Int) throws {
    let fault = try #require(throws: RxFault.self) {
      try StudyFile.parse(
        ["# äöü", "title: T", "a: \u{7}b", ""].joined(separator: lineEnd), file: "study.yml")
    }
    #expect(fault.place == RxFault.Place(file: "study.yml", line: line, column: column))
    #expect(fault.message == "is no YAML: control characters are not allowed (the character U+0007)")
  }
}
