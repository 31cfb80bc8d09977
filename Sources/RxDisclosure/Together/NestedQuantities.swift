/// A quantity of which a group has no more than of another, or no more than so much for each.
struct NestedQuantities: Hashable, Sendable {
  var part: CountedQuantity
  var whole: CountedQuantity
  /// True where each of the whole can count as often as the interval has days.
  var isPerDay = false

  /// True where both count persons, so that those of the whole who are not in the part are persons too.
  var isOfPersons: Bool { !isPerDay && part.unit == .persons && whole.unit == .persons }

  /// What a row says: its numerator is among its denominator, where both count alike; nil where they don't.
  init?(_ part: CountedQuantity, among whole: CountedQuantity) {
    guard part.unit == whole.unit, [.persons, .days].contains(part.unit) else { return nil }
    self.init(part, whole)
  }

  private init(_ part: CountedQuantity, _ whole: CountedQuantity, isPerDay: Bool = false) {
    (self.part, self.whole, self.isPerDay) = (part, whole, isPerDay)
  }

  // MARK: Definitions

  /// What the definitions of the measures say of these quantities, in their order.
  static func byDefinition(_ quantities: [CountedQuantity]) -> [NestedQuantities] {
    let all = Set(quantities)
    return quantities.flatMap { quantity in
      (wholes(of: quantity) + quantities.filter { isStricter(quantity, $0) }.map { Self(quantity, $0) })
        .filter { all.contains($0.whole) && $0.whole != quantity }
    }
  }

  /// The statements that have `quantity` as their part, apart from those of definitions that differ by thresholds.
  private static func wholes(of quantity: CountedQuantity) -> [NestedQuantities] {
    let drug = quantity.drug
    let exposed = CountedQuantity(subject: "exposed", drug: drug)
    func perDay(_ persons: CountedQuantity) -> NestedQuantities { Self(quantity, persons, isPerDay: true) }
    switch quantity.subject {
    case "users":
      return [
        Self(quantity, exposed), Self(quantity, CountedQuantity(subject: "fills", drug: drug, unit: .events)),
      ]
    case "exposed": return [Self(quantity, CountedQuantity(subject: "days", drug: drug, unit: .days))]
    case "days": return [perDay(exposed)]
    case "person_days": return ["persons", "patients_seen"].map { perDay(CountedQuantity(subject: $0)) }
    case "persons", "patients_seen":
      return [Self(quantity, CountedQuantity(subject: "person_days", unit: .days))]
    case "long_term_use":
      let byFills = CountedQuantity.asksForFills(quantity.definition)
      return [Self(quantity, byFills ? .users(drug) : exposed)]
    case "long_term_users":
      var long = quantity
      long.subject = "long_term_use"
      return [Self(quantity, long), Self(quantity, .users(drug))]
    default: return []
    }
  }

  /// True where whoever meets the definition of `part` meets that of `whole`: thresholds of long-term use and of overlap.
  private static func isStricter(_ part: CountedQuantity, _ whole: CountedQuantity) -> Bool {
    guard part != whole, part.subject == whole.subject, part.drug == whole.drug,
      ["long_term_use", "long_term_users", "overlap"].contains(part.subject)
    else { return false }
    let (own, other) = (Threshold(part.definition), Threshold(whole.definition))
    guard let own, let other, own.kind == other.kind, own.least >= other.least else { return false }
    // A gap that an era may have makes a definition wider, fills that it asks for make it stricter.
    return own.kind == "continuous" ? own.second <= other.second : own.second >= other.second
  }

  /// A definition by a threshold: `continuous>=90/gap30`.
  private struct Threshold {
    var kind: Substring
    var least: Double
    /// The gap, or the number of fills, that stands behind it.
    var second = 0.0

    init?(_ definition: String) {
      guard let split = definition.firstRange(of: ">=") else { return nil }
      kind = definition[..<split.lowerBound]
      let numbers = definition[split.upperBound...].split(separator: "/")
      guard let first = numbers.first.flatMap({ Double($0) }), numbers.count <= 2 else { return nil }
      least = first
      guard numbers.count == 2 else { return }
      guard let number = Double(numbers[1].drop { !$0.isNumber }) else { return nil }
      second = number
    }
  }
}
