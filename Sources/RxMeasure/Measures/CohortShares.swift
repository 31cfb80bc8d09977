import RxCounts
import RxModel

extension CohortSpec: MeasuredSpec {
  func measure(_ builder: inout MeasureBuilder) throws(RxFault) -> any MeasureFigures {
    CohortShares(persons: builder.persons)
  }
}

/// The composition of the persons of an interval: the share of each level.
final class CohortShares: MeasureFigures {
  let figures: [FigureDefinition]

  init(persons: String) {
    figures = [
      FigureDefinition(
        measure: "cohort", drug: "", numerator: .count(CountTable.persons), denominator: .persons,
        denominatorUnit: persons, estimate: .percent, limits: .none, derivation: .cohort)
    ]
  }
}
