/// The measures that there are. One more is one more line here, its description, and its counting.
package enum Measures {
  /// Every measure, the core ones first.
  package static let all: [any MeasureSpec.Type] = [
    PrevalenceSpec.self, FillRateSpec.self, IncidenceSpec.self, LongTermUseSpec.self, OverlapSpec.self,
    StandardisedSpec.self, DoseSpec.self, DDDSpec.self, CobSpec.self, MultipleProvidersSpec.self,
    CnsPolypharmacySpec.self, PersistenceSpec.self, DoseChangeSpec.self, AlternativesSpec.self,
    SamePrescriberSpec.self, TrendSpec.self, RatioSpec.self, CohortSpec.self, IncidenceProportionSpec.self,
    TransitionSpec.self, SummarySpec.self,
  ]

  /// The keys that a study can have under `measures`.
  package static let keys = all.map { $0.description.key }

  /// The names in results.csv of rows without a numerator, whose estimate is a quantile of what the denominator's persons
  /// have.
  package static let quantiles = Set(
    all.flatMap { $0.description.figures }.filter(\.isQuantile).map(\.measure))

  /// The measure of a study that makes the rows whose column `measure` reads `name`; nil where none does.
  package static func making(_ name: String, of study: Study) -> (any MeasureSpec)? {
    study.measures.first { spec in
      type(of: spec).description.figures.contains { $0.measure == name }
    }
  }
}

/// A measure of persons or fills that others can be made of.
package struct RateMeasure: Sendable, Equatable {
  /// Its key, which is also its name in results.csv.
  package let key: String
  /// Its name within a sentence.
  package let words: String

  /// The rates that there are.
  package static var all: [RateMeasure] { Measures.all.compactMap { $0.rate } }

  /// The rows that a measure makes of each rate: `prefix` goes before the rate's name.
  static func figures(_ prefix: String, _ make: (RateMeasure, [MeasureFigure]) -> [MeasureFigure])
    -> [MeasureFigure]
  {
    Measures.all.flatMap { spec in
      guard let rate = spec.rate else { return [MeasureFigure]() }
      return make(rate, spec.description.figures).map { figure in
        var figure = figure
        figure.measure = "\(prefix)_\(figure.measure)"
        return figure
      }
    }
  }
}

extension [RateMeasure] {
  /// The rates' names within a sentence.
  var words: String { map(\.words).joined(separator: " and ") }
}
