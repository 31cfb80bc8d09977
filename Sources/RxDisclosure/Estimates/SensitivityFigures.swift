import RxCounts
import RxModel
import RxRelease

/// The overall figures of the core measures under each combination of settings, in the order of sensitivity.csv.
/// - Parameters:
///   - runs: the combinations, each with its protected counts.
///   - own: the study's own counts, protected.
///   - variables: the number of grouping variables, by none of which these figures are split.
/// - Returns: the figures as they may be shown.
func sensitivityFigures(
  _ runs: [(run: SensitivityRun, table: ProtectedTable)], own: ProtectedTable, variables: Int
) -> [SensitivityFigure] {
  let ownDefinitions = own.counts.coreFigures
  return runs.flatMap { run, table in
    runsOfFigures(table.counts.figures).flatMap { group in
      table.counts.intervals.indices.flatMap { interval in
        group.compactMap { definition -> SensitivityFigure? in
          guard var figure = table.overallFigure(table.counts.figures[definition], interval) else {
            return nil
          }
          figure.levels = Array(repeating: allLevel, count: variables)
          let study = own.overallFigure(ownDefinitions[definition], interval)
          return SensitivityFigure(
            gapDays: run.gapDays, washoutDays: run.washoutDays, carryOver: run.carryOver,
            dropsDuplicates: run.dropsDuplicates, figure: figure,
            difference: figure.estimate.flatMap { estimate in study?.estimate.map { estimate - $0 } })
        }
      }
    }
  }
}

extension ProtectedTable {
  /// The figure that `definition` gives for everyone, as it may be shown.
  fileprivate func overallFigure(_ definition: FigureDefinition, _ interval: Int) -> Figure? {
    self[0, interval].countedFigure(definition)?.published(isRounded: isRounded)
  }
}
