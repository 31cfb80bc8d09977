import RxDecode
import RxDisclosure
import RxMeasure
import RxModel

extension DecodedStudy {
  /// The facts on the data of `study` beside their counts.
  func facts(_ study: Study) -> DataFacts {
    DataFacts(
      fillDays: fillDays, rejects: rejects, levelsUnlikePopulation: levelsUnlikePopulation(study),
      noDeathMatchesRoster: noDeathMatchesRoster)
  }

  /// Everything that is counted of a study, for a release.
  /// - Throws: as `measure` does.
  func counted(_ input: AggregationInput) throws(RxFault) -> CountedStudy {
    let counts = try measure(self, input)
    return CountedStudy(
      study: input.study, counts: counts.counts, sensitivity: counts.sensitivity,
      rows: AttritionCounts(counts.attrition, persons: counts.persons, conflicts: counts.conflicts),
      data: facts(input.study))
  }
}
