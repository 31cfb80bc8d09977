import RxCounts
import RxModel

extension TrendSpec: MeasuredSpec {
  func measure(_ builder: inout MeasureBuilder) throws(RxFault) -> any MeasureLines {
    Trend(builder.study.period.kind, builder.lines(of: rates))
  }
}

/// How rates change from interval to interval.
final class Trend: MeasureLines {
  let lines: [FigureDefinition]

  /// Lines for each of `rates`; `kind` is how long an interval is.
  init(_ kind: IntervalKind, _ rates: [FigureDefinition]) {
    lines = rates.map { rate in
      var line = rate
      line.measure = "trend_\(rate.measure)"
      line.estimate = FigureDefinition.Estimate("percent_per_\(kind.rawValue)")
      line.limits = .none
      line.derivation = .trend
      return line
    }
  }
}
