import RxCounts
import RxModel

extension StandardisedSpec: MeasuredSpec {
  func measure(_ builder: inout MeasureBuilder) throws(RxFault) -> any MeasureLines {
    Standardised(self, builder.lines(of: rates))
  }
}

/// Rates of the study's other measures, standardised by age. Nothing is counted for them but age bands.
final class Standardised: MeasureLines {
  let lines: [FigureDefinition]

  /// Lines for each of `rates`, which are the lines of those measures.
  init(_ spec: StandardisedSpec, _ rates: [FigureDefinition]) {
    lines = rates.map { rate in
      var line = rate
      line.measure = "standardised_\(rate.measure)"
      line.definition = spec.text
      line.limits = .none
      line.derivation = .standardised(shares: spec.shares, limits: spec.limits)
      return line
    }
  }
}
