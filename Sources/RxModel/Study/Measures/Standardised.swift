/// `standardised`: rates weighted by the age of a standard population.
package struct StandardisedSpec: Sendable {
  /// A method for the limits.
  package enum Limits: String, CaseIterable, Sendable {
    case fayFeuer = "fay_feuer"
    case dobsonByar = "dobson_byar"
  }

  package var rates: [RateMeasure]
  /// The standard's name, or the file that it comes from.
  package var weights: Sourced
  /// The share of each of the study's age bands, summing to 1; empty until the file is read.
  package var shares: [Double]
  package var limits: Limits

  /// The weights and the method of the limits, as results.csv writes them.
  package var text: String { "\(weights.name)/\(limits.rawValue)" }
}

extension StandardisedSpec: MeasureSpec {
  private enum Key {
    static let rates = Parameter.rates
    static let weights = Parameter.name(
      "weights",
      form: .either([
        .choice(StandardPopulation.named.map(\.name)), .path("a .csv with age and weight"),
      ]),
      default: "us2000", "the standard population")
    static let limits = Parameter<Limits>.choice("interval", default: .fayFeuer, "how the limits are found")
  }

  package static let description = MeasureDescription(
    key: "standardised", title: "Age standardisation", table: .comparisons,
    summary: "Rates standardised directly by age.", parameters: [Key.rates, Key.weights, Key.limits],
    figures: RateMeasure.figures("standardised") { rate, figures in
      figures.map { figure in
        var figure = figure
        figure.definitions = ["WEIGHTS/fay_feuer", "WEIGHTS/dobson_byar"]
        figure.title += ", age-standardised"
        figure.counted = "as \(rate.words); the estimate is standardised by age"
        figure.limits = "Fay and Feuer, or Dobson with Byar's approximation"
        return figure
      }
    }, sources: [fayFeuer, dobson])

  private static let fayFeuer = "Fay and Feuer, Stat Med 1997;16:791"
  private static let dobson = "Dobson et al., Stat Med 1991;10:457"

  package init(_ values: MeasureParameters) throws(RxFault) {
    try values.needsBirth("rates can't be standardised by age: no column is mapped")
    weights = try values[Key.weights]
    shares = try Self.shares(of: weights, values)
    rates = try values[Key.rates]
    limits = try values[Key.limits]
  }

  /// The shares of a standard's age bands; empty where `weights` is a file.
  private static func shares(
    of weights: Sourced, _ values: MeasureParameters
  ) throws(RxFault) -> [Double] {
    let bands = values.study.bandsOfAge
    if let standard = StandardPopulation.named.first(where: { $0.name == weights.name })?.population {
      if let found = standard.shares(of: bands) { return found }
      let wrong = bands.lowerBounds.filter { !standard.lowerBounds.contains($0) }
      throw values.fault(
        "the age bands of the study begin at \(list(wrong)), within bands of \(weights.name)", of: weights,
        remedy: "let 'groups.age_bands' begin at some of \(list(standard.lowerBounds))",
        dependingOn: "groups.age_bands")
    }
    guard weights.name.contains(".") || weights.name.contains("/") else {
      let names = StandardPopulation.named.map(\.name)
      let near = suggestion(for: weights.name, among: names)
      throw RxFault(
        .config, "there is no standard population '\(weights.name)'", at: weights.place,
        remedy: near.isEmpty
          ? "there are \(names.joined(separator: ", ")); or name a .csv with age and weight" : near)
    }
    return []
  }

  private static func list(_ numbers: [Int]) -> String { numbers.map(String.init).joined(separator: ", ") }

  package var drugs: [Sourced] { [] }
  package var needsAgeBands: Bool { true }
  package var weightsFile: Sourced? { shares.isEmpty ? weights : nil }

  package func weighted(by shares: [Double]) -> any MeasureSpec {
    StandardisedSpec(rates: rates, weights: weights, shares: shares, limits: limits)
  }

  package var definitionLabels: [DefinitionLabel] {
    let method =
      switch limits {
      case .fayFeuer: "Fay and Feuer"
      case .dobsonByar: "Dobson and Byar"
      }
    return [DefinitionLabel(text, "to the weights \(weights.name), limits of \(method)")]
  }

  package func methods(of study: Study) -> Prose {
    let standard: Prose =
      switch weights.name {
      case "us2000": "the 2000 U.S. standard population"
      case "esp2013": "the European Standard Population of 2013 (Eurostat)"
      default: "the weights in \(weights)"
      }
    let source: Prose =
      switch limits {
      case .fayFeuer: "\(words: Self.fayFeuer)."
      case .dobsonByar: "\(words: Self.dobson), with Byar's approximation."
      }
    return """
      The \(words: rates.words), standardised directly by age to \(standard); people of unknown age, or below the first \
      age band, are left out. Limits: \(source) With an age band of nobody the rate is undefined.
      """
  }

  package func reason(_ facts: any PatientFacts) -> String { "" }
}
