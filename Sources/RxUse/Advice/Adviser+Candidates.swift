import RxCounts
import RxDisclosure
import RxModel
import RxStudy

extension Adviser {
  /// The changes that could keep more, the most promising first: by the figures that are kept back in the groupings
  /// concerned, less those that are shown and that the study would lose.
  var candidates: [StudyChange] {
    let (kept, shown) = (account.keptBack.map(\.group), account.isShown.filter(\.value).map(\.key.group))
    var found: [(change: StudyChange, promise: Int)] = []
    func add(
      _ change: StudyChange?, lost: Int = 0, _ isConcerned: ([String: String]) -> Bool
    ) {
      let concerned = kept.count(where: isConcerned)
      if let change, concerned > 0 { found.append((change, concerned - lost)) }
    }
    let unknown = study.variables.map(\.name).filter { persons(of: $0)[unknownLevel] != nil }
    if !unknown.isEmpty {
      // Everyone is without them too.
      add(.droppingUnknown(of: unknown), lost: shown.count { $0.values.contains(unknownLevel) }) { group in
        group.isEmpty || unknown.contains { group[$0] != nil }
      }
    }
    for (place, grouping) in study.groupings.enumerated() {
      let names = Set(grouping.map { study.variables[$0].name })
      let lost = shown.count { Set($0.keys) == names }
      add(.leavingOut(place, of: study, node), lost: lost) { group in
        Set(group.keys) != names && (group.isEmpty || !names.isDisjoint(with: group.keys))
      }
    }
    for variable in study.variables.map(\.name) {
      for (change, levels) in joins(of: variable) {
        let lost = levels.map { level in shown.count { $0[variable] == level } }.min() ?? 0
        add(change, lost: lost) { $0[variable] != nil }
      }
    }
    add(study.period.kind.next.map(StudyChange.lengthening)) { _ in true }
    return found.enumerated().sorted {
      ($1.element.promise, $0.offset) < ($0.element.promise, $1.offset)
    }.map(\.element.change)
  }

  /// The changes that join two levels of a variable with three known ones or more: of age each two neighbours, of others
  /// the two of fewest persons.
  private func joins(of variable: String) -> [(change: StudyChange, levels: [String])] {
    let persons = persons(of: variable).filter { $0.key != unknownLevel }
    guard persons.count > 2 else { return [] }
    let changes: [StudyChange?]
    if variable == GroupVariable.age.name {
      changes = study.bandsOfAge.lowerBounds.indices.map { StudyChange.withoutLimit($0, of: study) }
    } else {
      let levels = persons.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map(\.key)
      changes = [StudyChange.joining(levels[0], levels[1], of: variable, in: study)]
    }
    return changes.compactMap { change in
      guard let change, case .joins(_, let levels, _) = change.kind else { return nil }
      return (change, levels)
    }
  }

  /// The persons of each level of a variable, over all intervals, by the first grouping that has it.
  private func persons(of variable: String) -> [String: Int] {
    guard let place = study.variables.firstIndex(where: { $0.name == variable }) else { return [:] }
    let table = counted.counts
    let strata = table.groupings.first { $0.variables.contains(place) }?.strata ?? []
    var result: [String: Int] = [:]
    for stratum in strata {
      let persons = table.intervals.indices.reduce(0) {
        $0 + table.count(stratum: stratum, interval: $1, counter: CountTable.persons)
      }
      if persons > 0 { result[table.strata[stratum].levels[place], default: 0] += persons }
    }
    return result
  }
}

extension IntervalKind {
  /// The next longer calendar unit; nil for a year, and for all of a study.
  fileprivate var next: IntervalKind? {
    switch self {
    case .month: .quarter
    case .quarter: .year
    case .year, .whole: nil
    }
  }
}
