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

  /// The input with the end of its study, where the data decide it.
  /// - Throws: `RxFault` (65) where the data end before the study starts, or have no row.
  package func resolved(by decoded: DecodedStudy) throws(RxFault) -> AggregationInput {
    guard let period = study.period.resolved(lastFill: decoded.fillDays?.end) else {
      let found =
        decoded.fillDays.map { "the last accepted fill is of \($0.end)" }
        ?? "no prescription row was accepted"
      throw RxFault(
        .data, "\(found), so that the study, which starts on \(study.period.days.start), has no end",
        remedy: "set 'period.end' to a date, or look at why the rows are rejected")
    }
    var input = self
    input.study.period = period
    if let population = decoded.population, study.period.end != .day,
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
}

extension DecodedStudy {
  /// Of the study's grouping variables that the population file has: the levels that only it has and those that it
  /// lacks, in byte order. Age is not among them, whose levels are the study's.
  package func levelsUnlikePopulation(
    _ study: Study
  ) -> [(variable: String, ofResidents: [String], ofData: [String])] {
    guard let population else { return [] }
    return study.variables.compactMap { variable in
      guard let field = study.levelField(variable), let residents = population.labels(of: variable.name)
      else { return nil }
      let names = study.levelNames(of: variable.name)
      let data = Set(dictionaries.levels[field].texts.map(names.label(of:)))
      let alone = [residents.subtracting(data), data.subtracting(residents)].map { levels in
        levels.subtracting([unknownLevel]).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      }
      return alone.allSatisfy(\.isEmpty) ? nil : (variable.name, alone[0], alone[1])
    }
  }
}

extension Study {
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
