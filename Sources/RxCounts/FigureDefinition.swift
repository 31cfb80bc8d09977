import RxModel

/// One figure of results.csv before its group and period: what is counted over what, and how it is estimated.
package struct FigureDefinition: Sendable {
  /// The numerator: what is counted.
  package enum Numerator: Sendable, Equatable {
    /// A counter.
    case count(Int)
    /// An amount with decimals.
    case amount(AmountCounters)
    /// There is none: the estimate is of the denominator's persons, and no share of them.
    case none
  }

  /// The denominator: what the numerator is divided by.
  package enum Denominator: Sendable, Equatable {
    /// Persons of the interval, or residents where the study counts them.
    case persons
    /// Observed person-days, as person-years, or resident-years.
    case personYears
    /// Observed days.
    case personDays
    /// Another counter of persons or days.
    case count(Int)
    /// A counter of days, as years.
    case years(Int)
  }

  /// The estimate: its unit, and how many times the quotient it is.
  package struct Estimate: Sendable, Equatable {
    package var unit: String
    package var scale: Double

    /// `scale` times the quotient, called `unit`.
    package init(_ unit: String, scale: Double = 1) {
      self.unit = unit
      self.scale = scale
    }

    package static let per1000Persons = Estimate("per_1000_persons", scale: 1000)
    package static let per100000Persons = Estimate("per_100000_persons", scale: 100_000)
    package static let per1000PersonYears = Estimate("per_1000_person_years", scale: 1000)
    package static let per1000PersonsPerDay = Estimate("per_1000_persons_per_day", scale: 1000)
    package static let percent = Estimate("percent", scale: 100)
    package static let days = Estimate("days")
    package static let ratio = Estimate("ratio")
  }

  /// The method by which the limits of the 95% interval are found.
  package enum Limits: Sendable {
    /// Wilson's score interval of a proportion.
    case wilson
    /// Garwood's exact interval of a Poisson count.
    case poisson
    /// Those of persons who are independent of each other, by sums over them; Garwood's where nothing was counted, or the
    /// denominator is of residents.
    case robust(SquareCounters)
    /// There are none.
    case none
  }

  /// The source of the estimate, beside the numerator and the denominator.
  package enum Derivation: Sendable {
    /// Nothing.
    case none
    /// The rates of the study's age bands, weighted by these shares. Groups that are split by age have no row.
    case standardised(shares: [Double], limits: StandardisedSpec.Limits)
    /// The rates of the intervals that the study covers whole. One row for the whole study.
    case trend
    /// The rate of a variable's level, in the grouping of that variable alone.
    case ratio(variable: Int, reference: String)
    /// The persons of the interval.
    case cohort
    /// The share of a series of times that is longer than `day`.
    case survival(series: Int, day: Int)
    /// The median of a series of times.
    case median(series: Int)
    /// The value of a series that so many quarters of its persons have or stay below.
    case quantile(series: Int, quarters: Int)
  }

  package var measure: String
  package var definition: String
  package var drug: String
  package var numerator: Numerator
  package var denominator: Denominator
  package var denominatorUnit: String
  package var estimate: Estimate
  package var limits: Limits
  package var derivation: Derivation
  /// Counters that the estimate gives away beside the numerator and the denominator.
  package var alsoReveals: [Int] = []
  /// What the estimate bounds of the same group, whether or not the study counts it: where a figure keeps it back, the
  /// estimate is kept back too.
  package var bounds: [CounterMeaning] = []
  /// What the estimate bounds of the age bands of the same group, likewise; none where it is no age.
  package var boundsOfBands: [CounterMeaning] = []

  /// A figure; see the contract's tables of measures.
  package init(
    measure: String, definition: String = "", drug: String, numerator: Numerator, denominator: Denominator,
    denominatorUnit: String, estimate: Estimate, limits: Limits, derivation: Derivation = .none
  ) {
    self.measure = measure
    self.definition = definition
    self.drug = drug
    self.numerator = numerator
    self.denominator = denominator
    self.denominatorUnit = denominatorUnit
    self.estimate = estimate
    self.limits = limits
    self.derivation = derivation
  }

  /// A figure whose numerator is a counter.
  package init(
    measure: String, definition: String = "", drug: String, numerator: Int, denominator: Denominator,
    denominatorUnit: String, estimate: Estimate, limits: Limits
  ) {
    self.init(
      measure: measure, definition: definition, drug: drug, numerator: .count(numerator),
      denominator: denominator,
      denominatorUnit: denominatorUnit, estimate: estimate, limits: limits)
  }
}

extension FigureDefinition {
  /// The counter that the numerator comes from; of an amount with decimals its whole units, and where there is none the
  /// denominator's, whose persons the estimate is of.
  package var numeratorCounter: Int {
    switch numerator {
    case .count(let counter): counter
    case .amount(let amount): amount.whole
    case .none: denominatorCounter
    }
  }

  /// The figure without limits, and without what these alone reveal.
  package var withoutLimits: FigureDefinition {
    var figure = self
    figure.limits = .none
    if case .robust(let counters) = limits { figure.alsoReveals.removeAll { $0 == counters.squares } }
    return figure
  }

  /// The counter that the denominator comes from, where residents don't stand for it.
  package var denominatorCounter: Int {
    switch denominator {
    case .persons: CountTable.persons
    case .personYears, .personDays: CountTable.observedDays
    case .count(let counter), .years(let counter): counter
    }
  }

  /// Every counter that its figures give away.
  package var shownCounters: [Int] { alsoReveals + [numeratorCounter, denominatorCounter] }
}

/// Two counters that hold an amount with decimals as whole numbers, so that any order of adding gives the same.
package struct AmountCounters: Sendable, Equatable {
  /// Counts whole units.
  package var whole: Int
  /// Counts parts of `partsPerUnit` to a unit.
  package var parts: Int

  /// So fine that 10^7 roundings are far below the four decimals that are shown. A stratum's parts stay below one unit,
  /// so that the sum over 9 * 10^7 strata and workers fits.
  package static let partsPerUnit = 100_000_000_000.0

  /// An amount held by these two counters.
  package init(whole: Int, parts: Int) {
    self.whole = whole
    self.parts = parts
  }
}

/// Counters of sums over persons, of a person's count c and time t in days.
package struct SquareCounters: Sendable, Equatable {
  /// Sums c^2.
  package var squares: Int
  /// Sums c t.
  package var products: Int
  /// Sums t^2.
  package var timeSquares: Int

  /// Sums in these counters.
  package init(squares: Int, products: Int, timeSquares: Int) {
    (self.squares, self.products, self.timeSquares) = (squares, products, timeSquares)
  }
}
