import RxModel

/// Persons who meet a definition of long-term use, over persons and over users.
final class LongTermUse: Measure {
  private struct Line: Sendable {
    let definition: LongTermDefinition
    let persons: Int
    let users: Int
  }

  /// For each drug and definition a line over persons and one over users.
  let lines: [ResultLine]
  private let counters: [(group: Int, users: Int, definitions: [Line])]

  init(
    _ drugs: [MeasuredDrug], _ definitions: [LongTermDefinition], persons: String,
    _ layout: inout CounterLayout
  ) {
    var counters: [(group: Int, users: Int, definitions: [Line])] = []
    var lines: [ResultLine] = []
    for drug in drugs {
      let users = layout.add()
      let own = definitions.map { Line(definition: $0, persons: layout.add(), users: layout.add()) }
      counters.append((drug.group, users, own))
      for line in own {
        lines.append(
          ResultLine(
            measure: "long_term_use", definition: line.definition.text, drug: drug.name,
            numerator: line.persons,
            denominator: .persons, denominatorUnit: persons, estimate: .per1000Persons, limits: .wilson))
        lines.append(
          ResultLine(
            measure: "long_term_use", definition: line.definition.text, drug: drug.name,
            numerator: line.users,
            denominator: .count(users), denominatorUnit: "users", estimate: .percent, limits: .wilson))
      }
    }
    self.counters = counters
    self.lines = lines
  }

  func count(_ person: inout PersonHistory, into cells: inout CellCounter) {
    for (group, users, definitions) in counters where !person.groups[group].fills.isEmpty {
      // Fills on observed days make users; `otherTotals` holds how many there are in each interval.
      for fill in person.groups[group].fills where fill.isObserved {
        if let interval = person.plan.index.interval(of: fill.day) { person.otherTotals[interval] += 1 }
      }
      for interval in person.otherTotals.indices where person.otherTotals[interval] > 0 {
        cells.add(1, to: users, in: interval)
      }
      for line in definitions {
        let threshold = measure(line.definition, group, &person)
        for interval in person.totals.indices {
          if person.totals[interval] >= threshold {
            cells.add(1, to: line.persons, in: interval)
            if person.otherTotals[interval] > 0 { cells.add(1, to: line.users, in: interval) }
          }
          person.totals[interval] = 0
        }
      }
      for interval in person.otherTotals.indices { person.otherTotals[interval] = 0 }
    }
  }

  /// Fills `person.totals`; an interval meets the definition where its total reaches what is returned.
  private func measure(_ definition: LongTermDefinition, _ group: Int, _ person: inout PersonHistory) -> Int {
    switch definition {
    case .supply(let days):
      for fill in person.groups[group].fills where fill.isObserved {
        if let interval = person.plan.index.interval(of: fill.day) {
          person.totals[interval] += fill.daysSupply
        }
      }
      return days
    case .covered(let days):
      for span in person.groups[group].observedCoverage { person.addDays(of: span) }
      return days
    case .continuous(let days, let gap):
      // On the observed covered days from an era's day number `days` on, the definition is met.
      var eraStart = Day(.min)
      var lastEnd = Day(.min)
      for span in person.groups[group].coverage {
        if lastEnd == Day(.min) || span.start - lastEnd - 1 > gap { eraStart = span.start }
        lastEnd = span.end
        let reached = max(span.start, eraStart + (days - 1))
        guard reached <= span.end else { continue }
        for run in person.observed {
          guard let both = DaySpan(reached, span.end).intersection(run) else { continue }
          person.plan.index.forEachPart(of: both) { interval, _ in person.totals[interval] = 1 }
        }
      }
      return 1
    }
  }
}
