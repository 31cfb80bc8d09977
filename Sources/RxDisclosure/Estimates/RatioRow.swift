import RxCounts
import RxModel
import RxRelease
import RxStatistics

/// A level's rate over that of the reference level, in the grouping of that variable alone; nil for other groups.
func ratioRow(
  _ line: ResultLine, _ variable: Int, _ reference: String, _ table: CountTable, cell: Int, interval: Int
) -> ResultRow? {
  func isOfVariable(_ levels: [String]) -> Bool {
    levels.enumerated().allSatisfy { ($1 == allLevel) == ($0 != variable) }
  }
  guard isOfVariable(table.cells[cell].levels),
    var row = countedRow(line, table, cell: cell, interval: interval)
  else { return nil }
  row.estimate = nil
  row.limits = nil
  let place = table.cells.firstIndex { isOfVariable($0.levels) && $0.levels[variable] == reference }
  guard let place, let other = countedRow(line, table, cell: place, interval: interval),
    case .count(let events) = row.numerator, case .count(let referenceEvents) = other.numerator,
    let (_, exposure) = row.quotient, let (_, referenceExposure) = other.quotient
  else { return row }
  // The ratio gives away the one rate by the other.
  if other.withheld > .nothing { row.withheld = max(row.withheld, .numerator) }
  let found: (ratio: Double, limits: ConfidenceLimits?)?
  if case .count(let total) = row.denominator, case .count(let referenceTotal) = other.denominator {
    found = proportionRatio(
      events: events, total: total, referenceEvents: referenceEvents, referenceTotal: referenceTotal)
  } else {
    found = rateRatio(
      events: events, exposure: exposure, referenceEvents: referenceEvents,
      referenceExposure: referenceExposure)
  }
  row.estimate = place == cell && found != nil ? 1 : found?.ratio
  row.limits = place == cell ? nil : found?.limits
  return row
}
