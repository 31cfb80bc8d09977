import RxCounts
import RxModel
import RxRelease

/// The share of a group among the persons of the interval; nil for everyone.
func cohortRow(_ line: ResultLine, _ table: CountTable, cell: Int, interval: Int) -> ResultRow? {
  guard cell > 0, var row = countedRow(line, table, cell: cell, interval: interval),
    let everyone = countedRow(line, table, cell: 0, interval: interval)
  else { return nil }
  func isHidden(_ cell: Int) -> Bool {
    table.isHidden(cell: cell, interval: interval, counter: CountTable.persons)
  }
  // Residents over residents, where the group has them; else persons over persons.
  if row.denominatorUnit == everyone.denominatorUnit, everyone.denominatorUnit == "residents" {
    row.numerator = row.denominator.map { .count(Int($0.value)) }
    row.denominator = everyone.denominator
    row.withheld = max(row.withheld, everyone.withheld)
  } else {
    row.denominator = .count(table.count(cell: 0, interval: interval, counter: CountTable.persons))
    row.denominatorUnit = line.denominatorUnit
    row.withheld = isHidden(0) ? .all : isHidden(cell) ? .numerator : .nothing
  }
  guard let (numerator, denominator) = row.quotient, denominator > 0 else { return nil }
  row.estimate = line.estimate.scale * numerator / denominator
  return row
}
