import RxCounts
import RxModel
import RxRelease
import RxStatistics

/// The rows of results.csv, in order: lines, then periods, then groups. What has denominator 0 gives no row, and a
/// group of nobody neither. Floating point begins here, and what disclosure control keeps back ends here.
/// - Parameters:
///   - table: the counts.
///   - period: the study's, which tells the intervals that it covers whole.
/// - Returns: the rows.
package func resultRows(_ table: CountTable, _ period: StudyPeriod) -> [ResultRow] {
  var rows: [ResultRow] = []
  for group in groupsOfLines(table.lines) {
    let lines = table.lines[group]
    if case .trend = table.lines[group.lowerBound].derivation {
      for cell in table.cells.indices {
        rows += lines.compactMap {
          trendRow($0, table, cell: cell, period)?.published(isRounded: table.isRounded)
        }
      }
      continue
    }
    for interval in table.intervals.indices {
      for cell in table.cells.indices {
        rows += lines.compactMap {
          resultRow($0, table, cell: cell, interval: interval)?.published(isRounded: table.isRounded)
        }
      }
    }
  }
  return rows
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
  func isHidden(_ counter: Int) -> Bool { table.isHidden(cell: cell, interval: interval, counter: counter) }
  // The first cell is everyone, which is always there.
  guard cell == 0 || !needsPersons || count(CountTable.persons) > 0 else { return nil }
  let residents = table.residents(cell: cell, interval: interval)
  var unit = line.denominatorUnit
  let denominator: ResultRow.Denominator
  var hidesDenominator: Bool
  switch line.denominator {
  case .persons:
    denominator = .count(residents?.persons ?? count(CountTable.persons))
    hidesDenominator = isHidden(CountTable.persons)
    if residents != nil { unit = "residents" }
  case .personYears:
    denominator = .years(
      residents.map { Double($0.personDays) / daysPerYear }
        ?? table.years(of: CountTable.observedDays, cell: cell, interval: interval))
    hidesDenominator = isHidden(CountTable.observedDays)
    if residents != nil { unit = "resident_years" }
  case .personDays:
    denominator = .count(count(CountTable.observedDays))
    hidesDenominator = isHidden(CountTable.observedDays)
  case .count(let counter):
    denominator = .count(count(counter))
    hidesDenominator = isHidden(counter)
  case .years(let counter):
    denominator = .years(table.years(of: counter, cell: cell, interval: interval))
    hidesDenominator = isHidden(counter)
  }
  switch line.denominator {
  case .persons, .personYears:
    if residents != nil { hidesDenominator = table.hidesResidents(cell: cell, interval: interval) }
  default: break
  }
  guard denominator.value > 0 else { return nil }
  let numerator: ResultRow.Numerator
  var hidesNumerator = line.alsoReveals.contains(where: isHidden)
  switch line.numerator {
  case .count(let counter):
    numerator = .count(count(counter))
    hidesNumerator = hidesNumerator || isHidden(counter)
  case .amount(let counters):
    numerator = .amount(table.amount(counters, cell: cell, interval: interval))
    hidesNumerator = hidesNumerator || isHidden(counters.whole)
  }
  let scale = line.estimate.scale
  return ResultRow(
    measure: line.measure, definition: line.definition, drug: line.drug, period: table.intervals[interval],
    levels: table.cells[cell].levels, numerator: numerator, denominator: denominator, denominatorUnit: unit,
    estimate: scale * numerator.value / denominator.value, estimateUnit: line.estimate.unit,
    limits: limits(line.limits, numerator, denominator, scale: scale),
    withheld: hidesDenominator ? .all : hidesNumerator ? .numerator : .nothing)
}

extension CountTable {
  /// A counter of days as years.
  func years(of counter: Int, cell: Int, interval: Int) -> Double {
    let place = place(cell: cell, interval: interval, counter: counter)
    if let protection, !protection.years.isEmpty, !protection.hidden[place] { return protection.years[place] }
    return Double(counts[place]) / daysPerYear
  }
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
