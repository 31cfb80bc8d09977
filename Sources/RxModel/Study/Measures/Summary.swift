/// The people whose quantities `summary` tells of.
package enum SummaryPeople: String, CaseIterable, Sendable {
  case persons
  case users
  case newUsers = "new_users"
}

/// A quantity of a person in an interval that `summary` tells of.
package enum SummaryQuantity: String, CaseIterable, Sendable {
  /// Completed years, as for groups.
  case age
  /// Fills of the drug.
  case fills
  /// Observed days that the drug covers.
  case daysCovered = "days_covered"
  /// The days' supply of the fills, summed.
  case daysSupplied = "days_supplied"

  /// The unit of its rows' estimates.
  package var unit: String {
    switch self {
    case .age: "years"
    case .fills: "fills"
    case .daysCovered, .daysSupplied: "days"
    }
  }

  fileprivate var words: String {
    switch self {
    case .age: "age"
    case .fills: "fills"
    case .daysCovered: "days covered"
    case .daysSupplied: "days supplied"
    }
  }
}

/// A quartile, which `summary` gives of each quantity.
package enum Quartile: String, CaseIterable, Sendable {
  case first = "p25"
  case median
  case third = "p75"

  /// The share of persons who have the value or less: so many quarters of them at least.
  package var quarters: Int {
    switch self {
    case .first: 1
    case .median: 2
    case .third: 3
    }
  }

  fileprivate var words: String {
    switch self {
    case .first: "lower quartile"
    case .median: "median"
    case .third: "upper quartile"
    }
  }
}

/// `summary`: quartiles of what persons, users and new users have.
package struct SummarySpec: Sendable {
  package var people: [SummaryPeople]
  package var named: [Sourced]
  package var washoutDays: Int
  package var quantities: [SummaryQuantity]
}

extension SummarySpec: MeasureSpec {
  private enum Key {
    static let people = Parameter<[SummaryPeople]>.list(
      "of", of: .choice(of: SummaryPeople.self),
      default: StudyNode(.list(SummaryPeople.allCases.map { StudyNode(.text($0.rawValue)) })),
      "whose quantities: of persons the age alone", told: { "'\($0.rawValue)'" }, isSame: ==
    ) { value throws(RxFault) in try value.choice(SummaryPeople.self) }
    static let drugs = Parameter.drugs(
      default: ["opioid"], "the drugs of users and new users, each with rows of its own")
    static let washout = Parameter.washout
    static let quantities = Parameter<[SummaryQuantity]>.list(
      "quantities", of: .choice(of: SummaryQuantity.self),
      default: StudyNode(.list(SummaryQuantity.allCases.map { StudyNode(.text($0.rawValue)) })),
      "what a person of the interval has", told: { "'\($0.rawValue)'" }, isSame: ==
    ) { value throws(RxFault) in try value.choice(SummaryQuantity.self) }
  }

  package static let description = MeasureDescription(
    key: "summary", title: "Distribution", table: .distribution,
    summary: "Quartiles of age and use.",
    parameters: [Key.people, Key.drugs, Key.washout, Key.quantities],
    figures: [
      MeasureFigure(
        measure: "summary", title: "Distribution",
        definitions: SummaryQuantity.allCases.flatMap { quantity in
          Quartile.allCases.map { "\(quantity.rawValue)/\($0.rawValue)" }
        },
        counted: "nothing: the estimate is the quartile of the quantity among the persons of the denominator",
        of: ["persons", "users", "new_users"].flatMap { people in
          ["years", "fills", "days"].filter { people != "persons" || $0 == "years" }.map { .init(people, $0) }
        }, limits: "none", isQuantile: true)
    ])

  package init(_ values: MeasureParameters) throws(RxFault) {
    people = try values[Key.people]
    named = try values[Key.drugs]
    washoutDays = try values[Key.washout]
    quantities = try values[Key.quantities]
    guard quantities.contains(.age) else {
      if people.contains(.persons) {
        throw values.written(Key.people).fault(
          "'persons' have the quantity 'age' alone, and 'quantities' lacks it",
          remedy: "add 'age' to 'quantities', or leave 'persons' out")
      }
      return
    }
    try values.needsBirth("'summary' asks for ages, and the data tell no birth")
  }

  package var drugs: [Sourced] { people == [.persons] ? [] : named }

  /// The quantities of some people: of persons the age alone.
  package func quantities(of people: SummaryPeople) -> [SummaryQuantity] {
    people == .persons ? quantities.filter { $0 == .age } : quantities
  }

  package var needsSupply: Bool {
    !drugs.isEmpty && quantities.contains { $0 == .daysCovered || $0 == .daysSupplied }
  }

  package var definitionLabels: [DefinitionLabel] {
    quantities.flatMap { quantity in
      Quartile.allCases.map { quartile in
        DefinitionLabel("\(quantity.rawValue)/\(quartile.rawValue)", "\(quantity.words), \(quartile.words)")
      }
    }
  }

  package var newUse: [(drug: Sourced, washoutDays: Int, clear: WashoutRule)] {
    people.contains(.newUsers) ? named.map { ($0, washoutDays, .fill) } : []
  }

  package func methods(of study: Study) -> Prose {
    let ofUse: Prose =
      drugs.isEmpty
      ? ""
      : """
       Of users of \(drugs), and of new users (those with new use in the interval after \(washoutDays) days without a \
      fill), it is of those of one drug at a time: their fills in the interval on observed days, the observed days of it \
      that the drug covers, and the days' supply of these fills.
      """
    return """
      Quartiles and medians of what the people of a group have in the interval: the smallest value that a quarter, a half \
      or three quarters of them have or stay below, so that each is a value that someone has. Whoever has no birth date has \
      no age, and is in no row of it.\(ofUse)
      """
  }

  package func reason(_ facts: any PatientFacts) -> String { "has \(facts.value.map { "\($0)" } ?? "none")" }
}
