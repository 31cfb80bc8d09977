import RxCounts
import RxModel

extension LongTermUseSpec: MeasuredSpec {
  func measure(_ builder: inout MeasureBuilder) throws(RxFault) -> any MeasureFigures {
    LongTermUse(
      try builder.drugs(drugs).map { ($0, builder.book($0, .ddd)) }, definitions, persons: builder.persons,
      mostDaysPerFill: builder.mostDaysPerFill, &builder.registry)
  }
}

/// Persons who meet a definition of long-term use, over persons and over users.
final class LongTermUse: Measure {
  private struct DefinitionCounters: Sendable {
    let definition: LongTermDefinition
    let persons: Int
    let users: Int
  }

  /// For each drug and definition a figure over persons and one over users.
  let figures: [FigureDefinition]
  /// `book` has the DDDs, for the definitions that ask.
  private let counters: [(drugSet: Int, users: Int, book: Int?)]
  /// Those of each drug together.
  private let definitions: [DefinitionCounters]
  private let definitionCount: Int

  init(
    _ drugs: [(drug: MeasuredDrug, book: Int?)], _ definitions: [LongTermDefinition], persons: String,
    mostDaysPerFill: Int, _ registry: inout CounterRegistry
  ) {
    var counters: [(drugSet: Int, users: Int, book: Int?)] = []
    var all: [DefinitionCounters] = []
    var figures: [FigureDefinition] = []
    for (drug, book) in drugs {
      let users = registry.users(drug)
      let own = definitions.map { definition in
        let persons = LongTermQuantity.persons(definition).of(drug.key)
        let wider = definitions.filter { $0 != definition && definition.isWithin($0) }
        let exposure: ExposureQuantity = definition.needsCover ? .exposed : .users
        let made = DefinitionCounters(
          definition: definition,
          persons: registry.persons(
            persons,
            within: wider.map { LongTermQuantity.persons($0).of(drug.key) } + [exposure.of(drug.key)]),
          users: registry.persons(
            LongTermQuantity.ofUsers(definition).of(drug.key),
            within: wider.map { LongTermQuantity.ofUsers($0).of(drug.key) }
              + [ExposureQuantity.users.of(drug.key), persons]))
        Self.relate(definition, drug.key, wider, mostDaysPerFill, &registry)
        return made
      }
      let covered = definitions.compactMap { definition -> (threshold: Double, persons: CounterMeaning)? in
        guard case .covered(let days) = definition else { return nil }
        return (Double(days), LongTermQuantity.persons(definition).of(drug.key))
      }
      registry.relate(
        ExposureQuantity.coveredDays.of(drug.key), steps: covered.sorted { $0.threshold < $1.threshold },
        daysOf: [ExposureQuantity.exposed.of(drug.key)])
      counters.append((drug.drugSet, users, book))
      all += own
      for counters in own {
        figures.append(
          FigureDefinition(
            measure: "long_term_use", definition: counters.definition.text, drug: drug.name,
            numerator: counters.persons,
            denominator: .persons, denominatorUnit: persons, estimate: .per1000Persons, limits: .wilson))
        figures.append(
          FigureDefinition(
            measure: "long_term_use", definition: counters.definition.text, drug: drug.name,
            numerator: counters.users,
            denominator: .count(users), denominatorUnit: "users", estimate: .percent, limits: .wilson))
      }
    }
    self.counters = counters
    self.definitions = all
    definitionCount = definitions.count
    self.figures = figures
  }

  /// States what holds between persons who meet a definition, those who meet `wider` ones, and users.
  private static func relate(
    _ definition: LongTermDefinition, _ key: Int, _ wider: [LongTermDefinition], _ mostDaysPerFill: Int,
    _ registry: inout CounterRegistry
  ) {
    let users = ExposureQuantity.users.of(key)
    let persons = LongTermQuantity.persons(definition).of(key)
    func relateFills(_ least: Int) {
      registry.relate(
        ExposureQuantity.fills.of(key),
        atLeast: [(users, .init(1)), (persons, .init(Double(least - 1)))])
    }
    switch definition {
    case .covered, .continuous:
      // Persons who meet it without a fill; persons, exposed, and who meet a wider definition, who neither meet it nor
      // are users.
      let withoutFill: [CounterRegistry.Term] = [
        (persons, .init(-1)), (LongTermQuantity.users(definition).of(key), .init(1)),
      ]
      for everyone in [CohortQuantity.persons.meaning, ExposureQuantity.exposed.of(key)] {
        registry.relatePersons([(everyone, .init(1)), (users, .init(-1))] + withoutFill)
      }
      for other in wider {
        registry.relatePersons(
          [
            (LongTermQuantity.persons(other).of(key), .init(1)),
            (LongTermQuantity.users(other).of(key), .init(-1)),
          ] + withoutFill)
      }
    case .supply(let days): relateFills((days + mostDaysPerFill - 1) / mostDaysPerFill)
    case .defined(let ddd, let fills):
      relateFills(fills)
      registry.relate(DefinedDoseQuantity.amount.of(key), atLeast: [(persons, .init(Double(ddd)))])
    }
  }

  func count(_ person: inout PersonHistory, into cells: inout CellCounter) {
    for (drug, counter) in counters.enumerated() {
      let drugSet = counter.drugSet
      guard !person.fillRange(drugSet).isEmpty else { continue }
      // Fills on observed days make users.
      for interval in person.intervals where person.fillCount(drugSet, in: interval) > 0 {
        cells.add(1, to: counter.users, in: interval)
      }
      for place in (drug * definitionCount)..<((drug + 1) * definitionCount) {
        let own = definitions[place]
        count(own, counter, &person, &cells)
      }
    }
  }

  private func count(
    _ own: DefinitionCounters, _ counter: (drugSet: Int, users: Int, book: Int?),
    _ person: inout PersonHistory,
    _ cells: inout CellCounter
  ) {
    let drugSet = counter.drugSet
    @inline(__always) func countWhere(_ isMet: (_ interval: Int) -> Bool) {
      for interval in person.intervals where isMet(interval) {
        cells.add(1, to: own.persons, in: interval)
        if person.fillCount(drugSet, in: interval) > 0 { cells.add(1, to: own.users, in: interval) }
      }
    }
    switch own.definition {
    case .supply(let days): countWhere { person.suppliedDays(drugSet, in: $0) >= days }
    case .covered(let days): countWhere { person.coveredDays(drugSet, in: $0) >= days }
    case .continuous(let days, let gap):
      // On the observed covered days from an era's day number `days` on, the definition is met.
      var eraStart = Day(.min)
      var lastEnd = Day(.min)
      for place in person.coverageRange(drugSet) {
        let span = person.coverage[place]
        if lastEnd == Day(.min) || span.start - lastEnd - 1 > gap { eraStart = span.start }
        lastEnd = span.end
        let reached = max(span.start, eraStart + (days - 1))
        guard reached <= span.end else { continue }
        for place in person.observed.indices {
          guard let both = DaySpan(reached, span.end).intersection(person.observed[place]) else { continue }
          person.addDays(of: both)
        }
      }
      countWhere { person.totals[$0] > 0 }
      for interval in person.intervals { person.totals[interval] = 0 }
    case .defined(let ddd, let fills):
      guard let book = counter.book else { return }
      countWhere { person.reaches(ddd: ddd, fills: fills, of: book, in: $0) }
    }
  }
}
