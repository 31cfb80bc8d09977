import RxCounts
import RxModel
import RxRelease
import RxStatistics

extension StratumView {
  /// A level's rate over that of the reference level, in the grouping of that variable alone; nil for other groups.
  func ratioFigure(_ definition: FigureDefinition, _ variable: Int, _ reference: String) -> EstimatedFigure? {
    func isOfVariable(_ levels: [String]) -> Bool {
      levels.enumerated().allSatisfy { ($1 == allLevel) == ($0 != variable) }
    }
    guard isOfVariable(levels), var figure = countedFigure(definition) else { return nil }
    figure.estimate = nil
    figure.limits = nil
    let place = table.counts.strata.firstIndex {
      isOfVariable($0.levels) && $0.levels[variable] == reference
    }
    guard let place, let other = table[place, interval].countedFigure(definition),
      case .count(let events) = figure.numerator, case .count(let referenceEvents) = other.numerator
    else { return figure }
    // The ratio gives away the one rate by the other.
    if other.withheld > .nothing { figure.withheld = max(figure.withheld, .numerator) }
    let found: (ratio: Double, limits: ConfidenceLimits?)?
    if case .count(let total) = figure.denominator, case .count(let referenceTotal) = other.denominator {
      found = proportionRatio(
        events: events, total: total, referenceEvents: referenceEvents, referenceTotal: referenceTotal)
    } else {
      found = rateRatio(
        events: events, exposure: figure.denominator.value, referenceEvents: referenceEvents,
        referenceExposure: other.denominator.value)
    }
    figure.estimate = place == stratum && found != nil ? 1 : found?.ratio
    figure.limits = place == stratum ? nil : found?.limits
    return figure
  }
}
