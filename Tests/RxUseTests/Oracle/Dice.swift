/// Random choices that depend on the seed alone (SplitMix64).
struct Dice: Sendable {
  private var state: UInt64

  /// Dice that always fall alike for one seed.
  init(seed: UInt64) { state = seed }

  /// The next 64 bits.
  mutating func bits() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number of the range.
  mutating func number(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(bits() % UInt64(range.upperBound - range.lowerBound + 1))
  }

  /// Yes in so many of a hundred cases.
  mutating func percent(_ chance: Int) -> Bool { number(1...100) <= chance }

  /// One of the choices, of which there must be at least one.
  mutating func pick<Choice>(_ choices: [Choice]) -> Choice { choices[number(0...choices.count - 1)] }

  /// Some of the choices, at least one, in their order.
  mutating func some<Choice>(_ choices: [Choice], percent chance: Int = 50) -> [Choice] {
    let always = number(0...choices.count - 1)
    return choices.enumerated().filter { $0.offset == always || percent(chance) }.map(\.element)
  }

  /// The items in another order.
  mutating func shuffled<Item>(_ items: [Item]) -> [Item] {
    var items = items
    for place in stride(from: items.count - 1, to: 0, by: -1) { items.swapAt(place, number(0...place)) }
    return items
  }
}
