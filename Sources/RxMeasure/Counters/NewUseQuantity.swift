import RxCounts
import RxModel

/// When use of a drug class is new: after so many days free of it.
struct NewUseRule: Hashable {
  let washoutDays: Int
  let clear: WashoutRule
}

/// Quantities of new use of a drug class.
enum NewUseQuantity: Quantity {
  /// Persons with a new-use event.
  case newUsers(NewUseRule)
  /// New-use events.
  case events(NewUseRule)
  /// Days at risk of new use.
  case daysAtRisk(NewUseRule)
  /// Persons with a day at risk.
  case personsAtRisk(NewUseRule)

  /// This quantity of the class with `key`.
  func of(_ key: Int) -> CounterMeaning { CounterMeaning(self, of: [key]) }

  /// New users after `washoutDays` without a fill.
  static func newUsers(washoutDays: Int) -> NewUseQuantity {
    .newUsers(NewUseRule(washoutDays: washoutDays, clear: .fill))
  }

  func text(of drugs: [Int]) -> String {
    let (name, rule) =
      switch self {
      case .newUsers(let rule): ("new_users", rule)
      case .events(let rule): ("new_use", rule)
      case .daysAtRisk(let rule): ("days_at_risk", rule)
      case .personsAtRisk(let rule): ("at_risk", rule)
      }
    return "\(name):\(drugs[0]):\(rule.washoutDays):\(rule.clear.rawValue)"
  }

  var fillEvidence: FillEvidence? { isCompared ? .byFill : nil }

  var isCompared: Bool { if case .newUsers = self { true } else { false } }

  func isWithin(_ other: any Quantity) -> CountingCondition? {
    guard case .newUsers(let rule) = self, case .newUsers(let wider)? = other as? NewUseQuantity else {
      return nil
    }
    // Where no day is covered none has a fill.
    let isFree = rule.clear == wider.clear || rule.clear == .supply
    return rule.washoutDays >= wider.washoutDays && isFree ? .always : nil
  }

  // Who is new to one drug need not be new to a class.
  func growsWithDrugs(_ nesting: DrugNesting) -> Bool { false }

  func implied(of drugs: [Int]) -> [(meaning: CounterMeaning, condition: CountingCondition)] {
    isCompared ? drugs.map { (ExposureQuantity.users.of($0), .always) } : []
  }
}
