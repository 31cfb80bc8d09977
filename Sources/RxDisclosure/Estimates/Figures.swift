import RxCounts
import RxModel
import RxRelease
import RxStatistics

extension ProtectedTable {
  /// The figures of results.csv, in order: definitions, then periods, then groups. What has denominator 0 gives none, and a
  /// group of nobody neither. Floating point begins here, and what disclosure control keeps back ends here.
  /// - Parameter period: the study's, which tells the intervals that it covers whole.
  /// - Returns: the figures as they may be shown.
  func figures(_ period: StudyPeriod) -> [Figure] {
    runsOfFigures(counts.figures).flatMap { group in
      let definitions = counts.figures[group]
      if case .trend = definitions[group.lowerBound].derivation {
        return counts.strata.indices.flatMap { stratum in
          definitions.compactMap {
            trendFigure($0, stratum: stratum, period)?.published(isRounded: isRounded)
          }
        }
      }
      return counts.intervals.indices.flatMap { interval in
        counts.strata.indices.flatMap { stratum in
          definitions.compactMap { self[stratum, interval].figure($0)?.published(isRounded: isRounded) }
        }
      }
    }
  }
}

extension StratumView {
  /// The figure that `definition` gives; nil where there is none.
  func figure(_ definition: FigureDefinition) -> EstimatedFigure? {
    switch definition.derivation {
    case .none, .trend: countedFigure(definition)
    case .standardised(let shares, let limits): standardisedFigure(definition, shares, limits)
    case .ratio(let variable, let reference): ratioFigure(definition, variable, reference)
    case .cohort: cohortFigure(definition)
    case .survival(let series, let day): survivalFigure(definition, series, at: day)
    case .median(let series): medianFigure(definition, series)
    }
  }
}
