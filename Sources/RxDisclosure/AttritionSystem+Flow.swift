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
    let shows = table.counts.showsCounters
    for (place, step) in counts.flow.steps.enumerated() {
      guard place > 0 else {
        flow.append(persons)
        continue
      }
      let hides = place >= usersStart && !(step.counter.map { shows[$0] && isShown($0, in: table) } ?? false)
      flow.append(add(step.step.name, step.persons, behind: step.persons, isSecret: hides))
    }
  }

  mutating func linkFlow(_ table: ProtectedTable) {
    let shows = table.counts.showsCounters
    linkCounted(table, shows)
    for (step, own) in zip(counts.flow.steps, flow) {
      guard let own else { continue }
      if let parent = step.parent.flatMap({ flow[$0] }) {
        system.addDifference([(own, 1)], [(parent, 1)], countsPersons: true)
      }
      if case .users = step.step, let used = places[used].patients {
        system.addDifference([(own, 1)], [(used, 1)], countsPersons: true)
      }
      guard let counter = step.counter, shows[counter] else { continue }
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
    linkUsers(table)
    linkLists()
  }

  /// Patients with a counted row are users of some class; where they are nearly as many as users of one, or users of all
  /// together, those who use others, or several, are few.
  private mutating func linkUsers(_ table: ProtectedTable) {
    guard let counted = places(of: .counted)?.patients else { return }
    // They are persons of some interval.
    if let persons = self.counted {
      system.addDifference([(counted, 1)], [(persons, 1)], countsPersons: true)
    }
    // Where they are kept back for what they tell of the figures, these tell as much of them.
    guard !system.unknowns[counted].isSensitive else { return }
    let users = zip(counts.flow.steps, flow).compactMap { step, own -> (counter: Int?, unknown: Int)? in
      guard case .users = step.step, let own else { return nil }
      return (step.counter, own)
    }
    for own in users { system.addDifference([(own.unknown, 1)], [(counted, 1)], countsPersons: true) }
    // Users of part of a class are users of the class.
    let parts = Set(
      table.counts.relations.filter { $0.isSubset && $0.isUnconditional && $0.terms.count == 2 }
        .filter { relation in
          relation.terms.allSatisfy { term in users.contains { $0.counter == term.counter } }
        }
        .flatMap { $0.terms.filter { $0.factor.constant < 0 }.map(\.counter) })
    let widest = users.filter { own in own.counter.map { !parts.contains($0) } ?? true }
    system.addDifference([(counted, 1)], widest.map { ($0.unknown, 1) }, countsPersons: true)
  }

  /// Whoever is listed, and whoever is left out for being listed, has a row of the list that was not rejected; the others
  /// are of few where these are nearly all.
  private mutating func linkLists() {
    for (place, step) in counts.flow.steps.enumerated() {
      guard case .meeting(let condition) = step.step, let before = step.parent.flatMap({ flow[$0] }) else {
        continue
      }
      let own: [(unknown: Int, coefficient: Double)] = flow[place].map { [($0, 1)] } ?? []
      let kind: InputKind
      var lesser: [(unknown: Int, coefficient: Double)]
      var greater: [(unknown: Int, coefficient: Double)] = []
      switch condition {
      case .listed: (kind, lesser) = (.include, own)
      case .notExcluded: (kind, lesser, greater) = (.exclude, [(before, 1)], own)
      case .observed, .levels, .age, .groupsKnown: continue
      }
      guard let rows = places(of: .read(kind))?.rows else { continue }
      lesser += RejectReason.allCases.compactMap { places(of: .rejected($0, of: kind))?.rows }.map { ($0, 1) }
      system.addDifference(lesser, greater + [(rows, 1)], countsPersons: true)
    }
  }

  /// True if the count of everyone is kept back in no interval, and nowhere of few.
  private func isShown(_ counter: Int, in table: ProtectedTable) -> Bool {
    table.counts.intervals.indices.allSatisfy { interval in
      let everyone = table[0, interval]
      return !everyone.isHidden(counter) && !system.isSmall(Double(everyone.count(counter)))
    }
  }

  /// Whoever is counted in an interval is one of the persons of each step, also where no figure has the persons of the
  /// interval: the difference is of persons too.
  private mutating func linkCounted(_ table: ProtectedTable, _ shows: [Bool]) {
    let counters = table.counts.counters.indices.filter { counter in
      counter != CountTable.persons && table.counts.counters[counter].unit == .persons
        && shows[counter]
    }
    let known = Set(
      table.counts.intervals.indices.flatMap { interval in
        let everyone = table[0, interval]
        return counters.filter { !everyone.isHidden($0) }.map(everyone.count)
      })
    for step in flow[..<usersStart] {
      guard let step else { continue }
      // Nearly all patients with a used row are persons of some interval: who is not looks like few others.
      if let used = places[used].patients {
        system.addDifference([(used, 1)], [(step, 1)], countsPersons: true)
      }
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
