import RxCounts
import RxModel
import RxRelease
import RxStatistics

extension ProtectedTable {
  /// The change of a group's rate from interval to interval, over the intervals that the study covers whole;
  /// nil where the group has nobody in any of them. One in which the denominator is 0 is left out and keeps
  /// its number; one in which residents stand in for a group of which nobody was seen counts.
  func trendFigure(_ definition: FigureDefinition, stratum: Int, _ period: StudyPeriod) -> EstimatedFigure? {
    let views = counts.intervals.indices.map { self[stratum, $0] }.filter { period.coversWhole($0.period) }
    guard stratum == 0 || views.contains(where: { $0.persons > 0 }) else { return nil }
    var points: [(index: Int, events: Int, exposure: Double)] = []
    var sum: EstimatedFigure?
    for (index, view) in views.enumerated() {
      guard let own = view.countedFigure(definition, needsPersons: false),
        case .count(let events) = own.numerator
      else { continue }
      points.append((index, events, own.denominator.value))
      sum = sum.map { $0.joined(own, events: points.reduce(0) { $0 + $1.events }) } ?? own
    }
    let trend = poissonTrend(points)
    sum?.period = period.days
    sum?.estimate = trend?.percent
    sum?.limits = trend?.limits
    return sum
  }
}

extension EstimatedFigure {
  /// This figure of several intervals with one more; `events` are those of all.
  fileprivate func joined(_ other: EstimatedFigure, events: Int) -> EstimatedFigure {
    var sum = self
    sum.numerator = .count(events)
    switch (denominator, other.denominator) {
    case (.count(let own), .count(let further)): sum.denominator = .count(own + further)
    default: sum.denominator = .years(denominator.value + other.denominator.value)
    }
    sum.withheld = max(withheld, other.withheld)
    return sum
  }
}
