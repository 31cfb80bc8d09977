/// One measure of the study file with its parameters.
package enum MeasureSpec: Sendable {
  case prevalence(drugs: [Named])
  case fillRate(drugs: [Named])
  case incidence(drugs: [Named], washoutDays: Int, clear: WashoutRule)
  case longTermUse(drugs: [Named], definitions: [LongTermDefinition])
  case overlap(pairs: [(first: Named, second: Named)], days: [Int])

  /// The classes, ingredients and ATC codes that it names, in order.
  package var drugs: [Named] {
    switch self {
    case .prevalence(let drugs), .fillRate(let drugs), .incidence(let drugs, _, _),
      .longTermUse(let drugs, _):
      drugs
    case .overlap(let pairs, _): pairs.flatMap { [$0.first, $0.second] }
    }
  }
}

/// What a washout must be free of.
package enum WashoutRule: String, CaseIterable, Sendable {
  /// No fill on any of its days.
  case fill
  /// None of its days covered.
  case supply
}

/// One definition of long-term use.
package enum LongTermDefinition: Sendable, Equatable {
  /// days_supply of the interval's fills adds up to `days` or more.
  case supply(days: Int)
  /// `days` or more covered observed days in the interval.
  case covered(days: Int)
  /// An observed covered day on which the era has lasted `days` or more; eras join over at most `gap` days.
  case continuous(days: Int, gap: Int)

  /// As results.csv writes it.
  package var text: String {
    switch self {
    case .supply(let days): "supply>=\(days)"
    case .covered(let days): "covered>=\(days)"
    case .continuous(let days, let gap): "continuous>=\(days)/gap\(gap)"
    }
  }
}
