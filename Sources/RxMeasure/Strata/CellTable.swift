import RxCounts
import RxDecode
import RxModel

/// Counts by group as one table with names, in the order of results.csv.
struct CellTable {
  private let layout: CellCounter.Stratification
  private let names: [LevelNames]
  private let population: Population?

  /// A table for groups of `layout`; `names` are those of each level field.
  init(_ layout: CellCounter.Stratification, names: [LevelNames], population: Population?) {
    self.layout = layout
    self.names = names
    self.population = population
  }

  /// The table of all counts.
  func table(_ counts: GroupCounts, intervals: [DaySpan], measures: MeasureSet) -> CountTable {
    let sums = counts.counts
    let orders = orders(sums.keys)
    let residents = residentsOfGrouping(intervals)
    var groups = sums.keys.filter { $0.grouping < layout.publishedGroupings }.map { group($0, orders) }
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
      counterCount: layout.counterCount, counts: groups.flatMap { sums[$0.key]?.numbers ?? [] },
      residents: population == nil
        ? []
        : groups.flatMap { residents[$0.key.grouping]?[$0.labels] ?? intervals.map { _ in Residents() } },
      figures: measures.figures)
    table.counters = measures.counters
    table.relations = measures.relations
    if layout.groupings.count > layout.publishedGroupings {
      table.ageBands = ageBands(groups, sums, residents)
    }
    let quantiles = Set(
      measures.figures.compactMap { figure in
        if case .quantile(let series, _) = figure.derivation { series } else { nil }
      })
    table.survival = survival(seriesSums(counts, groups) { !quantiles.contains($0) })
    table.values = seriesSums(counts, groups, of: quantiles.contains).mapValues { values in
      values.sorted { $0.key < $1.key }.map { ValueCount(Int($0), persons: $1) }
    }
    return table
  }

  private var perStratum: Int { layout.intervalCount * layout.counterCount }

  /// The groups' counts by age band.
  private func ageBands(
    _ groups: [Group], _ sums: [GroupKey: PackedNumbers], _ residents: [Int: [[String]: [Residents]]]
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
        let label = bands.labels[first + band]
        let key = split.map { GroupKey(grouping: $0, labels: group.key.labels + [ExactText(label)]) }
        result.counts += key.flatMap { sums[$0]?.numbers } ?? Array(repeating: 0, count: perStratum)
        var labels = group.labels
        labels[age] = label
        result.residents +=
          split.flatMap { residents[$0]?[labels] }
          ?? Array(repeating: Residents(), count: layout.intervalCount)
      }
    }
    return result
  }

  /// How often each value of some series came, by place in the table.
  private func seriesSums(
    _ counts: GroupCounts, _ groups: [Group], of isAsked: (_ series: Int) -> Bool
  ) -> [SurvivalKey: [Int32: Int]] {
    let places = Dictionary(uniqueKeysWithValues: groups.enumerated().map { ($1.key, $0) })
    var sums: [SurvivalKey: [Int32: Int]] = [:]
    for (key, times) in counts.times where isAsked(key.series) {
      guard let place = places[key.group] else { continue }
      sums[SurvivalKey(series: key.series, stratum: place, interval: key.interval)] = times
    }
    return sums
  }

  /// The times of new users.
  private func survival(_ sums: [SurvivalKey: [Int32: Int]]) -> [SurvivalKey: [SurvivalCount]] {
    sums.mapValues { times in
      times.sorted { $0.key < $1.key }.map { code, count in
        SurvivalCount(
          days: Int(code >> 1), events: code & 1 == 1 ? count : 0, censored: code & 1 == 1 ? 0 : count)
      }
    }
  }

  private struct Group {
    var key: GroupKey
    /// A level for each variable, `all` for those that it is not split by.
    var labels: [String]
    /// Grouping, then the levels' places.
    var order: [Int]
    /// The variable of its age band.
    var ageVariable: Int?
    /// Among the study's bands, from 0.
    var ageBand: Int?
  }

  /// By variable that is no age, its labels in their order.
  private func orders(_ keys: some Sequence<GroupKey>) -> [LabelOrder?] {
    var labels = layout.variables.map { _ in Set<ExactText>() }
    for key in keys where key.grouping >= 0 {
      for (variable, label) in zip(layout.groupings[key.grouping], key.labels) {
        labels[variable].insert(label)
      }
    }
    return zip(layout.levelOfVariable, labels).map { field, labels in
      field.map { LabelOrder(labels, names: names[$0]) }
    }
  }

  private func group(_ key: GroupKey, _ orders: [LabelOrder?]) -> Group {
    var labels = layout.variables.map { _ in allLevel }
    var order = [key.grouping]
    var age: (variable: Int, band: Int)?
    if key.grouping >= 0 {
      for (variable, label) in zip(layout.groupings[key.grouping], key.labels) {
        labels[variable] = label.text
        if let own = orders[variable] {
          order.append(own.rank(of: label))
        } else {
          let band = layout.ageBands?.labels.firstIndex(of: label.text) ?? 0
          order.append(band)
          age = (variable, band - (layout.ageBands?.hasUnder == true ? 1 : 0))
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
  /// By series, place among `keys` and interval, how often each value came: of times days, twice, and one more where it ended so.
  let survival: [SurvivalKey: [Int32: Int]]
}
