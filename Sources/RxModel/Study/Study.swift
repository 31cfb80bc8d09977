/// A study file's values, checked: everything a run needs to know but the code lists and the data.
package struct Study: Sendable {
  /// The study's title.
  package var title: String
  /// The study days and their intervals.
  package var period: StudyPeriod
  /// Whether a person of an interval must be observed on all its days.
  package var requiresFullObservation = false
  /// The prescription files.
  package var prescriptions: PrescriptionInput
  /// The roster; nil where every patient seen in a prescription is one.
  package var roster: RosterInput?
  /// Observation periods from files of their own.
  package var observation: ObservationInput?
  /// Deaths from files of their own.
  package var deaths: DeathsInput?
  /// Resident counts.
  package var population: PopulationInput?
  /// Where the drugs' classes come from.
  package var drugs = DrugSource()
  /// The grouping variables, in the order of first use in `groups.by`.
  package var variables: [GroupVariable] = []
  /// Each grouping as indices into `variables`, ascending; the overall row is not among them.
  package var groupings: [[Int]] = []
  /// The age bands; nil where no grouping uses age.
  package var ageBands: AgeBands?
  /// How fills that overlap are put end to end.
  package var carryOver = CarryOver.none
  /// The measures, in the order of the study file.
  package var measures: [any MeasureSpec] = []
  /// Other settings under which the core measures are repeated; nil without.
  package var sensitivity: SensitivityGrid?
  /// How small counts are kept back; nil where the study does not say.
  package var disclosure: DisclosurePolicy?
  /// The greatest share of rejected rows that is borne, 0...1.
  package var toleratedRejects = 0.01
  /// Whether rejects.csv shows the offending values, which can be a patient's.
  package var showsRejectedValues = false
  /// What to write.
  package var formats: [OutputFormat] = [.csv, .markdown]

  /// The column of the birth, in the roster or in a flat file.
  package var birthColumn: BirthColumn? { roster.map(\.birth) ?? prescriptions.birth }
  /// The attributes of patients, in the roster or in a flat file.
  package var attributes: [Attribute] { roster?.attributes ?? prescriptions.attributes }
  /// The age bands, the contract's where the study has none.
  package var bandsOfAge: AgeBands { ageBands ?? AgeBands(lowerBounds: [0, 18, 36, 51, 65, 80]) }

  /// A study with the required values; the rest have the contract's defaults.
  package init(title: String, period: StudyPeriod, prescriptions: PrescriptionInput) {
    self.title = title
    self.period = period
    self.prescriptions = prescriptions
  }
}

/// A name in the study file that stands for something in the data, with its place for messages.
package struct Named: Sendable, Equatable {
  /// The name as written.
  package var name: String
  /// Where it stands.
  package var place: RxFault.Place

  /// `name` at `place`.
  package init(_ name: String, at place: RxFault.Place) {
    self.name = name
    self.place = place
  }
}

/// The files of one kind of input and how they are written.
package struct FileSet: Sendable {
  /// Paths or globs, relative to the study file's folder; `-` is standard input.
  package var patterns: [Named]
  /// The byte between fields.
  package var delimiter: UInt8
  /// How dates are written.
  package var dates: DateFormat

  /// `patterns` with the contract's defaults: commas, and dates as they come.
  package init(patterns: [Named], delimiter: UInt8 = UInt8(ascii: ","), dates: DateFormat = .auto) {
    self.patterns = patterns
    self.delimiter = delimiter
    self.dates = dates
  }
}

/// A named attribute of patients and the column that holds it.
package struct Attribute: Sendable {
  /// Its name in the study.
  package var name: String
  /// Its column.
  package var column: Named

  /// `name` from `column`.
  package init(name: String, column: Named) {
    self.name = name
    self.column = column
  }
}

/// When a patient was born, as the files tell it.
package enum BirthColumn: Sendable {
  /// A date.
  case date(Named)
  /// A year; taken as its 1 July.
  case year(Named)

  /// The column.
  package var column: Named {
    switch self {
    case .date(let column), .year(let column): column
    }
  }
}

