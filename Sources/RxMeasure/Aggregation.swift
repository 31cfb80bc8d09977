import RxCounts
import RxDecode
import RxModel

/// The input of a run's aggregation: the study, the meaning of its drugs, and its files.
package struct AggregationInput: Sendable {
  /// The study.
  package var study: Study
  /// The code list.
  package var drugs: DrugList
  /// The drug sets that the study names, in order of first use.
  package var drugSets: [DrugSet]
  /// The files of each kind of input, in the order in which they are read.
  package var files: [InputKind: [InputFile]]

  /// A study with its drugs and files found.
  package init(study: Study, drugs: DrugList, drugSets: [DrugSet], files: [InputKind: [InputFile]]) {
    self.study = study
    self.drugs = drugs
    self.drugSets = drugSets
    self.files = files
  }

  /// The input with the end of its study, where the data decide it: the first and last day of their fills.
  /// - Throws: `RxFault` (65) where the data end before the study starts, or have no row.
  package func resolved(
    by fillDays: DaySpan?, _ population: Population?
  ) throws(RxFault) -> AggregationInput {
    guard let period = study.period.resolved(lastFill: fillDays?.end) else {
      let found =
        fillDays.map { "the last accepted fill is of \($0.end)" }
        ?? "no prescription row was accepted"
      throw RxFault(
        .data, "\(found), so that the study, which starts on \(study.period.days.start), has no end",
        remedy: "set 'period.end' to a date, or look at why the rows are rejected")
    }
    var input = self
    input.study.period = period
    if let population, study.period.end != .day,
      let name = files[.population]?.first?.name
    {
      let years = period.days.start.civil.year...period.days.end.civil.year
      if let year = population.missingYear(of: years) {
        throw RxFault(
          .data, "\(name) has no residents for \(year), a year of the study", remedy: "add the year")
      }
    }
    return input
  }

  /// The request for what is to be decoded of it.
  package var decodeRequest: DecodeRequest { DecodeRequest(study, files: files) }
}

/// The result of a run's counting.
package struct Aggregation: Sendable {
  /// The counts.
  package var counts: CountTable
  /// The attrition: what became of the rows.
  package var attrition: Attrition
  /// Persons of the roster.
  package var persons: Int
  /// How many of them come how far on the way to the counts.
  package var flow: Flow
  /// The rows of people by what became of their drug.
  package var drugRows: DrugRows
  /// Patients of a flat file whose rows disagree about a field that has one value, by field.
  package var conflicts: [(field: String, patients: Int)]
  /// The accounts of the files of each kind.
  package var files: [InputKind: [FileAccount]]
  /// The code list's own files: their rows, and those of a drug that the prescriptions have.
  package var codeListFiles: [(name: String, rows: Int, found: Int)]
  /// By two prescription files, rows of the one that the other has too.
  package var equalByFile: [(file: Int, other: Int, rows: Int)]
  /// Persons whose dates can't all be right.
  package var impossible: ImpossiblePersons
  /// The core measures of everyone under each combination of the sensitivity grid's settings.
  package var sensitivity: [SensitivityRun]
  /// Ways of writing keys that would make them match.
  package var nearMisses: [NearMiss]
  /// By variable the levels that only the population file has, and those that it lacks.
  package var levelsUnlikePopulation: [(variable: String, ofResidents: [String], ofData: [String])]
  /// By variable the levels that the study chooses persons by, and that nobody in the data has.
  package var chosenLevelsOfNobody: [(variable: String, levels: [String])]
}

extension Study {
  /// True if it names the drug set in a measure; the union of several classes it does not.
  func names(_ drugSet: DrugSet) -> Bool {
    measures.contains { $0.drugs.contains { [$0.name] == drugSet.names } }
  }

  /// The variables that patients have levels of, in the order of these.
  var levelFields: [String] { (patientInput.sex != nil ? ["sex"] : []) + attributes.map(\.name) }

  /// A variable's place among a patient's levels; nil for age.
  func levelField(_ variable: GroupVariable) -> Int? {
    switch variable {
    case .age: nil
    case .sex: 0
    case .attribute(_, let index): index + (patientInput.sex != nil ? 1 : 0)
    }
  }
}
