import RxCounts
import RxModel

extension GroupCounts {
  /// These counts by the groups of another study, which are sums of these groups.
  /// - Parameters:
  ///   - old: the groups of these counts.
  ///   - new: the groups of the other study.
  ///   - label: the label that a level of a variable has there.
  /// - Returns: the counts; nil where a grouping of the other study is none of this one's.
  /// - Complexity: O(groups x intervals x counters).
  func regrouped(
    from old: CellCounter.Stratification, to new: CellCounter.Stratification,
    label: (GroupVariable, ExactText) -> ExactText
  ) -> GroupCounts? {
    // By grouping of the old study: the grouping that it is, with the places of its variables; of several the first.
    var groupings: [Int: [(grouping: Int, places: [Int])]] = [-1: [(-1, [])]]
    for (grouping, variables) in new.groupings.enumerated() {
      let wanted = variables.map { new.variables[$0] }
      let found = old.groupings.enumerated().lazy.compactMap { place, own -> (Int, [Int])? in
        guard own.count == wanted.count else { return nil }
        let places = wanted.compactMap { variable in own.firstIndex { old.variables[$0] == variable } }
        return places.count == wanted.count ? (place, places) : nil
      }.first
      guard let (place, places) = found else { return nil }
      groupings[place, default: []].append((grouping, places))
    }
    func keys(_ key: GroupKey) -> [GroupKey] {
      (groupings[key.grouping] ?? []).map { grouping, places in
        GroupKey(
          grouping: grouping,
          labels: places.map { place in
            label(old.variables[old.groupings[key.grouping][place]], key.labels[place])
          })
      }
    }
    var result = GroupCounts()
    for (key, own) in counts {
      for key in keys(key) { result.add(own.numbers[...], to: key) }
    }
    for (key, own) in times {
      for group in keys(key.group) {
        result.add(own, to: TimesKey(series: key.series, group: group, interval: key.interval))
      }
    }
    return result
  }
}

extension Aggregator {
  /// The counts of a study that differs from this one in groupings that it lacks, age bands that it joins and levels that
  /// it joins, made of the counts of this one.
  /// - Parameter study: the study, its end resolved.
  /// - Returns: what measuring it would give; nil where it differs in more, and has to be measured.
  /// - Throws: `RxFault` (70) where a measure is not counted.
  package func counts(of study: Study) throws(RxFault) -> CountTable? {
    let own = input.study
    let (bands, newBands) = (own.bandsOfAge, study.bandsOfAge)
    guard study.period == own.period, study.dropsUnknown == own.dropsUnknown,
      Set(newBands.lowerBounds).isSubset(of: bands.lowerBounds)
    else { return nil }
    let bandLabels = Dictionary(
      uniqueKeysWithValues: zip(bands.lowerBounds, bands.labels.dropFirst(bands.hasUnder ? 1 : 0)).map {
        ($1, newBands.labels[newBands.level(ofAge: $0)])
      })
    let under = newBands.labels[newBands.level(ofAge: 0)]
    let layouts = [own, study].map {
      CellCounter.Stratification($0, of: $0, counterCount: 0, representatives: [])
    }
    let regrouped = counts.main.regrouped(from: layouts[0], to: layouts[1]) { variable, label in
      guard variable == .age else {
        let names = study.levelNames(of: variable.name)
        return names.place(of: label.text).map { ExactText(names.entries[$0].label) } ?? label
      }
      guard label.text != unknownLevel else { return label }
      return ExactText(bandLabels[label.text] ?? under)
    }
    guard let regrouped else { return nil }
    var changed = input
    changed.study = study
    return try Aggregator(counts, reading, changed, registry: registry).table(regrouped, study).table
  }
}
