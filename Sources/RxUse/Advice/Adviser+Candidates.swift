import RxCounts
import RxDisclosure
import RxModel
import RxStudy

extension Adviser {
  /// A change, and the number of figures that are kept back where it could keep some.
  typealias Candidate = (change: StudyChange, promise: Int)

  /// The changes that could keep more, the most promising first.
  var candidates: [Candidate] {
    let groups = account.keptBack.map(\.group)
    func promise(_ isConcerned: ([String: String]) -> Bool) -> Int { groups.count(where: isConcerned) }
    var found: [Candidate] = []
    let unknown = study.variables.map(\.name).filter { persons(of: $0)[unknownLevel] != nil }
    if !unknown.isEmpty {
      found.append(
        (
          .droppingUnknown(of: unknown),
          // Everyone is without them too.
          promise { group in group.isEmpty || unknown.contains { group[$0] != nil } }
        ))
    }
    for (place, grouping) in study.groupings.enumerated() {
      let names = Set(grouping.map { study.variables[$0].name })
      guard let change = StudyChange.leavingOut(place, of: study, node) else { continue }
      found.append((change, promise { Set($0.keys) != names && ($0.isEmpty || !names.isDisjoint(with: $0.keys)) }))
    }
    for variable in study.variables {
      for (change, levels) in joins(of: variable) {
        found.append(
          (
            change,
            promise { group in
              variable == .age
                ? levels.contains(group[variable.name] ?? allLevel) : group[variable.name] != nil
            }
          ))
      }
    }
    if let longer = study.period.kind.next { found.append((.lengthening(to: longer), groups.count)) }
    return found.filter { $0.promise > 0 }.enumerated().sorted {
      ($1.element.promise, $0.offset) < ($0.element.promise, $1.offset)
    }.map(\.element)
  }

  /// The changes that join two levels of a variable with three known ones or more: of age each two neighbours, of others
  /// the two of fewest persons.
  private func joins(of variable: GroupVariable) -> [(change: StudyChange, levels: [String])] {
    let persons = persons(of: variable.name).filter { $0.key != unknownLevel }
    guard persons.count > 2 else { return [] }
    let changes: [StudyChange?]
    if variable == .age {
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
