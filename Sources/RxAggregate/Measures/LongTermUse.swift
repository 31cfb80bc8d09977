import RxModel

/// Persons who meet a definition of long-term use, over persons and over users.
struct LongTermUse: Measure {
  private struct Line: Sendable {
    let definition: LongTermDefinition
    let persons: Int
    let users: Int
  }

  private let drugs: [(drug: MeasuredDrug, users: Int, lines: [Line])]
  private let persons: String

  init(
    _ drugs: [MeasuredDrug], _ definitions: [LongTermDefinition], persons: String, _ layout: inout CounterLayout
  ) {
    self.persons = persons
    self.drugs = drugs.map { drug in
      let users = layout.add()
      return (
        drug, users, definitions.map { Line(definition: $0, persons: layout.add(), users: layout.add()) }
      )
    }
  }

  var lines: [ResultLine] {
    drugs.flatMap { drug, users, lines in
      lines.flatMap { line in
        [
          ResultLine(
            measure: "long_term_use", definition: line.definition.text, drug: drug.name, numerator: line.persons,
            denominator: .persons, denominatorUnit: persons, estimate: .per1000Persons, limits: .wilson),
          ResultLine(
            measure: "long_term_use", definition: line.definition.text, drug: drug.name, numerator: line.users,
            denominator: .count(users), denominatorUnit: "users", estimate: .percent, limits: .wilson),
        ]
      }
    }
  }

  func count(_ person: PersonHistory, into cells: CellCounter) {
    let index = person.plan.index
    for (drug, users, lines) in drugs {
      let history = person.groups[drug.group]
      guard !history.fills.isEmpty else { continue }
      // Fills on observed days make users; `otherTotals` holds how many there are in each interval.
      for fill in history.fills where fill.isObserved {
        if let interval = index.interval(of: fill.day) { person.otherTotals[interval] += 1 }
      }
      for interval in 0..<index.count where person.otherTotals[interval] > 0 { cells.add(1, to: users, in: interval) }
      for line in lines {
        let threshold = measure(line.definition, history, person)
        for interval in 0..<index.count {
          if person.totals[interval] >= threshold {
            cells.add(1, to: line.persons, in: interval)
            if person.otherTotals[interval] > 0 { cells.add(1, to: line.users, in: interval) }
          }
          person.totals[interval] = 0
        }
      }
      for interval in 0..<index.count { person.otherTotals[interval] = 0 }
    }
  }

  /// Fills `person.totals`; an interval meets the definition where its total reaches what is returned.
  private func measure(
    _ definition: LongTermDefinition, _ history: PersonHistory.GroupHistory, _ person: PersonHistory
  ) -> Int {
    let index = person.plan.index
    switch definition {
    case .supply(let days):
      for fill in history.fills where fill.isObserved {
        if let interval = index.interval(of: fill.day) { person.totals[interval] += fill.daysSupply }
      }
      return days
    case .covered(let days):
      index.addDays(of: history.observedCoverage, to: &person.totals)
      return days
    case .continuous(let days, let gap):
      // On the observed covered days from an era's day number `days` on, the definition is met.
      person.spans.removeAll(keepingCapacity: true)
      var eraStart: Day?
      var lastEnd = Day(.min)
      for span in history.coverage {
        let start: Day
        if let era = eraStart, span.start - lastEnd - 1 <= gap { start = era } else { start = span.start }
        eraStart = start
        lastEnd = span.end
        let reached = max(span.start, start + (days - 1))
        if reached <= span.end { person.spans.append(DaySpan(reached, span.end)) }
      }
      for span in person.spans {
        for run in person.observed {
          if let both = span.intersection(run) {
            index.forEachPart(of: both) { interval, _ in person.totals[interval] = 1 }
          }
        }
      }
      return 1
    }
  }
}
