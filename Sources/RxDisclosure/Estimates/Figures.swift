import RxCounts
import RxModel
import RxRelease
import RxStatistics

extension ProtectedTable {
  /// The figures of results.csv, in order: lines, then periods, then groups. What has denominator 0 gives none, and a
  /// group of nobody neither. Floating point begins here, and what disclosure control keeps back ends here.
  /// - Parameter period: the study's, which tells the intervals that it covers whole.
  /// - Returns: the figures as they may be shown.
  func figures(_ period: StudyPeriod) -> [Figure] {
    groupsOfLines(counts.lines).flatMap { group in
      let lines = counts.lines[group]
      if case .trend = lines[group.lowerBound].derivation {
        return counts.cells.indices.flatMap { cell in
          lines.compactMap { trendFigure($0, cell: cell, period)?.published(isRounded: isRounded) }
        }
      }
      return counts.intervals.indices.flatMap { interval in
        counts.cells.indices.flatMap { cell in
          lines.compactMap { self[cell, interval].figure($0)?.published(isRounded: isRounded) }
        }
      }
    }
  }
}

extension Stratum {
  /// The figure of a line; nil where the stratum has none.
  func figure(_ line: FigureDefinition) -> EstimatedFigure? {
    switch line.derivation {
    case .none, .trend: countedFigure(line)
    case .standardised(let shares, let limits): standardisedFigure(line, shares, limits)
    case .ratio(let variable, let reference): ratioFigure(line, variable, reference)
    case .cohort: cohortFigure(line)
    case .survival(let series, let day): survivalFigure(line, series, at: day)
    case .median(let series): medianFigure(line, series)
    }
  }
}
