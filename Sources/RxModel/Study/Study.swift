/// A study file's values, checked: everything a run needs to know but the code lists and the data.
package struct Study: Sendable {
  /// The study's title.
  package var title: String
  /// The study days and their intervals.
  package var period: StudyPeriod
  /// The rule for who is a person of an interval.
  package var persons = PersonRule()
  /// The prescription files.
  package var prescriptions: PrescriptionInput
  /// The roster; nil where every patient seen in a prescription is one.
  package var roster: StudyInput?
  /// Observation periods from files of their own.
  package var observation: StudyInput?
  /// Deaths from files of their own.
  package var deaths: StudyInput?
  /// Resident counts.
  package var population: StudyInput?
  /// The source of the drugs' classes.
  package var drugs = DrugSource()
  /// The grouping variables, in the order of first use in `groups.by`.
  package var variables: [GroupVariable] = []
  /// Each grouping as indices into `variables`, ascending; the overall row is not among them.
  package var groupings: [[Int]] = []
  /// The age bands; nil where no grouping uses age.
  package var ageBands: AgeBands?
  /// The names of levels, by variable.
  package var levelNames: [String: LevelNames] = [:]
  /// True where whoever is `unknown` in a grouping variable is no person of the interval.
  package var dropsUnknown = false
  /// The rule by which fills that overlap are put end to end.
  package var carryOver = CarryOver.none
  /// The measures, in the order of the study file.
  package var measures: [any MeasureSpec] = []
  /// The drugs of which products.csv is written; nil without.
  package var products: ProductsSpec?
  /// Other settings under which the core measures are repeated; nil without.
  package var sensitivity: SensitivityGrid?
  /// The rules that keep small counts back; nil where the study does not say.
  package var disclosure: DisclosurePolicy?
  /// The greatest share of rejected rows that is borne, 0...1.
  package var toleratedRejects = 0.01
  /// True where rejects whose drug can be read and is in no list are left out of that account.
  package var toleratesUnlisted = false
  /// True where rejects.csv shows the offending values, which can be a patient's.
  package var showsRejectedValues = false
  /// The outputs to write beside those of every run.
  package var formats: [OutputFormat] = [.csv, .markdown]

  /// The inputs that the study has, in the order of their kinds.
  package var inputs: [StudyInput] {
    [prescriptions.input]
      + [roster, observation, deaths, persons.include, persons.exclude, population]
      .compactMap { $0 }
  }
  /// The input with the patients' own columns: the roster, or a flat file.
  package var patientInput: StudyInput { roster ?? prescriptions.input }
  /// The form in which the patients' births are told; nil where they are not.
  package var birthColumn: BirthColumn? { patientInput.birth }
  /// The attributes of patients.
  package var attributes: [Attribute] { patientInput.attributes }
  /// The age bands, the contract's where the study has none.
  package var bandsOfAge: AgeBands { ageBands ?? Self.usualAgeBands }
  /// The age bands of a study that has none.
  package static let usualAgeBands = AgeBands(lowerBounds: [0, 18, 36, 51, 65, 80])

  /// The names of the levels of a variable.
  package func levelNames(of variable: String) -> LevelNames { levelNames[variable] ?? LevelNames() }

  /// A study with the required values; the rest have the contract's defaults.
  package init(title: String, period: StudyPeriod, prescriptions: PrescriptionInput) {
    self.title = title
    self.period = period
    self.prescriptions = prescriptions
  }

  /// The study with other files or columns in each of its inputs.
  package func mapInputs(
    _ transform: (StudyInput) throws(RxFault) -> StudyInput
  ) throws(RxFault) -> Study {
    var study = self
    study.prescriptions.input = try transform(prescriptions.input)
    if let roster { study.roster = try transform(roster) }
    if let observation { study.observation = try transform(observation) }
    if let deaths { study.deaths = try transform(deaths) }
    if let include = persons.include { study.persons.include = try transform(include) }
    if let exclude = persons.exclude { study.persons.exclude = try transform(exclude) }
    if let population { study.population = try transform(population) }
    return study
  }
}

/// The source of the drugs' classes, and the way in which a prescription's drug is looked up.
package struct DrugSource: Sendable {
  /// The way in which the drug column is matched.
  package enum Match: String, CaseIterable, Sendable {
    /// By code, and where a value is no code by the ingredient words in it.
    case auto
    /// By code alone, case ignored.
    case code
    /// By national drug code, however it is written.
    case ndc
    /// By ATC code: a code of the data belongs to every listed code that it begins with.
    case atc
    /// By the ingredient words found in a product name.
    case name
  }

  /// Code lists; empty means the built-in list.
  package var files: [CodeListFile] = []
  package var match = Match.auto

  /// The built-in list, matched as it comes.
  package init() {}
}

/// A variable by which people are grouped.
package enum GroupVariable: Sendable, Equatable {
  case age
  case sex
  /// An attribute: its name and its place among the attributes.
  case attribute(name: String, index: Int)

  /// Its name, which is also its column in results.csv.
  package var name: String {
    switch self {
    case .age: "age"
    case .sex: "sex"
    case .attribute(let name, _): name
    }
  }
}

/// The rule by which fills that overlap are put end to end.
package enum CarryOver: String, CaseIterable, Sendable {
  /// A fill's supply begins on its date.
  case none
  /// Fills of one ingredient are put end to end.
  case drug
  /// Fills of one class are put end to end.
  case `class`
}

/// A format in which a run writes its report, beside the files that the report is made from.
package enum OutputFormat: String, CaseIterable, Sendable {
  /// The tables for reading, as CSV, and datapackage.json.
  case csv
  /// report.md and methods.md.
  case markdown
  /// report.html, and its charts as SVG.
  case html
  /// tables.xlsx.
  case xlsx
  /// summarised_result.csv, in the shape of omopgenerics.
  case summarisedResult = "summarised_result"
}
