import RxModel

/// The input to be decoded: files, and how they are laid out. What a study makes of the rows is no part of
/// it.
package struct DecodeRequest: Sendable {
  /// The prescriptions: columns, dates, and the rules of days' supply and reversals.
  package let prescriptions: PrescriptionInput
  /// The columns kept of each row besides.
  package let columns: FillColumns
  /// The files about patients that there are.
  package let roster: StudyInput?
  package let observation: StudyInput?
  package let deaths: StudyInput?
  /// The lists of patients who are included, and of those who are excluded.
  package let lists: [StudyInput]
  /// The population file, where there is one.
  package let population: PopulationRequest?
  /// True where rejects keep the offending values.
  package let keepsRejectedValues: Bool
  /// True where the drugs of rejected rows are kept, with how many lines have them.
  package let keepsRejectedDrugs: Bool
  /// The files of each kind of input, in the order in which they are read.
  package let files: [InputKind: [InputFile]]

  /// The layout of `study`, read from `files`.
  package init(_ study: Study, files: [InputKind: [InputFile]]) {
    prescriptions = study.prescriptions
    columns = FillColumns(study, fileCount: files[.prescriptions]?.count ?? 0)
    roster = study.roster
    observation = study.observation
    deaths = study.deaths
    lists = study.persons.lists
    population = study.population.map { PopulationRequest($0, study) }
    keepsRejectedValues = study.showsRejectedValues
    keepsRejectedDrugs = study.toleratesUnlisted
    self.files = files
  }

  /// The study's names of the patients' own fields in a flat file.
  package var rowDemographics: [String] {
    let layout = PrescriptionLayout(prescriptions, keeping: columns)
    return Array(layout.fields[PrescriptionLayout.firstFlat...].prefix(layout.flatCount))
  }
}

/// A population file, and what it must have: a file that lacks it is of no use, and is refused when it is read.
package struct PopulationRequest: Sendable {
  /// The file's columns.
  let input: StudyInput
  /// The labels that age can have in it; nil where nobody asks for ages.
  let ageLabels: [String]?
  /// The names of the levels of each of its variables.
  let levelNames: [LevelNames]
  /// The years that it must have, where it has years.
  let years: ClosedRange<Int>

  /// A request for residents of the years and age bands of `study`.
  init(_ input: StudyInput, _ study: Study) {
    self.input = input
    ageLabels = study.ageBands?.labels
    levelNames = input.attributes.map { study.levelNames(of: $0.name) }
    let days = study.period.days
    years = days.start.civil.year...days.end.civil.year
  }
}
