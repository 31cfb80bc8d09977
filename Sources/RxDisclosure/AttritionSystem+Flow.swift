import RxCounts
import RxModel

/// The steps of the flow among the numbers of the attrition.
extension AttritionSystem {
  /// The place of the flow's first step that counts users.
  var usersStart: Int {
    (counts.flow.steps.firstIndex { $0.step == .persons } ?? counts.flow.steps.count - 1) + 1
  }

  /// The persons of some interval.
  var counted: Int? { flow.prefix(usersStart).last ?? nil }

  /// Adds the steps of the flow; everyone is the cohort. Where users of an interval are kept back, or few, or no figure has
  /// them, those of some interval are kept back too: what else is counted of an interval would tell of them.
  mutating func addFlow(_ table: ProtectedTable) {
    for (place, step) in counts.flow.steps.enumerated() {
      guard place > 0 else {
        flow.append(persons)
        continue
      }
      let hides = place >= usersStart && !isShown(step, in: table)
      flow.append(add(step.step.name, step.persons, behind: step.persons, isSecret: hides))
    }
  }

  mutating func linkFlow(_ table: ProtectedTable) {
    linkCounted(table)
    for (step, own) in zip(counts.flow.steps, flow) {
      guard let own else { continue }
      if let parent = step.parent.flatMap({ flow[$0] }) {
        system.addDifference([(own, 1)], [(parent, 1)], countsPersons: true)
      }
      if case .users = step.step, let used = places[used].patients {
        system.addDifference([(own, 1)], [(used, 1)], countsPersons: true)
      }
      guard let counter = step.counter, table.counts.shows(counter) else { continue }
      let everyone = table.counts.intervals.indices.map { table[0, $0] }.filter { !$0.isHidden(counter) }
      // Those of the persons are linked already.
      for interval in everyone where step.step != .persons {
        system.addDifference(
          [], [(own, 1)], constant: -Double(interval.count(counter)), countsPersons: true)
      }
      guard everyone.count == table.counts.intervals.count else { continue }
      limit(own, to: everyone.reduce(0) { $0 + $1.count(counter) })
    }
    linkClasses(table)
  }

  /// True if the study's figures show the count of everyone, which is not of few, in each interval.
  private func isShown(_ step: Flow.Count, in table: ProtectedTable) -> Bool {
    guard let counter = step.counter, table.counts.shows(counter) else { return false }
    return table.counts.intervals.indices.allSatisfy { interval in
      let everyone = table[0, interval]
      return !everyone.isHidden(counter) && !system.isSmall(Double(everyone.count(counter)))
    }
  }

  /// Whoever is counted in an interval is one of the persons of each step, also where no figure has the persons of the
  /// interval: the difference is of persons too.
  private mutating func linkCounted(_ table: ProtectedTable) {
    let counters = table.counts.counters.indices.filter { counter in
      counter != CountTable.persons && table.counts.counters[counter].unit == .persons
        && table.counts.shows(counter)
    }
    let known = Set(
      table.counts.intervals.indices.flatMap { interval in
        let everyone = table[0, interval]
        return counters.filter { !everyone.isHidden($0) }.map(everyone.count)
      })
    for step in flow[..<usersStart] {
      guard let step else { continue }
      let persons = system.unknowns[step].value
      for count in known.sorted() where count == known.max() || system.isSmall(persons - Double(count)) {
        system.addDifference([], [(step, 1)], constant: -Double(count), countsPersons: true)
      }
    }
  }

  /// What holds between the persons of an interval, each once, holds between those of some interval too.
  private mutating func linkClasses(_ table: ProtectedTable) {
    var places: [Int: Int] = [:]
    for (step, own) in zip(counts.flow.steps, flow) {
      if let counter = step.counter, let own { places[counter] = own }
    }
    for relation in table.counts.relations where relation.isSubset && relation.isUnconditional {
      let terms = relation.terms.compactMap { term in
        places[term.counter].map { (unknown: $0, coefficient: term.factor.constant) }
      }
      guard terms.count == relation.terms.count else { continue }
      system.addDifference(
        terms.filter { $0.coefficient < 0 }.map { ($0.unknown, -$0.coefficient) },
        terms.filter { $0.coefficient > 0 }, countsPersons: true)
    }
  }
}
