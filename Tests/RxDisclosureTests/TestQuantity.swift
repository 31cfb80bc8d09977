import RxCounts

/// Quantities of made-up tables.
enum TestQuantity: Quantity {
  case persons, days, users, newUsers, exposed, fills, overlap

  /// Its meaning, of no drug class.
  var meaning: CounterMeaning { CounterMeaning(self) }

  func text(of drugs: [Int]) -> String { "\(self)" }

  var fillEvidence: FillEvidence? {
    switch self {
    case .users: .users
    case .newUsers: .byFill
    case .fills: .fills
    case .exposed, .overlap: .bySupply
    case .persons, .days: nil
    }
  }
}
