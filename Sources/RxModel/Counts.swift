/// One line of results.csv before its group and period: what is counted over what, and how it is estimated.
package struct ResultLine: Sendable {
  /// What the numerator is divided by.
  package enum Denominator: Sendable, Equatable {
    /// Persons of the interval, or residents where the study counts them.
    case persons
    /// Observed person-days, as person-years, or resident-years.
    case personYears
    /// Another counter of persons or days.
    case count(Int)
    /// A counter of days, as years.
    case years(Int)
  }

  /// What the estimate is.
  package enum Estimate: String, Sendable {
    case per1000Persons = "per_1000_persons"
    case per1000PersonYears = "per_1000_person_years"
    case percent
  }

  /// How the limits of the 95% interval are found.
  package enum Limits: Sendable {
    /// Wilson's score interval of a proportion.
    case wilson
    /// Garwood's exact interval of a Poisson count.
    case poisson
    /// There are none.
    case none
  }

  package var measure: String
  package var definition: String
  package var drug: String
  /// The counter of the numerator.
  package var numerator: Int
  package var denominator: Denominator
  package var denominatorUnit: String
  package var estimate: Estimate
  package var limits: Limits

  /// A line; see the contract's tables of measures.
  package init(
    measure: String, definition: String = "", drug: String, numerator: Int, denominator: Denominator,
    denominatorUnit: String, estimate: Estimate, limits: Limits
  ) {
    self.measure = measure
    self.definition = definition
    self.drug = drug
    self.numerator = numerator
    self.denominator = denominator
    self.denominatorUnit = denominatorUnit
    self.estimate = estimate
    self.limits = limits
  }
}

/// Residents of a group in an interval, from the population file.
package struct Residents: Sendable, Equatable {
  /// Persons: the count of the interval's (first) year.
  package var persons = 0
  /// Count times days, year by year.
  package var personDays = 0

  /// `persons` over `personDays`.
  package init(persons: Int = 0, personDays: Int = 0) {
    self.persons = persons
    self.personDays = personDays
  }
}

/// A group of people: the overall one, or a combination of levels of one grouping.
package struct GroupCell: Sendable {
  /// For each variable of the study its level, or `all`.
  package var levels: [String]
  /// Whether residents stand in for the persons seen.
  package var hasResidents: Bool

  /// A group with these levels.
  package init(levels: [String], hasResidents: Bool) {
    self.levels = levels
    self.hasResidents = hasResidents
  }
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
  package var cells: [GroupCell]
  /// How many counters.
  package var counterCount: Int
  /// Counts by cell, interval, counter.
  package var counts: [Int64]
  /// Residents by cell and interval; empty without a population file.
  package var residents: [Residents]
  /// The lines of results.csv in their order.
  package var lines: [ResultLine]

  /// A table of these counts.
  package init(
    intervals: [DaySpan], cells: [GroupCell], counterCount: Int, counts: [Int64], residents: [Residents],
    lines: [ResultLine]
  ) {
    self.intervals = intervals
    self.cells = cells
    self.counterCount = counterCount
    self.counts = counts
    self.residents = residents
    self.lines = lines
  }

  /// The count of `counter` in a cell and interval.
  package func count(cell: Int, interval: Int, counter: Int) -> Int {
    Int(counts[(cell * intervals.count + interval) * counterCount + counter])
  }

  /// The residents of a cell in an interval, or nil where the persons seen count.
  package func residents(cell: Int, interval: Int) -> Residents? {
    cells[cell].hasResidents ? residents[cell * intervals.count + interval] : nil
  }
}

/// What became of the rows of a run.
package struct Attrition: Sendable, Equatable {
  /// One step: a name, how many rows, and of how many patients where that can be told.
  package struct Step: Sendable, Equatable {
    package var name: String
    package var rows: Int
    package var patients: Int?

    /// A step.
    package init(_ name: String, rows: Int, patients: Int? = nil) {
      self.name = name
      self.rows = rows
      self.patients = patients
    }
  }

  /// Prescription rows read.
  package var read = Step("rows read", rows: 0)
  /// Those that were not used, each kind by itself, and those that were.
  package var kinds: [Step] = []
  /// The rows of the other inputs: read, and rejected by reason.
  package var otherInputs: [Step] = []

  /// No rows.
  package init() {}

  /// All steps in order.
  package var steps: [Step] { [read] + kinds + otherInputs }

  /// Whether rows read = used + each kind of not used.
  package var addsUp: Bool { read.rows == kinds.reduce(0) { $0 + $1.rows } }
}
