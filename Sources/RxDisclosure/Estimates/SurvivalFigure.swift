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
    guard var figure = countedFigure(definition) else { return nil }
    figure.estimate = times(series).medianDays.map(Double.init)
    return figure
  }

  private func times(_ series: Int) -> KaplanMeier {
    let times = table.counts.survival[SurvivalKey(series: series, stratum: stratum, interval: interval)] ?? []
    return KaplanMeier(times.map { SurvivalTime(days: $0.days, events: $0.events, censored: $0.censored) })
  }
}
