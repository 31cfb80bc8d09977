/// The parts of a linked system in which other tables are looked for: the smaller, the sooner they are found.
struct Surroundings {
  /// Unknowns that equalities link: the groups of one quantity in most cases, with their differences from others.
  let quantities: [LinkedSystem.Part]
  /// By unknown, its quantities: one, or those that a difference is between.
  let quantitiesOf: [[Int]]
  /// Quantities with those that limit them closely.
  let bundles: [LinkedSystem.Part]
  /// By quantity, its bundle.
  let bundleOf: [Int]

  /// A limit so few persons' worth away binds two quantities together.
  private static let near = 5.0

  /// The parts of `system`; a bundle reaches so many quantities far.
  init(_ system: LinkedSystem, reach: Int) {
    let equalities = system.rows.filter { row in
      !row.isAtMost && row.terms.allSatisfy { !system.unknowns[$0.unknown].isDifference }
    }
    var groups = DisjointSets(count: system.unknowns.count)
    for row in equalities { for term in row.terms { groups.join(row.terms[0].unknown, term.unknown) } }
    var numbers: [Int: Int] = [:]
    var own: [[Int]] = Array(repeating: [], count: system.unknowns.count)
    var parts: [LinkedSystem.Part] = []
    for (place, unknown) in system.unknowns.enumerated() where !unknown.isDifference {
      let root = groups.root(place)
      let number = numbers[root] ?? parts.count
      if number == parts.count {
        numbers[root] = number
        parts.append(LinkedSystem.Part(unknowns: [], rows: []))
      }
      parts[number].unknowns.append(place)
      own[place] = [number]
    }
    var neighbours: [Set<Int>] = parts.map { _ in [] }
    for (number, row) in system.rows.enumerated() {
      let (of, differences) = (
        Set(row.terms.flatMap { system.unknowns[$0.unknown].isDifference ? [] : own[$0.unknown] }).sorted(),
        row.terms.map(\.unknown).filter { system.unknowns[$0].isDifference }
      )
      for quantity in of {
        parts[quantity].rows.append(number)
        for difference in differences where !own[difference].contains(quantity) {
          own[difference].append(quantity)
          parts[quantity].unknowns.append(difference)
        }
      }
      let isNear = !row.isAtMost || system.distance(row) / row.scaled(system.unknowns).divisor < Self.near
      if of.count > 1, isNear { for quantity in of { neighbours[quantity].formUnion(of) } }
    }
    (quantities, quantitiesOf) = (parts, own)
    var bundles: [LinkedSystem.Part] = []
    var known: [Set<Int>: Int] = [:]
    bundleOf = parts.indices.map { quantity in
      var reached: Set<Int> = [quantity]
      for _ in 0..<reach { for other in reached { reached.formUnion(neighbours[other]) } }
      if let number = known[reached] { return number }
      known[reached] = bundles.count
      bundles.append(
        LinkedSystem.Part(
          unknowns: Set(reached.flatMap { parts[$0].unknowns }).sorted(),
          rows: Set(reached.flatMap { parts[$0].rows }).sorted()))
      return bundles.count - 1
    }
    self.bundles = bundles
  }
}
