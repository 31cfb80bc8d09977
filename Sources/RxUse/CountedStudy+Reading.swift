import RxAggregate
import RxDisclosure
import RxModel

extension Reading {
  /// What is known of the data beside their counts.
  var facts: DataFacts {
    DataFacts(
      fillDays: fillDays, rejects: rejects, levelsUnlikePopulation: levelsUnlikePopulation,
      deathsAreOfNobody: deathsAreOfNobody)
  }

  /// Everything that is counted of a study, for a release.
  /// - Throws: as `analyse` does.
  func counted() throws(RxFault) -> CountedStudy {
    let counts = try analyse()
    return CountedStudy(
      study: input.study, counts: counts.counts, sensitivity: counts.sensitivity,
      rows: AttritionCounts(counts.attrition, persons: counts.persons, conflicts: counts.conflicts),
      data: facts)
  }
}
