/// One measure of the study file with its parameters; see the contract's tables of core and extended measures.
package enum MeasureSpec: Sendable {
  case prevalence(drugs: [Named])
  case fillRate(drugs: [Named])
  case incidence(drugs: [Named], washoutDays: Int, clear: WashoutRule)
  case longTermUse(drugs: [Named], definitions: [LongTermDefinition])
  case overlap(pairs: [DrugPair], rules: [OverlapRule])
  case standardised(StandardisedSpec)
  case dose(DoseSpec)
  case ddd(drugs: [Named])
  case cob(CobSpec)
  case multipleProviders(MultipleProvidersSpec)
  case cnsPolypharmacy(CnsPolypharmacySpec)
  case persistence(PersistenceSpec)
  case doseChange(DoseChangeSpec)
  case alternatives(AlternativesSpec)
  case samePrescriber(pairs: [DrugPair])
  case trend(rates: [RateMeasure])
  case ratio(RatioSpec)
  case cohort

  /// Its key in the study file.
  package var key: String {
    switch self {
    case .prevalence: "prevalence"
    case .fillRate: "fill_rate"
    case .incidence: "incidence"
    case .longTermUse: "long_term_use"
    case .overlap: "overlap"
    case .standardised: "standardised"
    case .dose: "dose"
    case .ddd: "ddd"
    case .cob: "cob"
    case .multipleProviders: "multiple_providers"
    case .cnsPolypharmacy: "cns_polypharmacy"
    case .persistence: "persistence"
    case .doseChange: "dose_change"
    case .alternatives: "alternatives"
    case .samePrescriber: "same_prescriber"
    case .trend: "trend"
    case .ratio: "ratio"
    case .cohort: "cohort"
    }
  }

  /// Whether it is one of the core measures.
  package var isCore: Bool {
    switch self {
    case .prevalence, .fillRate, .incidence, .longTermUse, .overlap: true
    default: false
    }
  }

  /// The classes, ingredients and ATC codes that it names, in order.
  package var drugs: [Named] {
    switch self {
    case .prevalence(let drugs), .fillRate(let drugs), .incidence(let drugs, _, _),
      .longTermUse(let drugs, _),
      .ddd(let drugs):
      drugs
    case .overlap(let pairs, _), .samePrescriber(let pairs): pairs.flatMap { [$0.first, $0.second] }
    case .dose(let spec): spec.drugs
    case .cob(let spec): [spec.opioids, spec.benzodiazepines]
    case .multipleProviders(let spec): spec.drugs
    case .cnsPolypharmacy(let spec): spec.classes
    case .persistence(let spec): spec.drugs
    case .doseChange(let spec): spec.drugs
    case .alternatives(let spec): [spec.index] + spec.other
    case .standardised, .trend, .ratio, .cohort: []
    }
  }

  /// The rates of the study's other measures that it is made of.
  package var rates: [RateMeasure] {
    switch self {
    case .standardised(let spec): spec.rates
    case .trend(let rates): rates
    case .ratio(let spec): spec.rates
    default: []
    }
  }

  /// Which doses it needs: of which drugs, in which unit.
  package var doses: [(drug: Named, unit: DoseUnit)] {
    switch self {
    case .dose(let spec): spec.drugs.map { ($0, spec.unit) }
    case .doseChange(let spec): spec.drugs.map { ($0, spec.unit) }
    case .ddd(let drugs): drugs.map { ($0, .ddd) }
    case .longTermUse(let drugs, let definitions):
      definitions.contains { if case .defined = $0 { true } else { false } } ? drugs.map { ($0, .ddd) } : []
    default: []
    }
  }

  /// Whether it looks at who prescribed a fill.
  package var needsPrescriber: Bool {
    switch self {
    case .multipleProviders, .samePrescriber: true
    default: false
    }
  }

  /// Whether it looks at the pharmacy of a fill.
  package var needsPharmacy: Bool { if case .multipleProviders = self { true } else { false } }
}

/// Two drugs whose use at the same time is measured.
package struct DrugPair: Sendable, Equatable {
  package var first: Named
  package var second: Named

  /// `first` and `second`.
  package init(_ first: Named, _ second: Named) {
    self.first = first
    self.second = second
  }

  /// As results.csv writes it.
  package var text: String { "\(first.name)+\(second.name)" }
}

/// What a washout must be free of.
package enum WashoutRule: String, CaseIterable, Sendable {
  /// No fill on any of its days.
  case fill
  /// None of its days covered.
  case supply
}

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

  /// As results.csv writes it.
  package var text: String {
    switch self {
    case .supply(let days): "supply>=\(days)"
    case .covered(let days): "covered>=\(days)"
    case .continuous(let days, let gap): "continuous>=\(days)/gap\(gap)"
    case .defined(let ddd, let fills): "ddd>=\(ddd)/fills\(fills)"
    }
  }

  /// Whether whoever meets this definition meets the other.
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

  /// Whether it looks at covered days, which persons without a fill in the interval can have; else at fills.
  package var needsCover: Bool {
    switch self {
    case .covered, .continuous: true
    case .supply, .defined: false
    }
  }

  /// The published definitions by their names in the study file.
  package static let presets: [(name: String, definition: LongTermDefinition)] = [
    ("olfson", .supply(days: 120)), ("kurko", .covered(days: 180)),
    ("phe", .continuous(days: 365, gap: 30)), ("tahkapaa", .defined(ddd: 180, fills: 2)),
  ]
}

/// When a person uses two drugs at the same time.
package enum OverlapRule: Sendable, Hashable {
  /// On at least so many days of the interval both cover.
  case days(Int)
  /// Fills of both are dated in one calendar month.
  case sameMonth

  /// As results.csv writes it.
  package var text: String {
    switch self {
    case .days(let days): "days>=\(days)"
    case .sameMonth: "same_month"
    }
  }

  /// Whether whoever meets this rule meets the other.
  package func isWithin(_ other: OverlapRule) -> Bool {
    if case (.days(let days), .days(let least)) = (self, other) { days >= least } else { false }
  }

  /// The published rules by their names in the study file.
  package static let presets: [(name: String, rule: OverlapRule)] = [
    ("sun", .days(1)), ("pqa", .days(30)), ("same_month", .sameMonth), ("nhsbsa", .sameMonth),
  ]
}
