import RxCounts
import RxModel
import RxRelease
import RxStatistics

extension StratumView {
  /// The Kaplan-Meier share of new users whose time is longer than `day`; the numerator is how many were seen so long.
  func survivalFigure(_ definition: FigureDefinition, _ series: Int, at day: Int) -> EstimatedFigure? {
    guard var figure = countedFigure(definition) else { return nil }
    let found = times(series).survival(at: day)
    figure.setEstimate(found?.share, found?.limits)
    return figure
  }

  /// The median time, in days; the numerator is how many discontinued.
  func medianFigure(_ definition: FigureDefinition, _ series: Int) -> EstimatedFigure? {
    median(definition, times(series).medianDays)
  }

  private func times(_ series: Int) -> KaplanMeier {
    KaplanMeier(counts(series).map { SurvivalTime(days: $0.days, events: $0.events, censored: $0.censored) })
  }

  /// Aalen and Johansen's incidence of discontinuation by `day`, with which death competes; the numerator is how many
  /// were seen to discontinue by then.
  func incidenceFigure(_ definition: FigureDefinition, _ series: Int, at day: Int) -> EstimatedFigure? {
    guard var figure = countedFigure(definition) else { return nil }
    let found = competingTimes(series).incidence(at: day)
    figure.setEstimate(found?.share, found?.limits)
    return figure
  }

  /// The first time at which that incidence is one half, in days; the numerator is how many discontinued.
  func incidenceMedianFigure(_ definition: FigureDefinition, _ series: Int) -> EstimatedFigure? {
    median(definition, competingTimes(series).medianDays)
  }

  /// A median of few, whose number may be rounded up, would be somebody's own time.
  private func median(_ definition: FigureDefinition, _ days: Int?) -> EstimatedFigure? {
    guard var figure = countedFigure(definition) else { return nil }
    figure.estimate = days.map(Double.init)
    if let policy = table.protection?.policy, policy.isControlled,
      figure.denominator.value < Double(policy.leastPersons)
    {
      figure.withheld = max(figure.withheld, .numerator)
    }
    return figure
  }

  private func competingTimes(_ series: Int) -> AalenJohansen {
    AalenJohansen(
      counts(series).map {
        CompetingTime(days: $0.days, events: $0.events, competing: $0.competing, censored: $0.censored)
      })
  }

  private func counts(_ series: Int) -> [SurvivalCount] {
    table.counts.survival[SurvivalKey(series: series, stratum: stratum, interval: interval)] ?? []
  }
}
