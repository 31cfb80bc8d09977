import RxCounts
import RxDecode
import RxModel

/// The workers' counts as one table with names, in the order of results.csv.
struct CellTable {
  private let layout: CellCounter.Stratification
  private let orders: [LevelOrder]
  private let population: Population?

  /// A table for groups of `layout`; `orders` are the levels of each level field.
  init(_ layout: CellCounter.Stratification, orders: [LevelOrder], population: Population?) {
    self.layout = layout
    self.orders = orders
    self.population = population
  }

  /// All counts added up. The result does not depend on how many workers there were.
  func merge(_ counters: [CellCounts], intervals: [DaySpan], measures: MeasureSet) -> CountTable {
    var sums: [StratumKey: [Int64]] = [:]
    for counter in counters {
      for (stratum, key) in counter.keys.enumerated() {
        let own = counter.counts[(stratum * perStratum)..<((stratum + 1) * perStratum)]
        sums[key] = sums[key].map { zip($0, own).map { $0 + $1 } } ?? Array(own)
      }
    }
    let residents = residentsOfGrouping(intervals)
    var groups = sums.keys.filter { $0.grouping < layout.publishedGroupings }.map(group)
    groups.sort { $0.order.lexicographicallyPrecedes($1.order) }
    var table = CountTable(
      intervals: intervals,
      strata: groups.map { group in
        Stratum(
          levels: Array(group.labels.prefix(layout.publishedVariables)),
          variables: group.key.grouping < 0 ? [] : layout.groupings[group.key.grouping],
          ageVariable: group.ageVariable, ageBand: group.ageBand,
          ageFrom: group.ageBand.flatMap { layout.ageBands?.lowerBounds[$0] },
          hasResidents: residents[group.key.grouping] != nil)
      },
      counterCount: layout.counterCount, counts: groups.flatMap { sums[$0.key] ?? [] },
      residents: population == nil
        ? []
        : groups.flatMap { residents[$0.key.grouping]?[$0.labels] ?? intervals.map { _ in Residents() } },
      figures: measures.figures)
    table.counters = measures.counters
    table.relations = measures.relations
    if layout.groupings.count > layout.publishedGroupings {
      table.ageBands = ageBands(groups, sums, residents)
    }
    table.survival = survival(counters, groups)
    return table
  }

  private var perStratum: Int { layout.intervalCount * layout.counterCount }

  /// The groups' counts by age band.
  private func ageBands(
    _ groups: [Group], _ sums: [StratumKey: [Int64]], _ residents: [Int: [[String]: [Residents]]]
  ) -> AgeBandCounts {
    var result = AgeBandCounts()
    guard let bands = layout.ageBands, let age = layout.variables.firstIndex(of: .age) else { return result }
    let first = bands.hasUnder ? 1 : 0
    result.bandCount = bands.lowerBounds.count
    for group in groups {
      let published = group.key.grouping < 0 ? [] : layout.groupings[group.key.grouping]
      let split = layout.groupings[layout.publishedGroupings...].firstIndex(of: published + [age])
      result.hasResidents.append(split.map { residents[$0] != nil } ?? false)
      for band in 0..<bands.lowerBounds.count {
        let level = first + band
        let key = split.map { StratumKey(grouping: $0, levels: group.key.levels + [UInt32(level)]) }
        result.counts += key.flatMap { sums[$0] } ?? Array(repeating: 0, count: perStratum)
        var labels = group.labels
        labels[age] = bands.labels[level]
        result.residents +=
          split.flatMap { residents[$0]?[labels] }
          ?? Array(repeating: Residents(), count: layout.intervalCount)
      }
    }
    return result
  }

  /// The times of new users by place in the table.
  private func survival(_ counters: [CellCounts], _ groups: [Group]) -> [SurvivalKey: [SurvivalCount]] {
    let places = Dictionary(uniqueKeysWithValues: groups.enumerated().map { ($1.key, $0) })
    var sums: [SurvivalKey: [Int32: Int]] = [:]
    for counter in counters {
      for (key, times) in counter.survival {
        guard let place = places[counter.keys[key.stratum]] else { continue }
        let moved = SurvivalKey(series: key.series, stratum: place, interval: key.interval)
        sums[moved, default: [:]].merge(times) { $0 + $1 }
      }
    }
    return sums.mapValues { times in
      times.sorted { $0.key < $1.key }.map { code, count in
        SurvivalCount(
          days: Int(code >> 1), events: code & 1 == 1 ? count : 0, censored: code & 1 == 1 ? 0 : count)
      }
    }
  }

  private struct Group {
    var key: StratumKey
    /// A level for each variable, `all` for those that it is not split by.
    var labels: [String]
    /// Grouping, then the levels' places.
    var order: [Int]
    /// The variable of its age band.
    var ageVariable: Int?
    /// Among the study's bands, from 0.
    var ageBand: Int?
  }

  private func group(_ key: StratumKey) -> Group {
    var labels = layout.variables.map { _ in allLevel }
    var order = [key.grouping]
    var age: (variable: Int, band: Int)?
    if key.grouping >= 0 {
      for (variable, level) in zip(layout.groupings[key.grouping], key.levels) {
        if let field = layout.levelOfVariable[variable] {
          labels[variable] = orders[field].labels[Int(level)]
          order.append(orders[field].rank[Int(level)])
        } else {
          labels[variable] = layout.ageBands?.labels[Int(level)] ?? unknownLevel
          order.append(Int(level))
          age = (variable, Int(level) - (layout.ageBands?.hasUnder == true ? 1 : 0))
        }
      }
    }
    let bands = layout.ageBands.map { 0..<$0.lowerBounds.count } ?? 0..<0
    return Group(
      key: key, labels: labels, order: order, ageVariable: age?.variable,
      ageBand: age.flatMap { bands.contains($0.band) ? $0.band : nil })
  }

  /// By grouping (-1 is everyone), where the population file can give it, the residents of its groups.
  private func residentsOfGrouping(_ intervals: [DaySpan]) -> [Int: [[String]: [Residents]]] {
    guard let population else { return [:] }
    var result: [Int: [[String]: [Residents]]] = [:]
    for grouping in -1..<layout.groupings.count where population.covers(grouping, layout) {
      result[grouping] = population.residents(
        of: grouping < 0 ? [] : layout.groupings[grouping], layout, intervals)
    }
    return result
  }
}

/// One worker's counts, handed over.
struct CellCounts: Sendable {
  let keys: [StratumKey]
  let counts: [Int64]
  /// By series, place among `keys` and interval, how often each time came: days, twice, and one more where it ended so.
  let survival: [SurvivalKey: [Int32: Int]]
}
