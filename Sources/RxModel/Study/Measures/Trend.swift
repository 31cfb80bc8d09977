/// `trend`: the change of rates from interval to interval.
package struct TrendSpec: Sendable {
  package var rates: [RateMeasure]
}

extension TrendSpec: MeasureSpec {
  private enum Key {
    static let rates = Parameter.rates
  }

  package static let description = MeasureDescription(
    key: "trend", title: "Trend", table: .comparisons,
    summary: "The change of rates a year, quarter or month, by Poisson regression.", parameters: [Key.rates],
    figures: RateMeasure.figures("trend") { rate, figures in
      figures.map { figure in
        MeasureFigure(
          measure: figure.measure, title: "Change of the \(rate.words)",
          counted: "as \(rate.words), summed over the intervals that the study covers whole",
          of: figure.of.map { .init($0.unit, "percent_per_INTERVAL") }, limits: "Wald")
      }
    })

  package init(_ values: MeasureParameters) throws(RxFault) {
    guard values.study.period.kind != .whole else {
      throw values.value.fault(
        "a trend needs several intervals, and the study is one",
        remedy: "let 'period.interval' be year, quarter or month", dependingOn: "period.interval")
    }
    rates = try values[Key.rates]
  }

  package var drugs: [Sourced] { [] }

  package func methods(of study: Study) -> Prose {
    let often =
      switch study.period.kind {
      case .year, .whole: "yearly"
      case .quarter: "quarterly"
      case .month: "monthly"
      }
    return """
      The \(words: often) change of \(words: rates.words) by a Poisson model with a log link, over the intervals that the \
      study covers whole; limits are Wald's. One over fewer than three such intervals, without events, or with all of \
      them at one end is undefined.
      """
  }

  package func reason(_ facts: any PatientFacts) -> String { "" }
}
