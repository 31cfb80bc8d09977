import RxCounts
import RxModel

/// The rule by which use of a drug class is new: after so many days free of it.
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
  /// New users who are observed for so many days from their first new use in the interval on.
  case followed(NewUseRule, days: Int)

  /// This quantity of the class with `key`.
  func of(_ key: Int) -> CounterMeaning { CounterMeaning(self, of: [key]) }

  /// New users after `washoutDays` without a fill.
  static func newUsers(washoutDays: Int) -> NewUseQuantity {
    .newUsers(NewUseRule(washoutDays: washoutDays, clear: .fill))
  }

  /// New users after `washoutDays` without a fill who are observed for `days` days.
  static func followed(washoutDays: Int, days: Int) -> NewUseQuantity {
    .followed(NewUseRule(washoutDays: washoutDays, clear: .fill), days: days)
  }

  func text(of drugs: [Int]) -> String {
    let (name, rule) =
      switch self {
      case .newUsers(let rule): ("new_users", rule)
      case .events(let rule): ("new_use", rule)
      case .daysAtRisk(let rule): ("days_at_risk", rule)
      case .personsAtRisk(let rule): ("at_risk", rule)
      case .followed(let rule, let days): ("followed\(days)", rule)
      }
    return "\(name):\(drugs[0]):\(rule.washoutDays):\(rule.clear.rawValue)"
  }

  var fillEvidence: FillEvidence? {
    switch self {
    case .newUsers, .events, .followed: .byFill
    // Who is at risk need not have a fill.
    case .daysAtRisk, .personsAtRisk: nil
    }
  }

  var isCompared: Bool {
    switch self {
    case .newUsers, .personsAtRisk, .followed: true
    case .events, .daysAtRisk: false
    }
  }

  func isWithin(_ other: any Quantity) -> CountingCondition? {
    switch (self, other as? NewUseQuantity) {
    case (.newUsers(let rule), .newUsers(let wider)), (.personsAtRisk(let rule), .personsAtRisk(let wider)):
      // Where no day is covered none has a fill.
      let isFree = rule.clear == wider.clear || rule.clear == .supply
      return rule.washoutDays >= wider.washoutDays && isFree ? .always : nil
    case (.followed(let rule, let days), .followed(let wider, let least)):
      return rule == wider && days >= least ? .always : nil
    default: return nil
    }
  }

  // Who is new to one drug need not be new to a class.
  func growsWithDrugs(_ nesting: DrugNesting) -> Bool { false }

  // Whoever has had no fill of a class has had none of a drug of it.
  func holdsForNarrowerDrugs(_ nesting: DrugNesting) -> Bool {
    guard case .personsAtRisk(let rule) = self else { return false }
    return rule.clear == .fill || nesting.coversAsMuch
  }

  func implied(of drugs: [Int]) -> [(meaning: CounterMeaning, condition: CountingCondition)] {
    drugs.flatMap { key -> [(meaning: CounterMeaning, condition: CountingCondition)] in
      switch self {
      case .newUsers(let rule):
        [(ExposureQuantity.users.of(key), .always), (Self.personsAtRisk(rule).of(key), .always)]
      case .followed(let rule, _): [(Self.newUsers(rule).of(key), .always)]
      case .events, .daysAtRisk, .personsAtRisk: []
      }
    }
  }
}
