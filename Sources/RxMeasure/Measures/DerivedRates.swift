import RxCounts
import RxModel

/// Rates of the study's other measures, standardised by age. Nothing is counted for them but age bands.
final class Standardised: MeasureLines {
  let lines: [ResultLine]

  /// Lines for each of `rates`, which are the lines of those measures.
  init(_ spec: StandardisedSpec, _ rates: [ResultLine]) {
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

/// How rates change from interval to interval.
final class Trend: MeasureLines {
  let lines: [ResultLine]

  /// Lines for each of `rates`; `kind` is how long an interval is.
  init(_ kind: IntervalKind, _ rates: [ResultLine]) {
    lines = rates.map { rate in
      var line = rate
      line.measure = "trend_\(rate.measure)"
      line.estimate = ResultLine.Estimate("percent_per_\(kind.rawValue)")
      line.limits = .none
      line.derivation = .trend
      return line
    }
  }
}

/// The rates of a variable's levels over that of one of them.
final class Ratio: MeasureLines {
  let lines: [ResultLine]

  /// Lines for each of `rates`.
  init(_ spec: RatioSpec, _ rates: [ResultLine]) {
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

/// Who the persons of an interval are: the share of each level.
final class CohortShares: MeasureLines {
  let lines: [ResultLine]

  init(persons: String) {
    lines = [
      ResultLine(
        measure: "cohort", drug: "", numerator: .count(CountTable.persons), denominator: .persons,
        denominatorUnit: persons, estimate: .percent, limits: .none, derivation: .cohort)
    ]
  }
}
