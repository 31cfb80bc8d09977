import RxCounts
import RxModel

extension RatioSpec: MeasuredSpec {
  func measure(_ builder: inout MeasureBuilder) throws(RxFault) -> any MeasureLines {
    Ratio(self, builder.lines(of: rates))
  }
}

/// The rates of a variable's levels over that of one of them.
final class Ratio: MeasureLines {
  let lines: [FigureDefinition]

  /// Lines for each of `rates`.
  init(_ spec: RatioSpec, _ rates: [FigureDefinition]) {
    lines = rates.map { rate in
      var line = rate
      line.measure = "ratio_\(rate.measure)"
      line.definition = "\(spec.variableName)=\(spec.reference)"
      line.estimate = .ratio
      line.limits = .none
      line.derivation = .ratio(variable: spec.variable, reference: spec.reference)
      return line
    }
  }
}
