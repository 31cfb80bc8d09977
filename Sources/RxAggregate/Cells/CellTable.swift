import RxModel

/// The workers' counts as one table with names, in the order of results.csv.
struct CellTable {
  private let layout: CellCounter.Layout
  private let orders: [LevelOrder]
  private let population: Population?

  /// A table for groups of `layout`; `orders` are the levels of each level field.
  init(_ layout: CellCounter.Layout, orders: [LevelOrder], population: Population?) {
    self.layout = layout
    self.orders = orders
    self.population = population
  }

  /// All counts added up. The result does not depend on how many workers there were.
  func merge(_ counters: [CellCounts], intervals: [DaySpan], lines: [ResultLine]) -> CountTable {
    let perCell = layout.intervalCount * layout.counterCount
    var places: [CellKey: Int] = [:]
    for counter in counters { for key in counter.keys { places[key] = 0 } }
    var groups = places.keys.map(group)
    let residentsOfGrouping = residentsOfGrouping
    groups.sort { $0.order.lexicographicallyPrecedes($1.order) }
    for (place, group) in groups.enumerated() { places[group.key] = place }

    var counts = [Int64](repeating: 0, count: groups.count * perCell)
    for counter in counters {
      for (cell, key) in counter.keys.enumerated() {
        let target = (places[key] ?? 0) * perCell
        for offset in 0..<perCell { counts[target + offset] += counter.counts[cell * perCell + offset] }
      }
    }
    let hasResidents = groups.map { residentsOfGrouping[$0.grouping] != nil }
    let residents = groups.flatMap { group in
      residentsOfGrouping[group.grouping]?[group.labels] ?? intervals.map { _ in Residents() }
    }
    return CountTable(
      intervals: intervals,
      cells: zip(groups, hasResidents).map { GroupCell(levels: $0.labels, hasResidents: $1) },
      counterCount: layout.counterCount, counts: counts, residents: population == nil ? [] : residents,
      lines: lines)
  }

  private struct Group {
    var key: CellKey
    var grouping: Int
    /// A level for each variable, `all` for those that it is not split by.
    var labels: [String]
    /// Grouping, then the levels' places.
    var order: [Int]
  }

  private func group(_ key: CellKey) -> Group {
    var labels = layout.variables.map { _ in allLevel }
    var order = [key.grouping]
    if key.grouping >= 0 {
      for (variable, level) in zip(layout.groupings[key.grouping], key.levels) {
        if let field = layout.levelOfVariable[variable] {
          labels[variable] = orders[field].labels[Int(level)]
          order.append(orders[field].rank[Int(level)])
        } else {
          labels[variable] = layout.ageBands?.labels[Int(level)] ?? unknownLevel
          order.append(Int(level))
        }
      }
    }
    return Group(key: key, grouping: key.grouping, labels: labels, order: order)
  }

  /// By grouping (-1 is everyone), where the population file can give it, the residents of its groups.
  private var residentsOfGrouping: [Int: [[String]: [Residents]]] {
    guard let population else { return [:] }
    var result: [Int: [[String]: [Residents]]] = [:]
    for grouping in -1..<layout.groupings.count where population.covers(grouping, layout) {
      result[grouping] = population.residents(of: grouping < 0 ? [] : layout.groupings[grouping], layout)
    }
    return result
  }
}

/// One worker's counts, handed over.
struct CellCounts: Sendable {
  let keys: [CellKey]
  let counts: [Int64]
}
