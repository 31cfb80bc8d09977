import RxCounts

extension SystemBuilder {
  /// Adds what the attrition tells of people with supply: each has a fill of one of the drugs, and so is a user of it in
  /// some interval, or one of the `outside` patients with fills outside their observation. Where that leaves room for more
  /// of them than are small, it tells nothing.
  mutating func limitSupplied(_ outside: Int) {
    guard !system.isSmall(Double(outside)) else { return }
    let users = subjects.filter { $0.meaning.fillEvidence == .users }
    var most: [CounterMeaning: [Int]] = [:]
    for subject in subjects where subject.meaning.fillEvidence == .bySupply {
      // Of a class's users and those of them who are so long, the former are more.
      let behind = subject.meaning.drugs.compactMap { drug in
        users.filter { $0.meaning.drugs[0] == drug }.max { count($0.persons, 0) < count($1.persons, 0) }
      }
      guard subject.persons == subject.counters[0], behind.count == subject.meaning.drugs.count else {
        continue
      }
      for users in behind {
        let own = most[users.meaning] ?? mostUsers(users)
        most[users.meaning] = own
        guard let place = everyone[users.meaning]?[0], system.unknowns[place].isSensitive else { continue }
        system.widen(place, by: own[interval] - (system.minCell - 1))
      }
      guard let own = everyone[subject.meaning]?[0] else { continue }
      let others = behind.reduce(outside) { sum, users in
        sum
          + (most[users.meaning] ?? []).enumerated().reduce(0) {
            $0 + ($1.offset == interval ? 0 : $1.element)
          }
      }
      let terms = behind.compactMap { everyone[$0.meaning]?[0] }.map { (unknown: $0, coefficient: 1.0) }
      let all = terms.reduce(Double(others)) { $0 + system.unknowns[$1.unknown].value }
      guard all - system.unknowns[own].value < Double(system.minCell) else { continue }
      system.addDifference([(own, 1)], terms, constant: Double(others), countsPersons: false)
    }
  }

  /// By interval, the users, or as many as could be, where they are few and so kept back.
  ///
  /// They must leave possible more than are few, for the sake of the other intervals: in these each group with supply can
  /// have a person who is a user here. No more than a quarter of the persons of the groups that have users here.
  private func mostUsers(_ users: Subject) -> [Int] {
    let counts = table.intervals.indices.map {
      table.count(stratum: 0, interval: $0, counter: users.counters[0])
    }
    guard counts.contains(where: { system.isSmall(Double($0)) }) else { return counts }
    let supplied = subjects.filter { subject in
      subject.meaning.fillEvidence == .bySupply && subject.meaning.drugs.contains(users.meaning.drugs[0])
    }.map { $0.counters[0] }
    let groupings = table.groupings.map(\.strata)
    let groups = table.intervals.indices.map { other in
      groupings.map { strata in
        strata.count { stratum in
          supplied.contains { table.count(stratum: stratum, interval: other, counter: $0) > 0 }
        }
      }.max() ?? 0
    }
    return counts.enumerated().map { interval, count in
      guard system.isSmall(Double(count)) else { return count }
      let further = groups.enumerated().reduce(0) { $1.offset == interval ? $0 : max($0, $1.element) }
      let room = groupings.map { strata in
        strata.filter { table.count(stratum: $0, interval: interval, counter: users.counters[0]) > 0 }
          .reduce(0) { $0 + persons(of: $1, in: interval) }
      }
      return max(system.minCell - 1, min(system.minCell - 1 + further, (room.min() ?? 0) / 4))
    }
  }

  /// The residents of a group, or its persons where it has none.
  private func persons(of stratum: Int, in interval: Int) -> Int {
    table.residents(stratum: stratum, interval: interval)?.persons
      ?? table.count(stratum: stratum, interval: interval, counter: CountTable.persons)
  }
}
