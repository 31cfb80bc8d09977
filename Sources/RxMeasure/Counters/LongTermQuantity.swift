import RxCounts
import RxModel

/// Persons of a drug class who meet a definition of long-term use.
enum LongTermQuantity: Quantity {
  case persons(LongTermDefinition)
  /// Those of them who have a fill on an observed day; of a definition by covered days, which others can meet too.
  case users(LongTermDefinition)

  /// Users who meet `definition`: everyone who meets it, where it is by fills.
  static func ofUsers(_ definition: LongTermDefinition) -> LongTermQuantity {
    definition.needsCover ? .users(definition) : .persons(definition)
  }

  private var definition: LongTermDefinition {
    switch self {
    case .persons(let definition), .users(let definition): definition
    }
  }

  /// This quantity of the class with `key`.
  func of(_ key: Int) -> CounterMeaning { CounterMeaning(self, of: [key]) }

  func text(of drugs: [Int]) -> String {
    let name = "long:\(drugs[0]):\(definition.text)"
    return if case .users = self { "users:\(name)" } else { name }
  }

  var fillEvidence: FillEvidence? { if case .users = self { .users } else { .bySupply } }

  var isCompared: Bool { true }

  var asksForFacts: Bool { definition.needsDose }

  func isWithin(_ other: any Quantity) -> CountingCondition? {
    switch (self, other as? LongTermQuantity) {
    case (.persons(let one), .persons(let wider)), (.users(let one), .users(let wider)):
      if one.isWithin(wider) { return .always }
      guard case (.covered(let days), .continuous(let least, let gap)) = (one, wider), days >= least else {
        return nil
      }
      // What is not covered then is no longer than the gap that an era may have.
      return CountingCondition(mostDays: days + gap)
    default: return nil
    }
  }

  func growsWithDrugs(_ nesting: DrugNesting) -> Bool { nesting.coversAsMuch || !definition.needsCover }

  func implied(of drugs: [Int]) -> [(meaning: CounterMeaning, condition: CountingCondition)] {
    drugs.flatMap { key -> [(meaning: CounterMeaning, condition: CountingCondition)] in
      switch self {
      case .persons(let definition):
        let exposure: ExposureQuantity = definition.needsCover ? .exposed : .users
        return [(exposure.of(key), .always)]
      case .users(let definition):
        return [(Self.persons(definition).of(key), .always), (ExposureQuantity.users.of(key), .always)]
      }
    }
  }
}
