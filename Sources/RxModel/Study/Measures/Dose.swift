/// A method for a person's daily dose in an interval.
package enum DoseMethod: Sendable, Hashable {
  case totalSupply
  case onTherapy
  case window(days: Int)
  case maximum

  /// The method as the study file and results.csv write it.
  package var text: String {
    switch self {
    case .totalSupply: "total_supply"
    case .onTherapy: "on_therapy"
    case .window(let days): "window:\(days)"
    case .maximum: "maximum"
    }
  }

  /// True if it gives no person more than the other does: the same amount over as many days or more, and no
  /// mean is above the greatest.
  package func isNeverMore(than other: DoseMethod) -> Bool {
    switch (self, other) {
    case (.totalSupply, .onTherapy), (.totalSupply, .maximum), (.onTherapy, .maximum): true
    default: false
    }
  }

  fileprivate static func read(_ item: StudyValue) throws(RxFault) -> DoseMethod {
    let text = try item.text()
    let plain: [DoseMethod] = [.totalSupply, .onTherapy, .maximum]
    let days = text.hasPrefix("window:") ? Int(text.dropFirst("window:".count)) : nil
    if let days, (1...longestDays).contains(days), "window:\(days)" == text { return .window(days: days) }
    if let found = plain.first(where: { $0.text == text }) { return found }
    throw item.fault(
      "there is no method '\(text)': it is one of total_supply, on_therapy, window:DAYS and maximum",
      remedy: suggestion(for: text, among: plain.map(\.text) + ["window:90"]))
  }

  /// The method in few words.
  fileprivate var shortWords: String {
    switch self {
    case .totalSupply: "over the days' supply"
    case .onTherapy: "over the days covered"
    case .window(let days): "over \(days) days"
    case .maximum: "on the highest day"
    }
  }

  fileprivate var words: Prose {
    switch self {
    case .totalSupply: "\(code: text) over the days' supply summed"
    case .onTherapy: "\(code: text) over the days that are covered"
    case .window(let days): "\(code: text) over \(days) days"
    case .maximum: "\(code: text) the greatest sum of one day"
    }
  }
}

/// A daily dose from which on persons are counted, as it was written and as a number.
package struct DoseThreshold: Sendable, Hashable {
  package var text: String
  package var value: ExactDecimal

  fileprivate static func read(_ item: StudyValue) throws(RxFault) -> DoseThreshold {
    let text = try item.text()
    guard let number = ExactDecimal(text), number.mantissa > 0 else {
      throw item.fault("a threshold is a number above 0, not '\(text)'")
    }
    return DoseThreshold(text: text, value: number)
  }
}

/// `dose`: daily doses by several methods.
package struct DoseSpec: Sendable {
  package var drugs: [Sourced]
  package var unit: DoseUnit
  package var methods: [DoseMethod]
  package var thresholds: [DoseThreshold]
}

extension DoseSpec: MeasureSpec {
  private enum Key {
    static let drugs = Parameter.drugs(default: ["opioid"], "the drugs, each with rows of its own")
    static let unit = Parameter<DoseUnit>.choice("unit", default: .mme, "what doses are counted in")
    static let methods = Parameter<[DoseMethod]>.list(
      "methods",
      of: .called("total_supply, on_therapy, window:DAYS, maximum", .text("a method", "methods")),
      default: ["total_supply", "on_therapy", "window:90", "maximum"], "how a person's daily dose is found",
      told: \.text, isSame: ==, read: DoseMethod.read)
    static let thresholds = Parameter<[DoseThreshold]>.list(
      "thresholds", of: .text("a number above 0", "numbers above 0"), default: [50, 90],
      "daily doses from which on persons are counted", told: \.text, isSame: { $0.value == $1.value },
      read: DoseThreshold.read)
  }

  /// The rows of persons from a threshold on, and of the mean.
  private static let (ofPersons, ofMean) = ("dose", "dose_mean")
  private static let source = "Dasgupta et al., Clin J Pain 2021;37:565"

  package static let description = MeasureDescription(
    key: "dose", title: "Daily dose", table: .doses,
    summary: "Daily doses: persons from a threshold on, and the mean.",
    parameters: [Key.drugs, Key.unit, Key.methods, Key.thresholds],
    figures: [
      MeasureFigure(
        measure: ofPersons, title: "Persons at or above a dose", definitions: ["UNIT>=THRESHOLD/METHOD"],
        counted: "persons whose daily dose is the threshold or more", of: [.init("dose_users", "percent")],
        limits: "Wilson"),
      MeasureFigure(
        measure: ofMean, title: "Mean daily dose", definitions: ["UNIT/METHOD"],
        counted: "the persons' daily doses, summed",
        of: [.init("dose_users", "UNIT_per_day")], limits: "none"),
    ], sources: [source])

  package init(_ values: MeasureParameters) throws(RxFault) {
    drugs = try values[Key.drugs]
    unit = try values[Key.unit]
    methods = try values[Key.methods]
    thresholds = try values[Key.thresholds]
  }

  package var doses: [(drug: Sourced, unit: DoseUnit)] { drugs.map { ($0, unit) } }

  package var needsSupply: Bool { true }

  package var definitionLabels: [DefinitionLabel] {
    methods.flatMap { method in
      thresholds.map { threshold in
        DefinitionLabel(
          "\(unit.rawValue)>=\(threshold.text)/\(method.text)",
          "\(threshold.text) \(unit.shortWords) or more a day, \(method.shortWords)")
      } + [
        DefinitionLabel("\(unit.rawValue)/\(method.text)", "\(unit.shortWords) a day, \(method.shortWords)")
      ]
    }
  }

  package func methods(of study: Study) -> Prose {
    """
    The daily dose of \(drugs) in \(words: unit.words), of persons with an observed day in the supply (as dispensed) of a \
    fill of known dose. The dose of those days is taken \(methods.map(\.words).joined(", ")) (\(words: Self.source)). \
    \(DoseUnit.lacking)
    """
  }

  package func reason(_ facts: any PatientFacts) -> String {
    if facts.measure == Self.ofMean { return "\(facts.amount(facts.numerator)) a day" }
    // The row says the method after a slash, and the mean by the same method is the dose.
    guard let method = methods.first(where: { facts.definition.hasSuffix("/\($0.text)") }),
      let dose = facts.numerator(of: Self.ofMean, definition: "\(unit.rawValue)/\(method.text)")
    else { return "" }
    return "\(facts.amount(dose)) a day"
  }
}
