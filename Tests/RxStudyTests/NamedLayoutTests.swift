import RxModel
import Testing

@testable import RxStudy

/// Layouts known by name: what they fill in, and how files are recognised as theirs.
@Suite struct NamedLayoutTests {
  private static let rest =
    "title: T\nperiod: {start: 2019-01-01, end: 2019-12-31}\nmeasures: {prevalence: {}}\n"

  private func study(
    _ text: String, names: [String]? = nil, in folder: String = ""
  ) throws -> Study {
    let surroundings = StudySurroundings(names: names.map { names in { $0 == folder ? names : [] } })
    return try StudyFile.parse(text + Self.rest, file: "study.yml", in: surroundings)
  }

  private func fault(_ text: String, names: [String]? = nil) throws -> RxFault {
    try #require(throws: RxFault.self) { try study(text, names: names) }
  }

  private static let omop = ["drug_exposure.csv", "person.csv", "observation_period.csv", "death.csv"]

  @Test("Each layout is a study without a mistake", arguments: NamedLayout.all.map(\.name))
  func everyLayoutIsAStudy(name: String) throws {
    let study = try study("layout: \(name)\n")
    let layout = try #require(NamedLayout.all.first { $0.name == name })
    #expect(study.inputs.map(\.kind) == layout.tables.map(\.kind))
    #expect(!layout.sources.isEmpty && !layout.limits.isEmpty)
  }

  @Test func whatTheStudySaysWins() throws {
    let study = try study(
      """
      layout: omop
      prescriptions: {files: [rx/*.csv.gz], columns: {drug: drug_concept_id, end_date: drug_exposure_end_date}}
      patients: {columns: {birth_date: birth_datetime}}
      groups: {by: [[sex]], levels: {sex: {Women: ["8532"]}}}

      """, names: Self.omop)
    #expect(study.prescriptions.input.files.patterns.map(\.name) == ["rx/*.csv.gz"])
    #expect(study.prescriptions[.drug]?.name == "drug_concept_id")
    // The one of several columns that the study maps is the only one.
    #expect(study.prescriptions[.endDate] != nil && study.prescriptions[.daysSupply] == nil)
    #expect(study.roster?.birth == .date)
    #expect(study.prescriptions[.patient]?.name == "person_id")
    #expect(study.prescriptions.missingSupplyDays == 1)
    // The names of a variable's levels are one thing; those of another stay.
    #expect(study.levelNames(of: "sex").entries.map(\.label) == ["Women"])
    #expect(study.levelNames(of: "race").label(of: "8527") == "White")
  }

  @Test func blocksThatSayTheSameDoNotMeet() throws {
    let died = try study("layout: omop\npatients: {columns: {death_date: died}}\n", names: Self.omop)
    #expect(died.deaths == nil && died.roster?[.deathDate]?.name == "died")
    let deaths = try study(
      "layout: synthea\ndeaths: {files: [d.csv], columns: {patient: p, date: d}}\n",
      names: ["medications.csv", "patients.csv"])
    #expect(deaths.deaths != nil && deaths.roster?[.deathDate] == nil)
    let residents = try study(
      "layout: synthea\npopulation: {file: c.csv, columns: {count: n}}\n", names: ["medications.csv"])
    #expect(residents.roster == nil && residents.population != nil)
  }

  @Test func tablesAreFoundByTheirNames() throws {
    let text = "layout: {name: omop, folder: cdm}\n"
    let names = ["DRUG_EXPOSURE.csv.gz", "Person.CSV", "observation_period.csv.zst", "person.csv.bak"]
    let study = try study(text, names: names, in: "cdm/")
    #expect(study.prescriptions.input.files.patterns.map(\.name) == ["cdm/DRUG_EXPOSURE.csv.gz"])
    #expect(study.roster?.files.patterns.map(\.name) == ["cdm/Person.CSV"])
    // Deaths are left out where there are none.
    #expect(study.deaths == nil)
  }

  @Test func severalFilesOfOneTable() throws {
    let files = [2010, 2008, 2009].map { "DE1_0_\($0)_Beneficiary_Summary_File_Sample_1.csv" }
    let study = try study(
      "layout: synpuf\n", names: files + ["DE1_0_2008_to_2010_Prescription_Drug_Events_Sample_1.csv"])
    #expect(study.roster?.files.patterns.map(\.name) == files.sorted())
  }

  @Test func whatIsLeftOut() throws {
    let text = "layout: {name: omop, without: [deaths, prescriptions.columns.prescriber, groups]}\n"
    let study = try study(text, names: Self.omop)
    #expect(study.deaths == nil && study.prescriptions[.prescriber] == nil && study.levelNames.isEmpty)
    #expect(study.prescriptions[.quantity] != nil)
  }

