/// A rule for a person's use of two drugs at the same time.
package enum OverlapRule: Sendable, Hashable {
  /// At least so many days of the interval that both cover.
  case days(Int)
  /// Fills of both dated in one calendar month.
  case sameMonth

  /// The rule as results.csv writes it.
  package var text: String {
    switch self {
    case .days(let days): "days>=\(days)"
    case .sameMonth: "same_month"
    }
  }

  /// True if whoever meets this rule meets the other.
  package func isWithin(_ other: OverlapRule) -> Bool {
    if case (.days(let days), .days(let least)) = (self, other) { days >= least } else { false }
  }

  /// The published rules by their names in the study file.
  fileprivate static let presets: [(name: String, rule: OverlapRule)] = [
    ("sun", .days(1)), ("pqa", .days(30)), ("same_month", .sameMonth), ("nhsbsa", .sameMonth),
  ]

  fileprivate static func read(_ item: StudyValue) throws(RxFault) -> OverlapRule {
    let text = try item.text()
    if let preset = presets.first(where: { $0.name == text }) { return preset.rule }
    guard !text.utf8.allSatisfy({ (0x61...0x7A).contains($0) || $0 == UInt8(ascii: "_") }) else {
      throw unknownPreset(text, presets.map(\.name), item, instead: "days: [1, 30]")
    }
    return .days(try item.int(in: 1...longestDays))
  }

  /// The rule in few words.
  fileprivate var label: DefinitionLabel {
    switch self {
    case .days(let days):
      DefinitionLabel(
        text, days == 1 ? "a day or more" : "\(days) days or more",
        source: days == 1 ? Self.sun : days == 30 ? Self.pqa : nil)
    case .sameMonth: DefinitionLabel(text, "fills of both in one month", source: Self.nhsbsa)
    }
  }

  fileprivate var words: Prose {
    switch self {
    case .days(1): "\(code: text): an overlap day in the interval (\(code: "sun"): \(words: Self.sun))"
    case .days(30): "\(code: text): 30 or more overlap days (\(code: "pqa"): \(words: Self.pqa))"
    case .days(let days): "\(code: text): \(days) or more overlap days"
    case .sameMonth: "\(code: text): fills of both dated in one calendar month (\(words: Self.nhsbsa))"
    }
  }

  fileprivate static let sun = "Sun et al., BMJ 2017;356:j760"
  fileprivate static let pqa = "the 30 days of the Pharmacy Quality Alliance's COB measure"
  fileprivate static let nhsbsa = "NHS Business Services Authority, for data without days' supply"
}

/// `overlap`: persons with days that two drugs cover both, and these days.
package struct OverlapSpec: Sendable {
  package var pairs: [DrugPair]
  package var rules: [OverlapRule]
}

extension OverlapSpec: MeasureSpec {
  private enum Key {
    static let pairs = Parameter.pairs("the drugs whose supply overlaps")
    static let rules = Parameter<[OverlapRule]>.list(
      "days",
      of: .called(
        "numbers of days, " + OverlapRule.presets.map(\.name).joined(separator: ", "),
        .either([.whole(1...longestDays), .choice(OverlapRule.presets.map(\.name))])),
      default: [1, 30], "the fewest overlap days, or both in one month", told: \.text, isSame: ==,
      read: OverlapRule.read)
  }

  /// The rows of overlap days.
  private static let ofDays = "overlap_days"

  package static let description = MeasureDescription(
    key: "overlap", title: "Overlap", isCore: true, table: .overlap,
    summary: "Persons with days that both drugs of a pair cover, and these days.",
    parameters: [Key.pairs, Key.rules],
    figures: [
      MeasureFigure(
        measure: "overlap", title: "Persons with overlap", definitions: ["days>=DAYS", "same_month"],
        counted: "persons with at least so many days covered by both, or fills of both in one month",
        of: [.init("persons", "per_1000_persons"), .init("exposed:DRUG", "percent")], limits: "Wilson"),
      MeasureFigure(
        measure: ofDays, title: "Overlap days", counted: "days covered by both",
        of: [.init("days:DRUG", "percent")], limits: "none"),
    ],
    sources: [
      "sun: \(OverlapRule.sun)", "pqa: \(OverlapRule.pqa)", "same_month, nhsbsa: \(OverlapRule.nhsbsa)",
    ])

  package init(_ values: MeasureParameters) throws(RxFault) {
    pairs = try values[Key.pairs]
    rules = try values[Key.rules]
  }

  package var drugs: [Sourced] { pairs.flatMap { [$0.first, $0.second] } }

  package var overlapPairs: [DrugPair] { pairs }
  package var needsSupply: Bool { rules.contains { $0 != .sameMonth } }

  package var definitionLabels: [DefinitionLabel] { rules.map(\.label) }

  package func methods(of study: Study) -> Prose {
    """
    Overlap days of \(pairs) are the observed days covered by both. Given are persons, per 1,000 persons and in percent \
    of those exposed (at least one covered observed day) to either: \(rules.map(\.words).joined("; ")); and the overlap \
    days in percent of the covered observed days of either.
    """
  }

  package func reason(_ facts: any PatientFacts) -> String {
    if facts.measure == Self.ofDays { return "\(facts.count) of \(facts.denominator) days" }
    return "\(Int(facts.numerator(of: Self.ofDays, definition: "") ?? 0)) overlap days"
  }
}
