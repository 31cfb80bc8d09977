import RxCounts
import RxModel
import RxRelease
import RxStatistics

extension ProtectedTable {
  /// The figures of results.csv, in order: definitions, then periods, then groups. What has denominator 0 gives none, and a
  /// group of nobody neither. Floating point begins here, and what disclosure control keeps back ends here.
  /// - Parameter period: the study's, which tells the intervals that it covers whole.
  /// - Returns: the figures as they may be shown.
  func figures(_ period: StudyPeriod) -> [Figure] { placedFigures(period).map(\.figure) }

  /// The same, with where each is from.
  func placedFigures(_ period: StudyPeriod) -> [PlacedFigure] {
    runsOfFigures(counts.figures).flatMap { group in
      if case .trend = counts.figures[group.lowerBound].derivation {
        let intervals = counts.intervals.indices.filter { period.coversWhole(counts.intervals[$0]) }
        return counts.strata.indices.flatMap { stratum in
          group.compactMap { place in
            trendFigure(counts.figures[place], stratum: stratum, period).map {
              PlacedFigure($0.published(isRounded: isRounded), $0.definition, place, stratum, intervals)
            }
          }
        }
      }
      return counts.intervals.indices.flatMap { interval in
        counts.strata.indices.flatMap { stratum in
          group.compactMap { place in
            self[stratum, interval].figure(counts.figures[place]).map {
              PlacedFigure($0.published(isRounded: isRounded), $0.definition, place, stratum, [interval])
            }
          }
        }
      }
    }
  }
}

/// A figure as it may be shown, with where it is from.
struct PlacedFigure: Sendable {
  let figure: Figure
  let definition: FigureDefinition
  /// The definition's number.
  let place: Int
  /// The group's number.
  let stratum: Int
  /// The intervals that it is of: one, or those of a trend.
  let intervals: [Int]

  /// `figure` of a group, of these intervals.
  init(
    _ figure: Figure, _ definition: FigureDefinition, _ place: Int, _ stratum: Int, _ intervals: [Int]
  ) {
    (self.figure, self.definition, self.place) = (figure, definition, place)
    (self.stratum, self.intervals) = (stratum, intervals)
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
    case .quantile(let series, let quarters): quantileFigure(definition, series, quarters: quarters)
    }
  }
}
