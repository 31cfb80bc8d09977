import RxCounts
import RxModel

extension RatioSpec: MeasuredSpec {
  func measure(_ builder: inout MeasureBuilder) throws(RxFault) -> any MeasureFigures {
    Ratio(self, builder.figures(of: rates))
  }
}

/// The rates of a variable's levels over that of one of them.
final class Ratio: MeasureFigures {
  let figures: [FigureDefinition]

  /// Figures for each of `rates`.
  init(_ spec: RatioSpec, _ rates: [FigureDefinition]) {
    figures = rates.map { rate in
      var figure = rate
      figure.measure = "ratio_\(rate.measure)"
      figure.definition = "\(spec.variableName)=\(spec.reference)"
      figure.estimate = .ratio
      figure.derivation = .ratio(variable: spec.variable, reference: spec.reference)
      return figure
    }
  }
}
