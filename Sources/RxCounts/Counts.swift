import RxModel

/// Days a year in person-years.
package let daysPerYear = 365.25

/// Residents of a group in an interval, from the population file.
package struct Residents: Sendable, Equatable, AdditiveArithmetic {
  /// Nobody.
  package static let zero = Residents()

  /// Persons: the count of the interval's (first) year.
  package var persons = 0
  /// Count times days, year by year.
  package var personDays = 0

  /// `persons` over `personDays`.
  package init(persons: Int = 0, personDays: Int = 0) {
    self.persons = persons
    self.personDays = personDays
  }

  package static func + (one: Residents, other: Residents) -> Residents {
    Residents(persons: one.persons + other.persons, personDays: one.personDays + other.personDays)
  }

  package static func - (one: Residents, other: Residents) -> Residents {
    Residents(persons: one.persons - other.persons, personDays: one.personDays - other.personDays)
  }
}

/// A group of people: the overall one, or a combination of levels of one grouping.
package struct Stratum: Sendable {
  /// For each variable of the study its level, or `all`.
  package var levels: [String]
  /// The variables that it is split by, ascending; none for everyone.
  package var variables: [Int]
  /// Its age band, counted from 0 within the study's bands; nil where it is not split by age, and for those below the
  /// first band or of unknown age.
  package var ageBand: Int?
  /// The age at which that band begins.
  package var ageFrom: Int?
  /// The variable of its age band; nil where it is not split by age.
  package var ageVariable: Int?
  /// True where residents stand in for the persons seen.
  package var hasResidents: Bool

  /// A group with these levels.
  package init(
    levels: [String], variables: [Int], ageVariable: Int?, ageBand: Int?, ageFrom: Int? = nil,
    hasResidents: Bool
  ) {
    self.levels = levels
    self.variables = variables
    self.ageVariable = ageVariable
    self.ageBand = ageBand
    self.ageFrom = ageFrom
    self.hasResidents = hasResidents
  }

  /// True where it is split by age.
  package var isSplitByAge: Bool { ageVariable != nil }
}

/// The counts of groups in each of the study's age bands; people below the first band, and those whose age is not known,
/// are in none.
package struct AgeBandCounts: Sendable {
  /// The number of bands.
  package var bandCount = 0
  /// Counts by stratum, band, interval, counter. A group that is split by age already has zeros.
  package var counts: [Int64] = []
  /// Residents by stratum, band, interval, where `hasResidents`.
  package var residents: [Residents] = []
  /// By stratum, true where residents stand in for the persons seen.
  package var hasResidents: [Bool] = []

  /// No bands.
  package init() {}
}

/// The key of times: their series, the stratum, and the interval they began in.
package struct SurvivalKey: Hashable, Sendable {
  package var series: Int
  package var stratum: Int
  package var interval: Int

  /// Times of a series that began in an interval, of the persons of a group.
  package init(series: Int, stratum: Int, interval: Int) {
    self.series = series
    self.stratum = stratum
    self.interval = interval
  }
}

/// The number of persons who stopped after so many days, and of those who were not followed further.
package struct SurvivalCount: Sendable, Equatable {
  package var days: Int
  package var events: Int
  package var censored: Int

  /// Persons whose time is `days` days: those whom an event ended, and those who were not followed further.
  package init(days: Int, events: Int, censored: Int) {
    self.days = days
    self.events = events
    self.censored = censored
  }
}

/// The number of persons who have a value.
package struct ValueCount: Sendable, Equatable {
  package var value: Int
  package var persons: Int

  /// `persons` persons with `value`.
  package init(_ value: Int, persons: Int) { (self.value, self.persons) = (value, persons) }
}

/// Every count of a run: for each group, interval and counter a whole number, so that any order of merging gives the
/// same.
package struct CountTable: Sendable {
  /// The counter of persons, the same in every study.
  package static let persons = 0
  /// The counter of observed days.
  package static let observedDays = 1

  /// The study's intervals.
  package var intervals: [DaySpan]
  /// The groups, in the order of results.csv: the overall one first.
  package var strata: [Stratum]
  /// The number of counters.
  package var counterCount: Int
  /// Counts by stratum, interval, counter.
  package var counts: [Int64]
  /// Residents by stratum and interval; empty without a population file.
  package var residents: [Residents]
  /// The figures of results.csv in their order.
  package var figures: [FigureDefinition]
  /// The groups' age bands; empty where no figure is standardised.
  package var ageBands = AgeBandCounts()
  /// The times of new users, by series, stratum and interval; empty where there are none.
  package var survival: [SurvivalKey: [SurvivalCount]] = [:]
  /// The values of persons, ascending, by series, stratum and interval; empty where no figure is a quantile.
  package var values: [SurvivalKey: [ValueCount]] = [:]
  /// The meaning and unit of each counter.
  package var counters: [Counter] = []
  /// The relations that hold between counters.
  package var relations: [CountRelation] = []

  /// A table of these counts.
  package init(
    intervals: [DaySpan], strata: [Stratum], counterCount: Int, counts: [Int64], residents: [Residents],
    figures: [FigureDefinition]
  ) {
    self.intervals = intervals
    self.strata = strata
    self.counterCount = counterCount
    self.counts = counts
    self.residents = residents
    self.figures = figures
  }

  /// True where nobody is a person of any interval.
  package var isOfNobody: Bool {
    !strata.indices.contains { stratum in
      intervals.indices.contains { count(stratum: stratum, interval: $0, counter: Self.persons) > 0 }
    }
  }

  /// The place of a count in `counts`.
  package func place(stratum: Int, interval: Int, counter: Int) -> Int {
    (stratum * intervals.count + interval) * counterCount + counter
  }

  /// The count of `counter` in a stratum and interval.
  package func count(stratum: Int, interval: Int, counter: Int) -> Int {
    Int(counts[place(stratum: stratum, interval: interval, counter: counter)])
  }

  /// The amount with decimals that two counters hold.
  package func amount(_ counters: AmountCounters, stratum: Int, interval: Int) -> Double {
    Double(count(stratum: stratum, interval: interval, counter: counters.whole))
      + Double(count(stratum: stratum, interval: interval, counter: counters.parts))
      / AmountCounters.partsPerUnit
  }

  /// The residents of a stratum in an interval, or nil where the persons seen count.
  package func residents(stratum: Int, interval: Int) -> Residents? {
    strata[stratum].hasResidents ? residents[stratum * intervals.count + interval] : nil
  }
}
