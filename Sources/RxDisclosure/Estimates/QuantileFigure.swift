import RxCounts
import RxModel
import RxRelease

extension StratumView {
  /// The smallest value of a series that so many quarters of the denominator's persons have or stay below.
  ///
  /// It is kept back where fewer persons than may be shown are on either side of it, and where it bounds a count that is
  /// kept back. How far such a count could be narrowed is not asked: that would depend on what nobody is shown.
  func quantileFigure(_ definition: FigureDefinition, _ series: Int, quarters: Int) -> EstimatedFigure? {
    guard var figure = countedFigure(definition) else { return nil }
    figure.estimate = quantile(series, quarters: quarters).map(Double.init)
    figure.limits = nil
    guard let policy = table.protection?.policy else { return figure }
    let side = Double(min(quarters, 4 - quarters)) * figure.denominator.value
    let tells =
      definition.bounds.contains(where: isHidden) || definition.boundsOfBands.contains(where: hidesBand)
      || hidesAny(of: Set(definition.bounds.flatMap(\.drugs)))
    if tells || (policy.isControlled && side < Double(4 * policy.leastPersons)) {
      figure.withheld = max(figure.withheld, .numerator)
    }
    return figure
  }

  private func quantile(_ series: Int, quarters: Int) -> Int? {
    let values =
      table.counts.values[SurvivalKey(series: series, stratum: stratum, interval: interval)] ?? []
    let least = (quarters * values.reduce(0) { $0 + $1.persons } + 3) / 4
    var persons = 0
    for value in values {
      persons += value.persons
      if persons >= least { return value.value }
    }
    return nil
  }

  /// True if what a meaning counts of the group is kept back.
  private func isHidden(_ meaning: CounterMeaning) -> Bool {
    table.counts.counters.indices.contains { table.counts.counters[$0].meaning == meaning && isHidden($0) }
  }

  /// True if anything that is counted of these classes of the group is kept back: with at least so many days or fills are
  /// often those who overlap for as long, or have as many prescribers.
  private func hidesAny(of drugs: Set<Int>) -> Bool {
    table.counts.counters.indices.contains { counter in
      !drugs.isDisjoint(with: table.counts.counters[counter].meaning.drugs) && isHidden(counter)
    }
  }

  /// True if what a meaning counts is kept back of an age band of the group, or of one that the group's bands add up to or
  /// are made of, or of those from an age on.
  private func hidesBand(_ meaning: CounterMeaning) -> Bool {
    let counts = table.counts
    return counts.counters.enumerated().contains { counter, counted in
      if let byAge = counted.meaning.quantity.byAge, byAge.of == meaning, isHidden(counter) { return true }
      return counted.meaning == meaning
        && counts.bandsThatTell(of: stratum).contains { table[$0, interval].isHidden(counter) }
    }
  }
}

extension CountTable {
  /// The groups split by age whose counts ages of a group can tell of: of the same people, of more, and of parts of them
  /// where its own bands are not published. Of people some of whom are others, or have no known age, ages bound nothing.
  fileprivate func bandsThatTell(of stratum: Int) -> [Int] {
    let own = strata[stratum]
    guard !own.isSplitByAge else { return [] }
    let hasBands = !bandStrata(of: stratum).isEmpty
    return strata.indices.filter { place in
      let other = strata[place]
      guard let age = other.ageVariable, other.levels[age] != unknownLevel else { return false }
      let variables = other.variables.filter { $0 != age }
      let shared = variables.filter(own.variables.contains)
      guard shared.allSatisfy({ other.levels[$0] == own.levels[$0] }) else { return false }
      return shared.count == variables.count || (shared.count == own.variables.count && !hasBands)
    }
  }
}
