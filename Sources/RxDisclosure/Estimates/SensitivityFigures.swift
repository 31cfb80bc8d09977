import RxCounts
import RxModel
import RxRelease

/// The overall figures of the core measures under each combination of settings, in the order of sensitivity.csv.
/// - Parameters:
///   - runs: the combinations, protected.
///   - own: the study's own counts, protected.
///   - variables: the number of grouping variables, by none of which these figures are split.
/// - Returns: the figures.
package func sensitivityFigures(_ runs: [SensitivityRun], own: CountTable, variables: Int)
  -> [SensitivityFigure]
{
  let ownLines = own.coreLines
  var figures: [SensitivityFigure] = []
  for run in runs {
    for group in groupsOfLines(run.counts.lines) {
      for interval in run.counts.intervals.indices {
        for line in group {
          let found = countedRow(run.counts.lines[line], run.counts, cell: 0, interval: interval)
          guard var row = found?.published(isRounded: run.counts.isRounded) else { continue }
          row.levels = Array(repeating: allLevel, count: variables)
          let other = countedRow(ownLines[line], own, cell: 0, interval: interval)?
            .published(isRounded: own.isRounded)
          figures.append(
            SensitivityFigure(
              gapDays: run.gapDays, washoutDays: run.washoutDays, carryOver: run.carryOver,
              dropsDuplicates: run.dropsDuplicates, row: row,
              difference: row.estimate.flatMap { estimate in other?.estimate.map { estimate - $0 } }))
        }
      }
    }
  }
  return figures
}
