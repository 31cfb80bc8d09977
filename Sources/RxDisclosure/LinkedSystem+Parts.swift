extension LinkedSystem {
  /// Unknowns that rows link, and these rows.
  struct Part {
    var unknowns: [Int]
    var rows: [Int]
  }

  /// The parts of it that nothing links, once all but the unknowns `isUnknown` have their values.
  func parts(isUnknown: [Bool]) -> [Part] {
    var sets = DisjointSets(count: unknowns.count)
    var linked: [(row: Int, unknown: Int)] = []
    for (number, row) in rows.enumerated() {
      let own = row.terms.map(\.unknown).filter { isUnknown[$0] }
      guard let first = own.first else { continue }
      for other in own.dropFirst() { sets.join(first, other) }
      linked.append((number, first))
    }
    var numbers: [Int: Int] = [:]
    var result: [Part] = []
    func part(of unknown: Int) -> Int {
      let own = sets.root(unknown)
      if let number = numbers[own] { return number }
      numbers[own] = result.count
      result.append(Part(unknowns: [], rows: []))
      return result.count - 1
    }
    for unknown in unknowns.indices where isUnknown[unknown] {
      let part = part(of: unknown)
      result[part].unknowns.append(unknown)
    }
    for (row, unknown) in linked {
      let part = part(of: unknown)
      result[part].rows.append(row)
    }
    return result
  }
}
