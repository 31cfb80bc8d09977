import RxModel
import RxStatistics

/// One row of results.csv.
package struct ResultRow: Sendable, Equatable {
  /// A numerator: whole, or an amount with decimals.
  package enum Numerator: Sendable, Equatable {
    case count(Int)
    case amount(Double)

    /// As a number.
    package var value: Double {
      switch self {
      case .count(let count): Double(count)
      case .amount(let amount): amount
      }
    }
  }

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
  package var numerator: Numerator
  package var denominator: Denominator
  package var denominatorUnit: String
  /// Nil where it can't be computed: the row is `undefined`.
  package var estimate: Double?
  package var estimateUnit: String
  /// Nil where the measure has none.
  package var limits: ConfidenceLimits?
}

/// Days a year in person-years.
package let daysPerYear = 365.25

/// The rows of results.csv, in order: lines, then periods, then groups. What has denominator 0 gives no row, and a
/// group of nobody neither. Floating point begins here.
/// - Parameters:
///   - table: the counts.
///   - period: the study's, which tells the intervals that it covers whole.
/// - Returns: the rows.
package func resultRows(_ table: CountTable, _ period: StudyPeriod) -> [ResultRow] {
  var rows: [ResultRow] = []
  for group in groupsOfLines(table.lines) {
    let lines = table.lines[group]
    if case .trend = table.lines[group.lowerBound].derivation {
      for cell in table.cells.indices { rows += lines.compactMap { trendRow($0, table, cell: cell, period) } }
      continue
    }
    for interval in table.intervals.indices {
      for cell in table.cells.indices {
        rows += lines.compactMap { resultRow($0, table, cell: cell, interval: interval) }
      }
    }
  }
  return rows
}

/// Lines that differ in their denominator alone, which stand together, group by group.
func groupsOfLines(_ lines: [ResultLine]) -> [Range<Int>] {
  var groups: [Range<Int>] = []
  for (place, line) in lines.enumerated() {
    if let last = groups.last, isSame(lines[last.lowerBound], line) {
      groups[groups.count - 1] = last.lowerBound..<(place + 1)
    } else {
      groups.append(place..<(place + 1))
    }
  }
  return groups
}

private func isSame(_ a: ResultLine, _ b: ResultLine) -> Bool {
  a.measure == b.measure && a.definition == b.definition && a.drug == b.drug
}

/// The row of a line for a group and an interval, or nil where it has none.
func resultRow(_ line: ResultLine, _ table: CountTable, cell: Int, interval: Int) -> ResultRow? {
  switch line.derivation {
  case .none, .trend: return countedRow(line, table, cell: cell, interval: interval)
  case .standardised(let shares, let limits):
    return standardisedRow(line, shares, limits, table, cell: cell, interval: interval)
  case .ratio(let variable, let reference):
    return ratioRow(line, variable, reference, table, cell: cell, interval: interval)
  case .cohort: return cohortRow(line, table, cell: cell, interval: interval)
  case .survival(let series, let day):
    return survivalRow(line, series, at: day, table, cell: cell, interval: interval)
  case .median(let series): return medianRow(line, series, table, cell: cell, interval: interval)
  }
}

/// A row whose estimate is its numerator over its denominator.
func countedRow(
  _ line: ResultLine, _ table: CountTable, cell: Int, interval: Int, needsPersons: Bool = true
) -> ResultRow? {
  func count(_ counter: Int) -> Int { table.count(cell: cell, interval: interval, counter: counter) }
  // The first cell is everyone, which is always there.
  guard cell == 0 || !needsPersons || count(CountTable.persons) > 0 else { return nil }
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
  case .personDays: denominator = .count(count(CountTable.observedDays))
  case .count(let counter): denominator = .count(count(counter))
  case .years(let counter): denominator = .years(Double(count(counter)) / daysPerYear)
  }
  guard denominator.value > 0 else { return nil }
  let numerator: ResultRow.Numerator =
    switch line.numerator {
    case .count(let counter): .count(count(counter))
    case .amount(let counters): .amount(table.amount(counters, cell: cell, interval: interval))
    }
  let scale = line.estimate.scale
  return ResultRow(
    measure: line.measure, definition: line.definition, drug: line.drug, period: table.intervals[interval],
    levels: table.cells[cell].levels, numerator: numerator, denominator: denominator, denominatorUnit: unit,
    estimate: scale * numerator.value / denominator.value, estimateUnit: line.estimate.unit,
    limits: limits(line.limits, numerator, denominator, scale: scale))
}

private func limits(
  _ method: ResultLine.Limits, _ numerator: ResultRow.Numerator, _ denominator: ResultRow.Denominator,
  scale: Double
) -> ConfidenceLimits? {
  guard case .count(let events) = numerator else { return nil }
  switch (method, denominator) {
  case (.wilson, .count(let total)):
    // More users than residents can't be a proportion: the population file is wrong, and the limits stay open.
    guard events <= total else { return nil }
    let limits = wilsonLimits(events: events, total: total)
    return ConfidenceLimits(lower: scale * limits.lower, upper: scale * limits.upper)
  case (.poisson, _):
    let limits = poissonLimits(events: events)
    return ConfidenceLimits(
      lower: scale * limits.lower / denominator.value, upper: scale * limits.upper / denominator.value)
  case (.wilson, .years), (.none, _): return nil
  }
}
