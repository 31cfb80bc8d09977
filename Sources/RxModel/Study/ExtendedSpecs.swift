/// A core measure that can be standardised, compared and followed over time.
package enum RateMeasure: String, CaseIterable, Sendable {
  case prevalence
  case fillRate = "fill_rate"
}

/// `standardised`: rates weighted by the age of a standard population.
package struct StandardisedSpec: Sendable {
  /// How the limits are found.
  package enum Limits: String, CaseIterable, Sendable {
    case fayFeuer = "fay_feuer"
    case dobsonByar = "dobson_byar"
  }

  package var rates: [RateMeasure]
  /// The standard's name, or the file that it comes from.
  package var weights: Named
  /// The share of each of the study's age bands, summing to 1; empty until the file is read.
  package var shares: [Double]
  package var limits: Limits

  /// All of them.
  package init(rates: [RateMeasure], weights: Named, shares: [Double], limits: Limits) {
    self.rates = rates
    self.weights = weights
    self.shares = shares
    self.limits = limits
  }

  /// As results.csv writes it.
  package var text: String { "\(weights.name)/\(limits.rawValue)" }
}

/// What a fill's dose is counted in.
package enum DoseUnit: String, CaseIterable, Sendable {
  /// Morphine milligram equivalents.
  case mme
  /// Milligrams of diazepam.
  case diazepamMg = "diazepam_mg"
  /// WHO's defined daily doses.
  case ddd
}

/// How a person's daily dose in an interval is found.
package enum DoseMethod: Sendable, Hashable {
  case totalSupply
  case onTherapy
  case window(days: Int)
  case maximum

  /// As the study file and results.csv write it.
  package var text: String {
    switch self {
    case .totalSupply: "total_supply"
    case .onTherapy: "on_therapy"
    case .window(let days): "window:\(days)"
    case .maximum: "maximum"
    }
  }

  /// Whether it gives no person more than the other does: the same amount over as many days or more, and no mean is
  /// above the greatest.
  package func isNeverMore(than other: DoseMethod) -> Bool {
    switch (self, other) {
    case (.totalSupply, .onTherapy), (.totalSupply, .maximum), (.onTherapy, .maximum): true
    default: false
    }
  }
}

/// A daily dose from which on persons are counted, as it was written and as a number.
package struct DoseThreshold: Sendable, Hashable {
  package var text: String
  package var value: ExactDecimal

  /// Both.
  package init(text: String, value: ExactDecimal) {
    self.text = text
    self.value = value
  }
}

/// `dose`: daily doses by several methods.
package struct DoseSpec: Sendable {
  package var drugs: [Named]
  package var unit: DoseUnit
  package var methods: [DoseMethod]
  package var thresholds: [DoseThreshold]

  /// All of them.
  package init(drugs: [Named], unit: DoseUnit, methods: [DoseMethod], thresholds: [DoseThreshold]) {
    self.drugs = drugs
    self.unit = unit
    self.methods = methods
    self.thresholds = thresholds
  }
}

/// `cob`: concurrent use of opioids and benzodiazepines by PQA's rules.
package struct CobSpec: Sendable {
  package var opioids: Named
  package var benzodiazepines: Named
  /// Attributes, by their place among the attributes, that keep a person out where they are set.
  package var exclude: [Int]

  /// All of them.
  package init(opioids: Named, benzodiazepines: Named, exclude: [Int]) {
    self.opioids = opioids
    self.benzodiazepines = benzodiazepines
    self.exclude = exclude
  }
}

/// `multiple_providers`.
package struct MultipleProvidersSpec: Sendable {
  package var drugs: [Named]
  package var prescribers: Int
  package var pharmacies: Int
  package var windowDays: Int

  /// All of them.
  package init(drugs: [Named], prescribers: Int, pharmacies: Int, windowDays: Int) {
    self.drugs = drugs
    self.prescribers = prescribers
    self.pharmacies = pharmacies
    self.windowDays = windowDays
  }
}

/// `cns_polypharmacy`.
package struct CnsPolypharmacySpec: Sendable {
  package var classes: [Named]
  /// Different ingredients.
  package var atLeast: Int
  package var days: Int
  /// Completed years.
  package var ageFrom: Int

  /// All of them.
  package init(classes: [Named], atLeast: Int, days: Int, ageFrom: Int) {
    self.classes = classes
    self.atLeast = atLeast
    self.days = days
    self.ageFrom = ageFrom
  }

  /// The classes as one name, as results.csv writes it.
  package var text: String { names.joined(separator: "+") }
  /// The names of the classes.
  package var names: [String] { classes.map(\.name) }
}

/// `persistence`: how long new users stay.
package struct PersistenceSpec: Sendable {
  package var drugs: [Named]
  package var washoutDays: Int
  package var gapDays: Int
  /// Days after the start at which the share is given.
  package var at: [Int]

  /// All of them.
  package init(drugs: [Named], washoutDays: Int, gapDays: Int, at: [Int]) {
    self.drugs = drugs
    self.washoutDays = washoutDays
    self.gapDays = gapDays
    self.at = at
  }
}

/// `dose_change`: the dose at the end of long eras against that at their start.
package struct DoseChangeSpec: Sendable {
  package var drugs: [Named]
  package var unit: DoseUnit
  package var gapDays: Int
  package var minDays: Int
  package var windowDays: Int

  /// All of them.
  package init(drugs: [Named], unit: DoseUnit, gapDays: Int, minDays: Int, windowDays: Int) {
    self.drugs = drugs
    self.unit = unit
    self.gapDays = gapDays
    self.minDays = minDays
    self.windowDays = windowDays
  }
}

/// `alternatives`: what else new users fill before and after.
package struct AlternativesSpec: Sendable {
  /// How the rows of any of the other drugs read.
  package static let anyOther = "any"

  package var index: Named
  package var washoutDays: Int
  package var other: [Named]
  package var beforeDays: Int
  package var afterDays: Int

  /// All of them.
  package init(index: Named, washoutDays: Int, other: [Named], beforeDays: Int, afterDays: Int) {
    self.index = index
    self.washoutDays = washoutDays
    self.other = other
    self.beforeDays = beforeDays
    self.afterDays = afterDays
  }
}

/// `ratio`: the rates of a variable's levels over that of one of them.
package struct RatioSpec: Sendable {
  package var rates: [RateMeasure]
  /// The variable, by its place in the study's.
  package var variable: Int
  /// Its name.
  package var variableName: String
  /// The level that the others are compared with.
  package var reference: String

  /// All of them.
  package init(rates: [RateMeasure], variable: Int, variableName: String, reference: String) {
    self.rates = rates
    self.variable = variable
    self.variableName = variableName
    self.reference = reference
  }
}

/// `sensitivity`: the settings under which the core measures are repeated; empty leaves the study's own.
package struct SensitivityGrid: Sendable {
  package var gapDays: [Int] = []
  package var washoutDays: [Int] = []
  package var carryOver: [CarryOver] = []
  package var dropsDuplicates: [Bool] = []

  /// The study's own settings alone.
  package init() {}
}
