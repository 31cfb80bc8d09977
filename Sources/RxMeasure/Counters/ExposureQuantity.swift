import RxCounts
import RxModel

/// Quantities of a drug class that several measures count.
enum ExposureQuantity: Quantity {
  /// Persons with an observed day that the class covers.
  case exposed
  /// Persons with a fill on an observed day.
  case users
  /// Fills on observed days.
  case fills
  /// Covered observed days.
  case coveredDays

  /// This quantity of the class with `key`.
  func of(_ key: Int) -> CounterMeaning { CounterMeaning(self, of: [key]) }

  func text(of drugs: [Int]) -> String {
    let name =
      switch self {
      case .exposed: "exposed"
      case .users: "users"
      case .fills: "fills"
      case .coveredDays: "covered"
      }
    return "\(name):\(drugs[0])"
  }

  var fillEvidence: FillEvidence? {
    switch self {
    case .users: .users
    case .fills: .fills
    case .exposed, .coveredDays: .bySupply
    }
  }

  var isCompared: Bool { self == .exposed || self == .users }

  func isWithin(_ other: any Quantity) -> CountingCondition? {
    // A fill is of one day at least.
    switch (self, other as? LongTermQuantity) {
    case (.exposed, .persons(.covered(let days))), (.users, .persons(.supply(let days))):
      days <= 1 ? .always : nil
    default: nil
    }
  }

  func growsWithDrugs(_ nesting: DrugNesting) -> Bool { self == .exposed ? nesting.coversAsMuch : true }

  func implied(of drugs: [Int]) -> [(meaning: CounterMeaning, condition: CountingCondition)] {
    // The day of a fill is covered: by its own supply, or where this is carried over by the supply that it follows.
    self == .users ? drugs.map { (Self.exposed.of($0), .always) } : []
  }
}
