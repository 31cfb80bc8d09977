import RxCounts
import RxModel
import RxRelease
import RxStatistics

/// How a group's rate changes from interval to interval, over the intervals that the study covers whole; nil where
/// the group has nobody in any of them. One in which the denominator is 0 is left out and keeps its number; one in which
/// residents stand in for a group of which nobody was seen counts.
func trendRow(_ line: ResultLine, _ table: CountTable, cell: Int, _ period: StudyPeriod) -> ResultRow? {
  var points: [(index: Int, events: Int, exposure: Double)] = []
  var row: ResultRow?
  let whole = table.intervals.indices.filter { period.coversWhole(table.intervals[$0]) }
  let isAnyoneThere = whole.contains {
    table.count(cell: cell, interval: $0, counter: CountTable.persons) > 0
  }
  guard cell == 0 || isAnyoneThere else { return nil }
  for (index, interval) in whole.enumerated() {
    guard let own = countedRow(line, table, cell: cell, interval: interval, needsPersons: false),
      case .count(let events) = own.numerator, let exposure = own.quotient?.denominator
    else { continue }
    points.append((index, events, exposure))
    guard var sum = row else {
      row = own
      continue
    }
    switch (sum.denominator, own.denominator) {
    case (.count(let a), .count(let b)): sum.denominator = .count(a + b)
    default: sum.denominator = .years((sum.quotient?.denominator ?? 0) + exposure)
    }
    sum.numerator = .count(points.reduce(0) { $0 + $1.events })
    sum.withheld = max(sum.withheld, own.withheld)
    row = sum
  }
  row?.period = period.days
  let trend = poissonTrend(points)
  row?.estimate = trend?.percent
  row?.limits = trend?.limits
  return row
}
