import RxCounts

/// The counters of one drug's new use and days at risk: those that a measure asks for.
struct NewUseCounters: Sendable {
  let drugSet: Int
  var events: Int?
  var newUsers: Int?
  var daysAtRisk: Int?
  var personsAtRisk: Int?
  /// The sums for robust limits of events over days at risk.
  var sums: SquareCounters?

  /// Counts a person by `rule`: events and days each time, the person once an interval.
  @inline(__always)
  func count(_ person: inout PersonHistory, by rule: NewUseRule, into cells: inout CellCounter) {
    person.findDaysAtRisk(of: drugSet, washoutDays: rule.washoutDays, clear: rule.clear)
    var last = -1
    for span in person.spans {
      person.plan.index.forEachPart(of: span) { interval, part in
        if let daysAtRisk { cells.add(part.days, to: daysAtRisk, in: interval) }
        if let personsAtRisk, interval > last { cells.add(1, to: personsAtRisk, in: interval) }
        last = interval
      }
    }
    last = -1
    person.forEachNewUse(of: drugSet) { interval, _ in
      if let events { cells.add(1, to: events, in: interval) }
      if let newUsers, interval > last { cells.add(1, to: newUsers, in: interval) }
      last = interval
    }
    if let sums { count(&person, sums, into: &cells) }
  }

  /// Counts what the person's events and days at risk, which `spans` holds, add to the sums.
  private func count(_ person: inout PersonHistory, _ sums: SquareCounters, into cells: inout CellCounter) {
    guard let first = person.spans.first, let last = person.spans.last else { return }
    for place in person.spans.indices { person.addDays(of: person.spans[place]) }
    var (current, events) = (-1, 0)
    func add() {
      guard current >= 0 else { return }
      cells.add(events * events, to: sums.squares, in: current)
      cells.add(events * person.totals[current], to: sums.products, in: current)
    }
    person.forEachNewUse(of: drugSet) { interval, _ in
      if interval != current {
        add()
        (current, events) = (interval, 0)
      }
      events += 1
    }
    add()
    for interval in person.plan.index.intervals(from: first.start, to: last.end) {
      cells.add(person.totals[interval] * person.totals[interval], to: sums.timeSquares, in: interval)
      person.totals[interval] = 0
    }
  }
}
