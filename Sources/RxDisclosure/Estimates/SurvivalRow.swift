import RxCounts
import RxModel
import RxRelease
import RxStatistics

/// The Kaplan-Meier share of new users whose time is longer than `day`; the numerator is how many were seen so long.
func survivalRow(
  _ line: ResultLine, _ series: Int, at day: Int, _ table: CountTable, cell: Int, interval: Int
) -> ResultRow? {
  guard var row = countedRow(line, table, cell: cell, interval: interval) else { return nil }
  let times = table.times(series, cell: cell, interval: interval)
  let found = times.survival(at: day)
  row.estimate = found.map { line.estimate.scale * $0.share }
  row.limits = found?.limits.map {
    ConfidenceLimits(lower: line.estimate.scale * $0.lower, upper: line.estimate.scale * $0.upper)
  }
  return row
}

/// The median time, in days; the numerator is how many discontinued.
func medianRow(_ line: ResultLine, _ series: Int, _ table: CountTable, cell: Int, interval: Int) -> ResultRow?
{
  guard var row = countedRow(line, table, cell: cell, interval: interval) else { return nil }
  row.estimate = table.times(series, cell: cell, interval: interval).medianDays.map(Double.init)
  return row
}

extension CountTable {
  fileprivate func times(_ series: Int, cell: Int, interval: Int) -> KaplanMeier {
    let times = survival[SurvivalKey(series: series, cell: cell, interval: interval)] ?? []
    return KaplanMeier(times.map { SurvivalTime(days: $0.days, events: $0.events, censored: $0.censored) })
  }
}
