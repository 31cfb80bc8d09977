/// One definition of long-term use.
package enum LongTermDefinition: Sendable, Hashable {
  /// days_supply of the interval's fills adds up to `days` or more.
  case supply(days: Int)
  /// `days` or more covered observed days in the interval.
  case covered(days: Int)
  /// An observed covered day on which the era has lasted `days` or more; eras join over at most `gap` days.
  case continuous(days: Int, gap: Int)
  /// The interval's fills of known dose are `fills` or more, and their DDDs add up to `ddd` or more.
  case defined(ddd: Int, fills: Int)

  /// The definition as results.csv writes it.
  package var text: String {
    switch self {
    case .supply(let days): "supply>=\(days)"
    case .covered(let days): "covered>=\(days)"
    case .continuous(let days, let gap): "continuous>=\(days)/gap\(gap)"
    case .defined(let ddd, let fills): "ddd>=\(ddd)/fills\(fills)"
    }
  }

  /// True if whoever meets this definition meets the other.
  package func isWithin(_ other: LongTermDefinition) -> Bool {
    switch (self, other) {
    case (.supply(let days), .supply(let least)), (.covered(let days), .covered(let least)): days >= least
    case (.continuous(let days, let gap), .continuous(let least, let otherGap)):
      days >= least && gap <= otherGap
    case (.defined(let ddd, let fills), .defined(let least, let otherFills)):
      ddd >= least && fills >= otherFills
    default: false
    }
  }

  /// True if it looks at covered days, which persons without a fill in the interval can have; else at fills.
  package var needsCover: Bool {
    switch self {
    case .covered, .continuous: true
    case .supply, .defined: false
    }
  }

  /// True if it looks at days' supply.
  var needsSupply: Bool { if case .defined = self { false } else { true } }

  /// True if it looks at the dose of fills.
  package var needsDose: Bool { if case .defined = self { true } else { false } }

  /// The gap of its eras, in days; nil where it has none.
  var gapDays: Int? { if case .continuous(_, let gap) = self { gap } else { nil } }

  /// The definition with another gap, where it has one.
  func with(gapDays: Int) -> LongTermDefinition {
    if case .continuous(let days, _) = self { return .continuous(days: days, gap: gapDays) }
    return self
  }

  /// The published definitions by their names in the study file, with their sources.
  static let presets: [(name: String, definition: LongTermDefinition, source: String)] = [
    ("olfson", .supply(days: 120), "Olfson, King, Schoenbaum, JAMA Psychiatry 2015;72:136-142, in a year"),
    (
      "kurko", .covered(days: 180), "the most common definition in Kurko et al., Eur Psychiatry 2015;30:1037"
    ),
    (
      "phe", .continuous(days: 365, gap: 30),
      "Public Health England, Dependence and withdrawal associated with some prescribed medicines, 2019"
    ),
    ("tahkapaa", .defined(ddd: 180, fills: 2), "Tahkapaa et al., of Finnish registers, in a year"),
  ]
}

// MARK: In a study and in words

extension LongTermDefinition {
  /// The definition that an element of `definitions` stands for: a preset's name, or keys with values.
  static func read(_ item: StudyValue) throws(RxFault) -> LongTermDefinition {
    guard item.isScalar else { return try spelledOut(item) }
    let name = try item.text()
    guard let found = presets.first(where: { $0.name == name }) else {
      throw unknownPreset(name, presets.map(\.name), item, instead: "{supply: 120}")
    }
    return found.definition
  }

  /// The keys of a definition that is spelled out.
  fileprivate static let keys: [any StudyKey] = [
    amount("supply", "days supplied in the interval, at least"),
    amount("covered", "observed days of the interval that are covered, at least"),
    amount("continuous", "days that an era has lasted, at least"),
    Parameter.whole(
      "gap", in: 0...longestDays, default: nil, "days without supply that an era joins over; with continuous"),
    amount("ddd", "defined daily doses in the interval, at least"),
    amount("fills", "fills that hold these doses, at least; with ddd, 1 where it is left out"),
  ]

  private static func amount(_ name: String, _ summary: String) -> Parameter<Int> {
    .whole(name, in: 1...longestDays, default: nil, summary)
  }

