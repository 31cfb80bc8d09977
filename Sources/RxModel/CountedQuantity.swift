/// What a counter counts, as far as disclosure control needs to know it.
package struct CountedQuantity: Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    /// Persons, each once.
    case persons
    /// Fills, days, events or a dose, of the persons of another counter; nil where nobody has asked for these.
    case amount(ofPersons: Int?)
    /// The parts of the amount whose whole units the counter before counts.
    case parts
  }

  /// Counters of the same name count the same thing, whichever measure made them.
  package var name: String
  package var kind: Kind

  /// A counter of `kind`, called `name`.
  package init(_ name: String, _ kind: Kind) {
    self.name = name
    self.kind = kind
  }
}

/// What holds between two counts of the same group and interval, whatever the data are: `factor` times `lesser` is at
/// most `greater`, or at most `greater` times the days of the interval.
package struct CountRelation: Sendable, Equatable {
  package var lesser: Int
  package var greater: Int
  /// Times the lesser.
  package var factor = 1
  /// Whether the greater is taken times the interval's days.
  package var timesDays = false
  /// Whether both count persons, and the lesser's are among the greater's: the difference counts persons too.
  package var isSubset = false

  /// `lesser` is at most `greater`.
  package init(_ lesser: Int, atMost greater: Int) {
    self.lesser = lesser
    self.greater = greater
  }
}
