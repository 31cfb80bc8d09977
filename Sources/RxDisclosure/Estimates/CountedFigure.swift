import RxCounts
import RxModel
import RxRelease
import RxStatistics

extension StratumView {
  /// The figure whose estimate is its numerator over its denominator; nil where the denominator is 0, and for a group of
  /// nobody unless `needsPersons` is false. Everyone has a figure in any case.
  func countedFigure(_ definition: FigureDefinition, needsPersons: Bool = true) -> EstimatedFigure? {
    guard isEveryone || !needsPersons || persons > 0 else { return nil }
    let divisor = divisor(of: definition)
    guard divisor.value.value > 0 else { return nil }
    let dividend: (value: Figure.Numerator?, isHidden: Bool) =
      switch definition.numerator {
      case .count(let counter): (.count(count(counter)), isHidden(counter))
      case .amount(let counters): (.amount(amount(counters)), isHidden(counters.whole))
      case .none: (nil, false)
      }
    let hidesNumerator = dividend.isHidden || definition.alsoReveals.contains(where: isHidden)
    let scale = definition.estimate.scale
    return EstimatedFigure(
      definition: definition, period: period, levels: levels, numerator: dividend.value,
      denominator: divisor.value,
      denominatorUnit: divisor.unit, estimate: dividend.value.map { scale * $0.value / divisor.value.value },
      limits: limits(definition, dividend.value, divisor.value),
      withheld: divisor.isHidden ? .all : hidesNumerator ? .numerator : .nothing)
  }

  /// The denominator of a figure, with its unit: residents stand for persons, and resident-years for person-years, where
  /// the group has them.
  private func divisor(of definition: FigureDefinition) -> (
    value: Figure.Denominator, unit: String, isHidden: Bool
  ) {
    let unit = definition.denominatorUnit
    switch (definition.denominator, residents) {
    case (.persons, let residents?): return (.count(residents.persons), "residents", hidesResidents)
    case (.personYears, let residents?):
      return (.years(Double(residents.personDays) / daysPerYear), "resident_years", hidesResidents)
    case (.persons, nil): return (.count(persons), unit, isHidden(CountTable.persons))
    case (.personYears, nil):
      return (.years(years(CountTable.observedDays)), unit, isHidden(CountTable.observedDays))
    case (.personDays, _):
      return (.count(count(CountTable.observedDays)), unit, isHidden(CountTable.observedDays))
    case (.count(let counter), _): return (.count(count(counter)), unit, isHidden(counter))
    case (.years(let counter), _): return (.years(years(counter)), unit, isHidden(counter))
    }
  }

  private func limits(
    _ definition: FigureDefinition, _ numerator: Figure.Numerator?, _ denominator: Figure.Denominator
  ) -> ConfidenceLimits? {
    guard case .count(let events) = numerator else { return nil }
    let scale = definition.estimate.scale
    func scaled(_ limits: ConfidenceLimits, _ divisor: Double = 1) -> ConfidenceLimits {
      ConfidenceLimits(lower: scale * limits.lower / divisor, upper: scale * limits.upper / divisor)
    }
    switch (definition.limits, denominator) {
    case (.wilson, .count(let total)):
      // More users than residents can't be a proportion: the population file is wrong, and the limits stay open.
      return events <= total ? scaled(wilsonLimits(events: events, total: total)) : nil
    case (.poisson, _): return scaled(poissonLimits(events: events), denominator.value)
    case (.robust(let sums), _):
      let isOfResidents = definition.denominator == .personYears && residents != nil
      guard events > 0, !isOfResidents else {
        return scaled(poissonLimits(events: events), denominator.value)
      }
      let deviation = robustDeviation(
        events: events, time: count(definition.denominatorCounter), squares: count(sums.squares),
        products: count(sums.products), timeSquares: count(sums.timeSquares))
      // Rounded sums need not fit each other.
      if table.isRounded, deviation == 0 { return nil }
      return scaled(
        logLimits(of: Double(events) / denominator.value, standardError: deviation))
    case (.wilson, .years), (.none, _): return nil
    }
  }
}
