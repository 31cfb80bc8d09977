/// How doses are compared between drugs; the raw value is the study file's word.
enum DoseUnit: String, CaseIterable, Sendable {
  case mme, ddd
  case diazepam = "diazepam_mg"
}

/// How a person's daily dose is calculated.
enum DoseMethod: Hashable, Sendable {
  case totalSupply, onTherapy, maximum
  case window(Int)

  /// The method as the study file and results.csv write it.
  var label: String {
    switch self {
    case .totalSupply: "total_supply"
    case .onTherapy: "on_therapy"
    case .maximum: "maximum"
    case .window(let days): "window:\(days)"
    }
  }

  /// The method that a label names.
  init?(_ label: String) {
    let known: [DoseMethod] = [.totalSupply, .onTherapy, .maximum]
    let days = label.hasPrefix("window:") ? Int(label.dropFirst(7)) : nil
    guard let method = known.first(where: { $0.label == label }) ?? days.map({ .window($0) }) else {
      return nil
    }
    self = method
  }
}

/// The parameters of `standardised`.
struct StandardisedMeasure: Sendable {
  /// `prevalence` and `fill_rate`, one or both.
  var measures: [String]
  /// The standard population: `us2000` or `esp2013`.
  var weights: String
  /// The interval's name: `fay_feuer` or `dobson_byar`.
  var interval: String
}

/// The parameters of `dose`.
struct DoseMeasure: Sendable {
  /// Classes and ingredients.
  var drugs: [String]
  /// The unit of doses.
  var unit: DoseUnit
  /// How daily doses are calculated.
  var methods: [DoseMethod]
  /// Daily doses that persons are at or above.
  var thresholds: [Int]
}

/// The parameters of `cob`.
struct CobMeasure: Sendable {
  /// The first class.
  var opioids: String
  /// The second class.
  var benzodiazepines: String
  /// Attributes that exclude a person.
  var exclude: [String]
}

/// The parameters of `multiple_providers`.
struct ProvidersMeasure: Sendable {
  /// Classes and ingredients.
  var drugs: [String]
  /// At least so many prescribers.
  var prescribers: Int
  /// At least so many pharmacies.
  var pharmacies: Int
  /// In so many consecutive days.
  var window: Int
}

/// The parameters of `cns_polypharmacy`.
struct PolypharmacyMeasure: Sendable {
  /// Classes and ingredients.
  var classes: [String]
  /// At least so many ingredients on a day.
  var atLeast: Int
  /// On so many days.
  var days: Int
  /// From this age on.
  var ageFrom: Int
}

/// The parameters of `persistence`.
struct PersistenceMeasure: Sendable {
  /// Classes and ingredients.
  var drugs: [String]
  /// Days before a new use that are observed and without fills.
  var washout: Int
  /// Days without supply that an era bridges.
  var gap: Int
  /// Days after which persistence is estimated.
  var at: [Int]
}

/// The parameters of `dose_change`.
struct DoseChangeMeasure: Sendable {
  /// Classes and ingredients.
  var drugs: [String]
  /// The unit of doses.
  var unit: DoseUnit
  /// Days without supply that an era bridges.
  var gap: Int
  /// The least length of an era.
  var minDays: Int
  /// Days at both ends that are compared.
  var window: Int
}

/// The parameters of `alternatives`.
struct AlternativesMeasure: Sendable {
  /// The class whose new users are looked at.
  var index: String
  /// Days before a new use that are observed and without fills.
  var washout: Int
  /// The other classes.
  var other: [String]
  /// Days before the new use.
  var before: Int
  /// Days from the new use on.
  var after: Int
}

/// The parameters of `incidence_proportion`.
struct ProportionMeasure: Sendable {
  /// Classes and ingredients.
  var drugs: [String]
  /// Days before a new use that must be observed and clear.
  var washout: Int
  /// What those days must be clear of.
  var clear: WashoutClear
}

/// The parameters of `ratio`.
struct RatioMeasure: Sendable {
  /// `prevalence` and `fill_rate`, one or both.
  var measures: [String]
  /// The grouping variable.
  var variable: String
  /// Its reference level.
  var level: String
}

/// The measures of measures-extended.md; nil or empty leaves a measure out.
struct NaiveExtended: Sendable {
  /// `standardised`.
  var standardised: StandardisedMeasure?
  /// `dose`.
  var dose: DoseMeasure?
  /// Classes and ingredients of `ddd`.
  var ddd: [String] = []
  /// `cob`.
  var cob: CobMeasure?
  /// `multiple_providers`.
  var providers: ProvidersMeasure?
  /// `cns_polypharmacy`.
  var polypharmacy: PolypharmacyMeasure?
  /// `persistence`.
  var persistence: PersistenceMeasure?
  /// `dose_change`.
  var doseChange: DoseChangeMeasure?
  /// `alternatives`.
  var alternatives: AlternativesMeasure?
  /// The pair of `same_prescriber`.
  var samePrescriber: DrugPair?
  /// Measures of `trend`.
  var trend: [String] = []
  /// `ratio`.
  var ratio: RatioMeasure?
  /// Whether there is `cohort`.
  var cohort = false
  /// `incidence_proportion`.
  var proportion: ProportionMeasure?

  /// `transition`.
  var transition: TransitionMeasure?
  /// `summary`.
  var summary: SummaryMeasure?

  /// All classes and ingredients that are named.
  var drugs: [String] {
    var drugs = (dose?.drugs ?? []) + ddd + (providers?.drugs ?? []) + (polypharmacy?.classes ?? [])
    drugs += (persistence?.drugs ?? []) + (doseChange?.drugs ?? []) + (proportion?.drugs ?? [])
    drugs += (transition?.drugs ?? []) + (summary?.drugs ?? [])
    if let cob { drugs += [cob.opioids, cob.benzodiazepines] }
    if let alternatives { drugs += [alternatives.index] + alternatives.other }
    if let samePrescriber { drugs += [samePrescriber.first, samePrescriber.second] }
    return drugs
  }
}

extension NaiveMeasures {
  /// How far before the study the calculations look.
  var longestLookback: Int {
    max(
      washout, extended.persistence?.washout ?? 0, extended.alternatives?.washout ?? 0,
      extended.proportion?.washout ?? 0, extended.transition?.washout ?? 0,
      extended.summary?.washout ?? 0)
  }
}
