import RxCounts
import RxModel

extension TrendSpec: MeasuredSpec {
  func measure(_ builder: inout MeasureBuilder) throws(RxFault) -> any MeasureFigures {
    Trend(builder.study.period.kind, builder.figures(of: rates))
  }
}

/// The change of rates from interval to interval.
final class Trend: MeasureFigures {
  let figures: [FigureDefinition]

  /// Figures for each of `rates`; `kind` is how long an interval is.
  init(_ kind: IntervalKind, _ rates: [FigureDefinition]) {
    figures = rates.map { rate in
      var figure = rate
      figure.measure = "trend_\(rate.measure)"
      figure.estimate = FigureDefinition.Estimate("percent_per_\(kind.rawValue)")
      figure.derivation = .trend
      return figure
    }
  }
}
