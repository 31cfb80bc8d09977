import RxCounts
import RxModel

/// Everything that a run has counted: what a release is made from. Secret.
package struct CountedStudy: Sendable {
  /// The study, with its disclosure policy.
  package var study: Study
  package var counts: CountTable
  /// The core measures of everyone under each combination of the sensitivity grid's settings.
  package var sensitivity: [SensitivityRun]
  package var rows: AttritionCounts
  package var data: DataFacts

  /// The counts of a study.
  package init(
    study: Study, counts: CountTable, sensitivity: [SensitivityRun], rows: AttritionCounts, data: DataFacts
  ) {
    self.study = study
    self.counts = counts
    self.sensitivity = sensitivity
    self.rows = rows
    self.data = data
  }
}

extension CountedStudy {
  /// The patients with fills outside their observation, where every other fill is one of a person in an interval: not where
  /// some were before the study, or not all who are observed are persons of an interval. Nil there.
  var patientsOutsideIntervals: Int? {
    guard let first = data.fillDays?.start, first >= study.period.days.start, study.countsEveryoneObserved
    else { return nil }
    return rows.attrition.patients(of: .outsideObservation)
  }
}

/// The numbers of rows and patients that are told beside a study's figures. Secret.
package struct AttritionCounts: Sendable {
  package var attrition: Attrition
  /// Persons of the cohort.
  package var persons: Int
  /// How many of them come how far on the way to the counts.
  package var flow: Flow
  /// Patients whose rows disagree about a field, by field.
  package var conflicts: [(field: String, patients: Int)]

  /// An attrition with the persons of the cohort, their flow, and the patients whose rows disagree.
  package init(
    _ attrition: Attrition, persons: Int, flow: Flow, conflicts: [(field: String, patients: Int)]
  ) {
    self.attrition = attrition
    self.persons = persons
    self.flow = flow
    self.conflicts = conflicts
  }
}

/// Facts about the data beside their counts, from which notes are made. Secret.
package struct DataFacts: Sendable {
  /// Grouping variables whose levels are not those of the population file.
  package typealias UnlikeLevels = (variable: String, ofResidents: [String], ofData: [String])

  /// The span from the first to the last day of a fill; nil where no row was accepted.
  package var fillDays: DaySpan?
  /// The rejects of each input that the study has.
  package var rejects: [InputKind: RejectTotals]
  /// By variable the levels that only the population file has, and those that it lacks.
  package var levelsUnlikePopulation: [UnlikeLevels]
  /// By variable the levels that the study chooses persons by, and that nobody in the data has.
  package var chosenLevelsOfNobody: [(variable: String, levels: [String])] = []
  /// By day of `fillDays`, the prescription rows that were not rejected.
  package var rowsOfDay: [Int] = []
  /// The accounts of the files of each kind with what became of their rows, once that is known.
  package var accounts: [InputKind: [FileAccount]] = [:]
  /// The code list's own files: their rows, and those of a drug that the prescriptions have.
  package var codeListFiles: [(name: String, rows: Int, found: Int)] = []
  /// By two prescription files, rows of the one that the other has too.
  package var equalRows: [(file: Int, other: Int, rows: Int)] = []
  /// Used rows that are equal to another, of so many used ones; nil where that was not counted.
  package var equalUsedRows: (rows: Int, used: Int)?
  /// Persons of the roster; nil where there is none.
  package var personsOfRoster: Int?
  /// Those of them with a prescription row.
  package var personsWithRows = 0
  /// Persons whose dates can't all be right.
  package var impossible = ImpossiblePersons()
  /// Ways of writing keys that would make them match.
  package var nearMisses: [NearMiss] = []
  /// The rows of people by what became of their drug; nil where they were not counted.
  package var drugRows: DrugRows?

  /// Facts about the data.
  package init(
    fillDays: DaySpan?, rejects: [InputKind: RejectTotals], levelsUnlikePopulation: [UnlikeLevels] = [],
    drugRows: DrugRows? = nil
  ) {
    self.drugRows = drugRows
    self.fillDays = fillDays
    self.rejects = rejects
    self.levelsUnlikePopulation = levelsUnlikePopulation
  }

  /// The accounts of an input's files.
  func files(_ kind: InputKind) -> [FileAccount] {
    accounts[kind] ?? rejects[kind]?.files ?? []
  }

  /// The inputs of which a greater share of lines was rejected than the study tolerates, with that share, 0 to 1.
  func beyondTolerance(of study: Study) -> [(input: InputKind, share: Double)] {
    InputKind.allCases.compactMap { input in
      guard let totals = rejects[input], totals.lines > 0 else { return nil }
      let rejected = totals.files.reduce(0) {
        $0 + $1.linesRejected - (study.toleratesUnlisted ? $1.unlistedLinesRejected : 0)
      }
      let share = Double(rejected) / Double(totals.lines)
      return share > study.toleratedRejects ? (input, share) : nil
    }
  }
}
