import RxCounts
import RxModel

/// What holds between what is counted of a drug group and of groups that are part of it.
struct RelationsOfGroups {
  let nesting: CountedPersons.Nesting
  /// By key, the drugs of the data that are in the group.
  let drugsOfGroup: [Int: Set<Int>]
  /// What the counters count.
  let quantities: [CountedQuantity]

  /// All of it.
  var all: [CountRelation] {
    // Fills of a class that are put end to end can cover fewer days.
    let covered = nesting.coversAsMuch ? ["exposed", "covered"] : []
    return (["users", "fills"] + covered).flatMap(parts)
      + (["users", "fills", "ddd"] + covered).flatMap(sums)
  }

  /// What is counted of a group is part of what is counted of one that holds all its entries.
  private func parts(_ quantity: String) -> [CountRelation] {
    nesting.wider.keys.sorted().flatMap { inner in
      (nesting.wider[inner] ?? []).compactMap { outer in
        guard let part = counter(quantity, inner), let whole = counter(quantity, outer) else { return nil }
        var relation = CountRelation.subset(part, of: whole)
        relation.isSubset = quantities[part].kind == .persons
        return relation
      }
    }
  }

  /// A group against the sum of groups that are part of it and have no drug in common: the code list is in the report, and
  /// where these groups are all of it their fills are its fills, and its users are users of one of them or several.
  private func sums(_ quantity: String) -> [CountRelation] {
    let counted = nesting.wider.keys.sorted().filter { counter(quantity, $0) != nil }
    return counted.compactMap { outer in
      let own = drugs(of: outer)
      let inner = counted.filter { nesting.wider[$0]?.contains(outer) ?? false && !drugs(of: $0).isEmpty }
      // Those that are part of another one of them are counted in it.
      let widest = inner.filter { one in !inner.contains { nesting.wider[one]?.contains($0) ?? false } }
      let together = widest.map(drugs)
      let union = together.reduce(into: Set()) { $0.formUnion($1) }
      guard widest.count > 0, together.reduce(0, { $0 + $1.count }) == union.count,
        let whole = counter(quantity, outer)
      else { return nil }
      let isAdditive = ["fills", "ddd"].contains(quantity)
      guard isAdditive || union == own else { return nil }
      let sign = isAdditive ? -1.0 : 1
      var relation = CountRelation(
        widest.compactMap { counter(quantity, $0) }.map { .init($0, .init(sign)) } + [
          .init(whole, .init(-sign))
        ])
      relation.isEquality = isAdditive && union == own
      // What users of each are more than users of any are of those who use several.
      relation.isSubset = !isAdditive && quantities[whole].kind == .persons
      return relation
    }
  }

  private func drugs(of group: Int) -> Set<Int> { drugsOfGroup[group] ?? [] }

  private func counter(_ quantity: String, _ group: Int) -> Int? {
    quantities.firstIndex { $0.name == "\(quantity):\(group)" }
  }
}
