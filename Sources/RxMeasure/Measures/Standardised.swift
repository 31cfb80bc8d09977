import RxCounts
import RxModel

extension StandardisedSpec: MeasuredSpec {
  func measure(_ builder: inout MeasureBuilder) throws(RxFault) -> any MeasureFigures {
    Standardised(self, builder.figures(of: rates))
  }
}

/// Rates of the study's other measures, standardised by age. Nothing is counted for them but age bands.
final class Standardised: MeasureFigures {
  let figures: [FigureDefinition]

  /// Figures for each of `rates`, which are the figures of those measures.
  init(_ spec: StandardisedSpec, _ rates: [FigureDefinition]) {
    figures = rates.map { rate in
      var figure = rate
      figure.measure = "standardised_\(rate.measure)"
      figure.definition = spec.text
      figure.derivation = .standardised(shares: spec.shares, limits: spec.limits)
      return figure
    }
  }
}
