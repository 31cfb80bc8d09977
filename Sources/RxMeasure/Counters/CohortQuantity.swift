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

  var ageFrom: Int? { if case .personsFrom(let age) = self { age } else { nil } }
}

/// The parts of an amount with decimals.
struct DecimalParts: Quantity {
  /// The amount.
  let whole: CounterMeaning

  func text(of drugs: [Int]) -> String { "\(whole.text):parts" }
}
