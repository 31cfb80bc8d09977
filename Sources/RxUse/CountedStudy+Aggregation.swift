import RxDecode
import RxDisclosure
import RxMeasure
import RxModel

extension StudyReading {
  /// The facts on the data of `study` beside their counts.
  func facts(_ input: AggregationInput) -> DataFacts {
    var facts = DataFacts(fillDays: fillDays, rejects: rejects)
    if input.study.toleratesUnlisted {
      for file in facts.rejects[.prescriptions]?.files.indices ?? 0..<0 {
        facts.rejects[.prescriptions]?.files[file].countUnlistedRejects { input.drugs.match($0).isEmpty }
      }
    }
    facts.rowsOfDay = rowsOfDay
    return facts
  }
}

extension CountedStudy {
  /// Everything that is counted of a study, for a release.
  init(_ counts: Aggregation, _ reading: StudyReading, _ input: AggregationInput) {
    var facts = reading.facts(input)
    facts.levelsUnlikePopulation = counts.levelsUnlikePopulation
    facts.chosenLevelsOfNobody = counts.chosenLevelsOfNobody
    facts.accounts = counts.files
    facts.codeListFiles = counts.codeListFiles
    facts.equalRows = counts.equalByFile.sorted {
      ($1.rows, $0.file, $0.other) < ($0.rows, $1.file, $1.other)
    }
    if let equal = counts.attrition.leftOut.first(where: { $0.step == .equalToAnother }) {
      facts.equalUsedRows = (equal.rows, counts.attrition.rows(of: .used))
    }
    if input.study.roster != nil {
      facts.personsOfRoster = counts.persons
      facts.personsWithRows =
        (counts.attrition.read.patients ?? 0) - counts.attrition.patients(of: .notInRoster)
    }
    facts.impossible = counts.impossible
    facts.drugRows = counts.drugRows
    facts.nearMisses = counts.nearMisses
    self.init(
      study: input.study, counts: counts.counts, sensitivity: counts.sensitivity,
      rows: AttritionCounts(
        counts.attrition, persons: counts.persons, flow: counts.flow, conflicts: counts.conflicts),
      data: facts)
  }
}
