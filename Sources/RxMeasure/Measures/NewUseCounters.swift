/// The counters of one drug's new use and days at risk: those that a measure asks for.
struct NewUseCounters: Sendable {
  let drugSet: Int
  var events: Int?
  var newUsers: Int?
  var daysAtRisk: Int?
  var personsAtRisk: Int?

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
  }
}