  private static func spelledOut(_ item: StudyValue) throws(RxFault) -> LongTermDefinition {
    let map = try item.map(keys)
    let kinds = ["supply", "covered", "continuous", "ddd"].filter { map[$0] != nil }
    guard kinds.count == 1, let kind = kinds.first else {
      throw item.fault("a definition has one of 'supply', 'covered', 'continuous' and 'ddd'")
    }
    for (key, owner) in [("gap", "continuous"), ("fills", "ddd")] where kind != owner {
      if let stray = map[key] { throw stray.fault("'\(key)' goes with '\(owner)' alone") }
    }
    let amount = try map.required(kind).int(in: 1...longestDays)
    switch kind {
    case "continuous": return .continuous(days: amount, gap: try map.required("gap").int(in: 0...longestDays))
    case "covered": return .covered(days: amount)
    case "ddd": return .defined(ddd: amount, fills: try map["fills"]?.int(in: 1...longestDays) ?? 1)
    default: return .supply(days: amount)
    }
  }

  /// The definition in few words.
  var label: DefinitionLabel {
    let words =
      switch self {
      case .supply(let days): "\(days) or more days supplied"
      case .covered(let days): "\(days) or more days covered"
      case .continuous(let days, 0): "unbroken for \(days) days"
      case .continuous(let days, let gap): "unbroken for \(days) days, pauses of up to \(gap)"
      case .defined(let ddd, let fills): "\(ddd) or more daily doses (DDD) in \(fills) or more fills"
      }
    return DefinitionLabel(text, words, source: Self.presets.first { $0.definition == self }?.source)
  }

  /// The days that a definition is looked for in, as its words call them.
  enum Span {
    /// The observed days of an interval.
    case interval
    /// Days that the words before it have named.
    case theseDays

    fileprivate var fills: String {
      switch self {
      case .interval: "the interval's fills"
      case .theseDays: "the fills of these days"
      }
    }

    fileprivate var days: String {
      switch self {
      case .interval: "observed days in the interval"
      case .theseDays: "days of these"
      }
    }
  }

  /// The definition in words, looked for in the days of `span`, with the source where it is a published one.
  func words(in span: Span) -> Prose {
    let (fills, days) = (span.fills, span.days)
    let meaning: Prose =
      switch self {
      case .defined(let ddd, let least):
        """
        those of \(words: fills) whose dose is known are \(least) or more, and amount to \(ddd) defined daily doses or more
        """
      case .supply(let least): "the days' supply of \(words: fills) adds up to \(least) or more"
      case .covered(let least): "\(least) or more covered \(words: days)"
      case .continuous(let least, let gap):
        """
        on one or more covered \(words: days) the era has lasted \(least) days or more; fills join into an era while the days \
        without supply between them are at most \(gap)
        """
      }
    let preset = Self.presets.first { $0.definition == self }
    let source: Prose = preset.map { " (\(code: $0.name): \(words: $0.source))" } ?? ""
    return "\(code: text): \(meaning)\(source)"
  }
}

extension Parameter where Value == [LongTermDefinition] {
  /// The key `definitions`: definitions of long-term use.
  static func definitions(default standard: StudyNode) -> Parameter {
    list(
      "definitions",
      of: .called(
        "{supply: DAYS}, {covered: DAYS}, {continuous: DAYS, gap: DAYS}, {ddd: DDDS, fills: FILLS}, "
          + LongTermDefinition.presets.map(\.name).joined(separator: ", "),
        .either([.choice(LongTermDefinition.presets.map(\.name)), .keys(LongTermDefinition.keys)])),
      default: standard, "days supplied, covered observed days, days of an era, or defined daily doses",
      told: { "the definition \($0.text)" }, isSame: ==, read: LongTermDefinition.read)
  }
}

extension LongTermDefinition {
  /// The texts of the definitions that there are, with words in capitals for what a study says.
  static let patterns = [
    "supply>=DAYS", "covered>=DAYS", "continuous>=DAYS/gapDAYS", "ddd>=DDDS/fillsFILLS",
  ]
  /// The published definitions with their sources, in a line each.
  static let sources = presets.map { "\($0.name) (\($0.definition.text)): \($0.source)" }
}