  @Test func mistakes() throws {
    let unknown = try fault("layout: omopp\n")
    #expect(unknown.code == .config && unknown.remedy == "did you mean 'omop'?")
    #expect(unknown.place == RxFault.Place(file: "study.yml", line: 1, column: 9))
    let key = try fault("layout: {name: omop, folders: a}\n")
    #expect(key.message.hasPrefix("unknown key 'folders' in 'layout'"))
    let without = try fault("layout: {name: omop, without: [death]}\n")
    #expect(without.text == "study.yml:1:32: the layout omop has no 'death'; did you mean 'deaths'?")
    let missing = try fault(
      "layout: omop\n", names: ["drug_exposures.csv", "person.csv", "observation_period.csv"])
    #expect(missing.code == .noInput && missing.remedy == "did you mean 'drug_exposures.csv'?")
    let twice = try fault("layout: omop\n", names: Self.omop + ["person.csv.gz"])
    #expect(twice.message.contains("can be person.csv or person.csv.gz"))
    // A block that the study begins is not left out in silence.
    let begun = try fault("layout: omop\ndeaths: {dates: sas}\n", names: Array(Self.omop.prefix(3)))
    #expect(begun.message.contains("has its deaths in death.csv"))
  }

  @Test("A mistake that comes of the layout is told where the study names it")
  func placeOfFilledValues() throws {
    let fault = try fault(
      "# one\nlayout: mimic\ngroups: {by: [[race]]}\n", names: ["prescriptions.csv", "patients.csv"])
    #expect(fault.message.contains("'race'") && fault.place?.line == 3)
    let observed = try self.fault(
      "layout: omop\npatients: {columns: {birth_year: b}, attributes: {age: a}}\n", names: Self.omop)
    #expect(observed.place?.line == 2)
  }

  @Test("A study written out says the same", arguments: NamedLayout.all.map(\.name))
  func writtenOut(name: String) throws {
    let own = try StudyFile.node("layout: \(name)\n" + Self.rest, file: "study.yml")
    #expect(!StudyFile.isWhole(own))
    let node = try StudyFile.whole(own, file: "study.yml", in: StudySurroundings())
    let again = try StudyFile.node(node.document, file: "whole.yml")
    #expect(StudyFile.isWhole(again) && again.written == node.written)
    _ = try StudyFile.study(again, file: "whole.yml")
  }

  // MARK: Recognition

  private static let headers: [String: [String]] = [
    "a/rx.csv": [
      "PATID", "DISPENSINGID", "PRESCRIBINGID", "DISPENSE_DATE", "NDC", "DISPENSE_SUP", "DISPENSE_AMT",
    ],
    "a/demo.csv": [
      "PatId", " Birth_Date", "SEX", "SEXUAL_ORIENTATION", "GENDER_IDENTITY", "HISPANIC", "RACE",
    ],
    "a/enr.csv": ["PATID", "ENR_START_DATE", "ENR_END_DATE", "CHART", "ENR_BASIS"],
    "a/labs.csv": ["PATID", "LAB_LOINC"],
  ]

  @Test func filesAreRecognised() throws {
    let found = NamedLayout.recognise(headers: Self.headers)
    #expect(found.map(\.layout.name) == ["pcornet"])
    let layout = try #require(found.first)
    #expect(layout.files.map(\.table.kind) == [.prescriptions, .patients, .observation])
    #expect(layout.files.map(\.paths) == [["a/rx.csv"], ["a/demo.csv"], ["a/enr.csv"]])
    #expect(layout.others == ["a/labs.csv"])
  }

  @Test("Without a column or a table that is needed it is no layout", arguments: ["a/rx.csv", "a/enr.csv"])
  func incomplete(file: String) {
    #expect(NamedLayout.recognise(headers: Self.headers.filter { $0.key != file }).isEmpty)
    let short = Self.headers.merging([file: Array(Self.headers[file]!.dropLast())]) { $1 }
    #expect(NamedLayout.recognise(headers: short).isEmpty)
  }

  @Test("The tables of each layout are those of no other", arguments: NamedLayout.all.map(\.name))
  func noLayoutIsAnother(name: String) throws {
    let layout = try #require(NamedLayout.all.first { $0.name == name })
    let headers = Dictionary(
      uniqueKeysWithValues: layout.tables.map { ($0.stem, layout.headers(of: $0).map { $0[0] }) })
    let found = NamedLayout.recognise(headers: headers)
    #expect(found.map(\.layout.name) == [name])
    #expect(found.first?.files.map(\.paths) == layout.tables.map { [$0.stem] })
  }
}