/// The prescription files and their columns.
package struct PrescriptionInput: Sendable {
  /// What ends a fill's supply.
  package enum Supply: Sendable {
    /// A column of whole days.
    case days(Named)
    /// A column with the last day of supply.
    case endDate(Named)

    /// The column.
    package var column: Named {
      switch self {
      case .days(let column), .endDate(let column): column
      }
    }
  }

  package var files: FileSet
  package var patient: Named
  package var date: Named
  package var supply: Supply
  package var drug: Named
  package var quantity: Named?
  package var strength: Named?
  package var prescriber: Named?
  package var pharmacy: Named?
  /// In a flat file: the patients' own columns.
  package var birth: BirthColumn?
  package var sex: Named?
  package var attributes: [Attribute] = []
  /// The longest days' supply that is believed, in days.
  package var longestSupplyDays = 365
  /// The days' supply put in the place of a missing one; nil rejects the row.
  package var missingSupplyDays: Int?
  /// Whether rows that are the same in everything that counts are one.
  package var dropsDuplicates = false
  /// Which rows take others back; nil where none does.
  package var reversals: ReversalRule?

  /// The required columns; the rest are not mapped.
  package init(files: FileSet, patient: Named, date: Named, supply: Supply, drug: Named) {
    self.files = files
    self.patient = patient
    self.date = date
    self.supply = supply
    self.drug = drug
  }
}

/// Which rows are reversals: claims that take an earlier claim back.
package enum ReversalRule: Sendable {
  /// Those whose column has one of these values, case ignored.
  case status(column: Named, values: [String])
  /// Those whose quantity or days' supply is below 0.
  case negative
  /// Those that name the claim that they reverse; `claim` is the column of a row's own.
  case reference(claim: Named, original: Named)
}

/// The roster's files and columns.
package struct RosterInput: Sendable {
  package var files: FileSet
  package var patient: Named
  package var birth: BirthColumn?
  package var sex: Named?
  package var observationStart: Named?
  package var observationEnd: Named?
  package var deathDate: Named?
  package var attributes: [Attribute] = []

  /// A roster with the required column.
  package init(files: FileSet, patient: Named) {
    self.files = files
    self.patient = patient
  }
}

/// Observation periods in files of their own.
package struct ObservationInput: Sendable {
  package var files: FileSet
  package var patient: Named
  package var start: Named
  package var end: Named

  /// The files and their columns.
  package init(files: FileSet, patient: Named, start: Named, end: Named) {
    self.files = files
    self.patient = patient
    self.start = start
    self.end = end
  }
}

/// Deaths in files of their own.
package struct DeathsInput: Sendable {
  package var files: FileSet
  package var patient: Named
  package var date: Named

  /// The files and their columns.
  package init(files: FileSet, patient: Named, date: Named) {
    self.files = files
    self.patient = patient
    self.date = date
  }
}

/// Resident counts: the file and its columns.
package struct PopulationInput: Sendable {
  package var files: FileSet
  package var count: Named
  package var year: Named?
  /// Columns of grouping variables, by the variable's name (`age`, `sex`, an attribute).
  package var variables: [(name: String, column: Named)] = []

  /// The file and its required column.
  package init(files: FileSet, count: Named) {
    self.files = files
    self.count = count
  }
}

/// Where the drugs' classes come from and how a prescription's drug is looked up.
package struct DrugSource: Sendable {
  /// How the drug column is matched.
  package enum Match: String, CaseIterable, Sendable {
    /// By code, and where a value is no code by the ingredient words in it.
    case auto
    /// By code alone, case ignored.
    case code
    /// By the ingredient words found in a product name.
    case name
  }

  /// Code lists; empty means the built-in list.
  package var files: [Named] = []
  package var match = Match.auto

  /// The built-in list, matched as it comes.
  package init() {}
}

/// What people are grouped by.
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

/// How fills that overlap are put end to end.
package enum CarryOver: String, CaseIterable, Sendable {
  /// A fill's supply begins on its date.
  case none
  /// Fills of one ingredient are put end to end.
  case drug
  /// Fills of one class are put end to end.
  case `class`
}

/// What a run writes beside results.csv, attrition.csv, rejects.csv and run.json.
package enum OutputFormat: String, CaseIterable, Sendable {
  /// The tables for reading, as CSV.
  case csv
  /// report.md.
  case markdown
}
