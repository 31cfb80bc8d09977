import RxCounts
import RxModel

/// Quantities of the overlap of two drug classes, which are the same in either order.
enum OverlapQuantity: Quantity {
  /// Persons who meet a rule.
  case persons(OverlapRule)
  /// Overlap days.
  case days

  /// This quantity of the classes with `keys`.
  func of(_ keys: [Int]) -> CounterMeaning { CounterMeaning(self, of: keys) }

  func text(of drugs: [Int]) -> String {
    let pair = drugs.map { "\($0)" }.joined(separator: "+")
    return switch self {
    case .persons(let rule): "overlap:\(pair):\(rule.text)"
    case .days: "overlap_days:\(pair)"
    }
  }

  var isSymmetric: Bool { true }

  var isCompared: Bool { self != .days }

  func isWithin(_ other: any Quantity) -> CountingCondition? {
    guard case .persons(let rule) = self, case .persons(let wider)? = other as? OverlapQuantity else {
      return nil
    }
    return rule.isWithin(wider) ? .always : nil
  }

  func growsWithDrugs(_ nesting: DrugNesting) -> Bool {
    if case .persons(.days) = self { nesting.coversAsMuch } else { true }
  }

  func implied(of drugs: [Int]) -> [(meaning: CounterMeaning, condition: CountingCondition)] {
    drugs.flatMap { key -> [(meaning: CounterMeaning, condition: CountingCondition)] in
      switch self {
      case .persons(.days(let days)):
        [
          (LongTermQuantity.persons(.covered(days: days)).of(key), .always),
          (ExposureQuantity.exposed.of(key), .always),
        ]
      case .persons(.sameMonth): [(ExposureQuantity.users.of(key), .always)]
      case .days: []
      }
    }
  }
}
