import RxCounts
import RxModel
import RxRelease
import RxStatistics

extension StratumView {
  /// A rate that is standardised directly by age; nil where the group is split by age, or nobody of a known age band is
  /// in it. Numerator and denominator are crude, of the people in the bands.
  func standardisedFigure(
    _ definition: FigureDefinition, _ shares: [Double], _ method: StandardisedSpec.Limits
  ) -> EstimatedFigure? {
    guard case .count(let counter) = definition.numerator, var figure = countedFigure(definition) else {
      return nil
    }
    let isOfPersons = definition.denominator == .persons
    let bands = shares.indices.map { bandCounts(counter, band: $0) }
    figure.numerator = .count(bands.reduce(0) { $0 + $1.events })
    let total = bands.reduce(0) { $0 + (isOfPersons ? $1.persons : $1.days) }
    if isOfPersons {
      figure.denominator = .count(total)
      figure.denominatorUnit = hasBandResidents ? "residents" : definition.denominatorUnit
    } else {
      let years = Double(total) / daysPerYear
      figure.denominator = .years(table.isRounded && !hasBandResidents ? years.rounded() : years)
      figure.denominatorUnit = hasBandResidents ? "resident_years" : definition.denominatorUnit
    }
    guard figure.denominator.value > 0 else { return nil }
    figure.withheld = withheld(definition, counter)
    let rates = zip(shares, bands).map { share, band in
      StandardisedBand(
        weight: share, count: band.events,
        population: isOfPersons ? Double(band.persons) : Double(band.days) / daysPerYear)
    }
    // A band of nobody has no rate, and then neither has the whole.
    let found =
      rates.contains { $0.population <= 0 }
      ? nil : method == .fayFeuer ? fayFeuerLimits(rates) : dobsonByarLimits(rates)
    figure.setEstimate(found.map { _ in standardisedRate(rates) }, found)
    return figure
  }

  /// True where residents stand in for the persons seen in the group's age bands.
  private var hasBandResidents: Bool { table.counts.ageBands.hasResidents[stratum] }

  /// The counts of one age band: of `counter`, and persons and their days, or residents where the group has
  /// them.
  private func bandCounts(_ counter: Int, band: Int) -> (events: Int, persons: Int, days: Int) {
    func count(_ counter: Int) -> Int {
      table.counts.bandCount(stratum: stratum, interval: interval, counter: counter, band: band)
    }
    let bands = table.counts.ageBands
    guard hasBandResidents else {
      return (count(counter), count(CountTable.persons), count(CountTable.observedDays))
    }
    let residents = bands.residents[
      (stratum * bands.bandCount + band) * table.counts.intervals.count + interval]
    return (count(counter), residents.persons, residents.personDays)
  }

  /// The part that must go of a standardised figure, where a sum over the bands is kept back, or a band that
  /// the estimate is made of.
  private func withheld(_ definition: FigureDefinition, _ counter: Int) -> EstimatedFigure.Withheld {
    guard let protection = table.protection else { return .nothing }
    func hidesSum(_ counter: Int) -> Bool { protection.hiddenBandSums[place(counter)] }
    func hidesBand(_ counter: Int) -> Bool { protection.hasHiddenBand[place(counter)] }
    let denominator = definition.denominator == .persons ? CountTable.persons : CountTable.observedDays
    if !hasBandResidents, hidesSum(denominator) { return .all }
    let hidesNumerator =
      hidesSum(counter) || hidesBand(counter) || (!hasBandResidents && hidesBand(denominator))
    return hidesNumerator ? .numerator : .nothing
  }
}
