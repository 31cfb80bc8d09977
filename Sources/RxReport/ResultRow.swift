import RxModel
import RxStatistics

/// One row of results.csv.
package struct ResultRow: Sendable, Equatable {
  /// A denominator: whole, or years.
  package enum Denominator: Sendable, Equatable {
    case count(Int)
    case years(Double)

    /// As a number.
    package var value: Double {
      switch self {
      case .count(let count): Double(count)
      case .years(let years): years
      }
    }
  }

  package var measure: String
  package var definition: String
  package var drug: String
  package var period: DaySpan
  /// For each grouping variable the level, or `all`.
  package var levels: [String]
  package var numerator: Int
  package var denominator: Denominator
  package var denominatorUnit: String
  package var estimate: Double
  package var estimateUnit: String
  /// Nil where the measure has none.
  package var limits: ConfidenceLimits?
}

/// Days a year in person-years.
package let daysPerYear = 365.25

/// The rows of results.csv, in order: lines, then periods, then groups. What has denominator 0 gives no row, and a
/// group of nobody neither. Floating point begins here.
package func resultRows(_ table: CountTable) -> [ResultRow] {
  var rows: [ResultRow] = []
  // Lines that differ in their denominator alone stand together, group by group.
  var first = 0
  while first < table.lines.count {
    let line = table.lines[first]
    var last = first
    while last + 1 < table.lines.count, isSame(table.lines[last + 1], line) { last += 1 }
    for interval in table.intervals.indices {
      for cell in table.cells.indices {
        for line in table.lines[first...last] {
          if let row = resultRow(line, table, cell: cell, interval: interval) { rows.append(row) }
        }
      }
    }
    first = last + 1
  }
  return rows
}

private func isSame(_ a: ResultLine, _ b: ResultLine) -> Bool {
  a.measure == b.measure && a.definition == b.definition && a.drug == b.drug
}

private func resultRow(_ line: ResultLine, _ table: CountTable, cell: Int, interval: Int) -> ResultRow? {
  func count(_ counter: Int) -> Int { table.count(cell: cell, interval: interval, counter: counter) }
  // The first cell is everyone, which is always there.
  guard cell == 0 || count(CountTable.persons) > 0 else { return nil }
  let residents = table.residents(cell: cell, interval: interval)
  var unit = line.denominatorUnit
  let denominator: ResultRow.Denominator
  switch line.denominator {
  case .persons:
    denominator = .count(residents?.persons ?? count(CountTable.persons))
    if residents != nil { unit = "residents" }
  case .personYears:
    denominator = .years(Double(residents?.personDays ?? count(CountTable.observedDays)) / daysPerYear)
    if residents != nil { unit = "resident_years" }
  case .count(let counter): denominator = .count(count(counter))
  case .years(let counter): denominator = .years(Double(count(counter)) / daysPerYear)
  }
  guard denominator.value > 0 else { return nil }
  let numerator = count(line.numerator)
  let scale = line.estimate == .percent ? 100.0 : 1000.0
  return ResultRow(
    measure: line.measure, definition: line.definition, drug: line.drug, period: table.intervals[interval],
    levels: table.cells[cell].levels, numerator: numerator, denominator: denominator, denominatorUnit: unit,
    estimate: scale * Double(numerator) / denominator.value, estimateUnit: line.estimate.rawValue,
    limits: limits(line.limits, numerator, denominator, scale: scale))
}

private func limits(
  _ method: ResultLine.Limits, _ numerator: Int, _ denominator: ResultRow.Denominator, scale: Double
) -> ConfidenceLimits? {
  switch (method, denominator) {
  case (.wilson, .count(let total)):
    // More users than residents can't be a proportion: the population file is wrong, and the limits stay open.
    guard numerator <= total else { return nil }
    let limits = wilsonLimits(events: numerator, total: total)
    return ConfidenceLimits(lower: scale * limits.lower, upper: scale * limits.upper)
  case (.poisson, _):
    let limits = poissonLimits(events: numerator)
    return ConfidenceLimits(
      lower: scale * limits.lower / denominator.value, upper: scale * limits.upper / denominator.value)
  case (.wilson, .years), (.none, _): return nil
  }
}
