import RxModel

/// The share of a group among the persons of the interval; nil for everyone.
func cohortRow(_ line: ResultLine, _ table: CountTable, cell: Int, interval: Int) -> ResultRow? {
  guard cell > 0, var row = countedRow(line, table, cell: cell, interval: interval),
    let everyone = countedRow(line, table, cell: 0, interval: interval)
  else { return nil }
  // Residents over residents, where the group has them; else persons over persons.
  if row.denominatorUnit == everyone.denominatorUnit, everyone.denominatorUnit == "residents" {
    row.numerator = .count(Int(row.denominator.value))
    row.denominator = everyone.denominator
  } else {
    row.denominator = .count(table.count(cell: 0, interval: interval, counter: CountTable.persons))
    row.denominatorUnit = line.denominatorUnit
  }
  guard row.denominator.value > 0 else { return nil }
  row.estimate = line.estimate.scale * row.numerator.value / row.denominator.value
  return row
}
