/// A counter: a column of whole numbers in the table of counts.
package struct Counter: Sendable, Equatable {
  /// The unit of a counter's numbers.
  package enum Unit: Sendable, Equatable {
    /// Persons, each once.
    case persons
    /// Fills, days, events or a dose, of the persons of another counter; nil where nobody has asked for these.
    case amount(ofPersons: Int?)
    /// The parts of the amount whose whole units the counter before counts.
    case parts
  }

  package var meaning: CounterMeaning
  package var unit: Unit

  /// A counter of `meaning` in `unit`.
  package init(_ meaning: CounterMeaning, _ unit: Unit) {
    self.meaning = meaning
    self.unit = unit
  }
}
