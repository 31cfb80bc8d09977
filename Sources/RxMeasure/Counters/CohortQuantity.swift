import RxCounts

/// Quantities of everyone in an interval, whatever they use.
enum CohortQuantity: Quantity {
  case persons
  case observedDays
  /// Persons who have lived so many completed years on their first observed day of the interval.
  case personsFrom(age: Int)

  /// This quantity, which is of no drug class.
  var meaning: CounterMeaning { CounterMeaning(self) }

  func text(of drugs: [Int]) -> String {
    switch self {
    case .persons: "persons"
    case .observedDays: "days"
    case .personsFrom(let age): "from_\(age)"
    }
  }

  var fillEvidence: FillEvidence? { nil }

  var byAge: (from: Int, of: CounterMeaning)? {
    if case .personsFrom(let age) = self { (age, Self.persons.meaning) } else { nil }
  }
}

/// The parts of an amount with decimals.
struct DecimalParts: Quantity {
  /// The amount.
  let whole: CounterMeaning

  func text(of drugs: [Int]) -> String { "\(whole.text):parts" }
}

/// The persons of another quantity whose age is known.
struct KnownAgeQuantity: Quantity {
  /// Those of known age and others.
  let whole: CounterMeaning

  /// This quantity.
  var meaning: CounterMeaning { CounterMeaning(self, of: whole.drugs) }

  func text(of drugs: [Int]) -> String { "\(whole.text):of_known_age" }

  var fillEvidence: FillEvidence? { whole.fillEvidence == .users ? .byFill : whole.fillEvidence }

  var byAge: (from: Int, of: CounterMeaning)? { (0, whole) }

  func growsWithDrugs(_ nesting: DrugNesting) -> Bool { false }

  func implied(of drugs: [Int]) -> [(meaning: CounterMeaning, condition: CountingCondition)] {
    [(whole, .always), (CohortQuantity.personsFrom(age: 0).meaning, .always)]
  }
}
