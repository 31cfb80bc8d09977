import RxCounts
import RxModel
import RxRelease
import RxStatistics

/// A rate that is standardised directly by age; nil where the group is split by age, or nobody of a known age band is
/// in it. Numerator and denominator are crude, of the people in the bands.
func standardisedRow(
  _ line: ResultLine, _ shares: [Double], _ limits: StandardisedSpec.Limits, _ table: CountTable, cell: Int,
  interval: Int
) -> ResultRow? {
  guard case .count(let counter) = line.numerator,
    var row = countedRow(line, table, cell: cell, interval: interval)
  else { return nil }
  let bands = table.ageBands
  var numerator = 0
  var (persons, personDays) = (0, 0)
  var rates: [StandardisedBand] = []
  var isDefined = true
  for (band, share) in shares.enumerated() {
    let place = (cell * bands.bandCount + band) * table.intervals.count + interval
    let counts = bands.counts[(place * table.counterCount)..<((place + 1) * table.counterCount)]
    let residents = bands.hasResidents[cell] ? bands.residents[place] : nil
    func count(_ counter: Int) -> Int { Int(counts[counts.startIndex + counter]) }
    let own = (
      persons: residents?.persons ?? count(CountTable.persons),
      days: residents?.personDays ?? count(CountTable.observedDays)
    )
    numerator += count(counter)
    persons += own.persons
    personDays += own.days
    let population = line.denominator == .persons ? Double(own.persons) : Double(own.days) / daysPerYear
    if population > 0 {
      rates.append(StandardisedBand(weight: share, count: count(counter), population: population))
    } else {
      isDefined = false
    }
  }
  let hasResidents = bands.hasResidents[cell]
  row.numerator = .count(numerator)
  if line.denominator == .persons {
    row.denominator = .count(persons)
    row.denominatorUnit = hasResidents ? "residents" : line.denominatorUnit
  } else {
    let years = Double(personDays) / daysPerYear
    row.denominator = .years(table.isRounded && !hasResidents ? years.rounded() : years)
    row.denominatorUnit = hasResidents ? "resident_years" : line.denominatorUnit
  }
  guard let (_, denominator) = row.quotient, denominator > 0 else { return nil }
  row.withheld = withheld(line, counter, table, cell: cell, interval: interval, hasResidents: hasResidents)
  let scale = line.estimate.scale
  let found = limits == .fayFeuer ? fayFeuerLimits(rates) : dobsonByarLimits(rates)
  row.estimate = nil
  row.limits = nil
  guard isDefined, let found else { return row }
  row.estimate = scale * standardisedRate(rates)
  row.limits = ConfidenceLimits(lower: scale * found.lower, upper: scale * found.upper)
  return row
}

/// What must go of a standardised row: where a sum over the bands is kept back, or a band that the estimate is made of.
private func withheld(
  _ line: ResultLine, _ counter: Int, _ table: CountTable, cell: Int, interval: Int, hasResidents: Bool
) -> ResultRow.Withheld {
  guard let protection = table.protection else { return .nothing }
  func place(_ counter: Int) -> Int { table.place(cell: cell, interval: interval, counter: counter) }
  func hidesSum(_ counter: Int) -> Bool { protection.hiddenBandSums[place(counter)] }
  let persons = line.denominator == .persons ? CountTable.persons : CountTable.observedDays
  if !hasResidents, hidesSum(persons) { return .all }
  let hidesBand =
    protection.hasHiddenBand[place(counter)] || (!hasResidents && protection.hasHiddenBand[place(persons)])
  return hidesSum(counter) || hidesBand ? .numerator : .nothing
}
