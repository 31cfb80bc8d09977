/// An interval of the study: its first and last day.
struct NaiveInterval: Hashable, Sendable {
  /// First day.
  var start: NaiveDate
  /// Last day.
  var end: NaiveDate
}

/// A person of an interval, with the levels that hold there.
struct NaivePerson {
  /// The place of the patient in the study's list.
  var patient: Int
  /// The places of the interval's observed days in the span.
  var days: [Int]
  /// The place of the interval's last day, observed or not.
  var lastDay: Int
  /// The completed years on the first of them; nil where the birth date is unknown.
  var age: Int?
  /// Level by grouping variable.
  var levels: [String: String]
}

/// Computes every row of a world.
struct NaiveStudy {
  /// The world.
  let world: NaiveWorld
  /// The days looked at.
  let span: DaySpan
  /// The patients.
  let patients: [NaivePatient]
  /// Use by target and patient, made once.
  let uses: [String: [NaiveUse]]
  /// The fills by target and patient, made once, for the measures that look at single fills.
  let fills: [String: [[NaiveFill]]]
  /// Days at risk by target and patient, for the targets of `incidence`.
  let risks: [String: [[Bool]]]

  /// Lays the world out in days.
  init(world: NaiveWorld) {
    self.world = world
    let register = NaiveRegister(world: world)
    let (study, measures) = (world.study, world.study.measures)
    let patients = register.patients()
    let span = register.span
    let pairs = measures.overlap.flatMap { [$0.first, $0.second] }
    let names = Set(
      measures.prevalence + measures.fillRate + measures.incidence + measures.longTerm + pairs
        + measures.extended.drugs)
    var uses: [String: [NaiveUse]] = [:]
    var fills: [String: [[NaiveFill]]] = [:]
    for name in names {
      let target = NaiveTarget(name: name, codes: world.codes)
      uses[name] = patients.map { NaiveUse($0, target, study.carryOver, span) }
      fills[name] = patients.map { NaiveFill.fills(of: $0, target, span) }
    }
    var risks: [String: [[Bool]]] = [:]
    for name in Set(measures.incidence) {
      risks[name] = zip(patients, uses[name] ?? []).map { patient, use in
        use.atRisk(
          observed: patient.observed, lookBack: patient.lookBack, washout: measures.washout,
          clear: measures.clear,
          from: study.start.number - span.first)
      }
    }
    self.span = span
    self.patients = patients
    self.uses = uses
    self.fills = fills
    self.risks = risks
  }

  /// The rows, in the order of results.md: measure, drug, definition, period, grouping, levels.
  func rows() -> [ResultRow] {
    let intervals = intervals().map { (interval: $0, persons: persons(of: $0)) }
    let lines = lines()
    var rows: [ResultRow] = []
    for block in lines {
      for (interval, persons) in intervals {
        rows += self.rows(block, interval, persons)
      }
    }
    return rows + intervals.flatMap { extendedRows($0.interval, $0.persons) } + trendRows(intervals)
  }

  /// The intervals, found by walking the study's days and starting anew where the calendar unit changes.
  func intervals() -> [NaiveInterval] {
    var intervals: [NaiveInterval] = []
    var date = world.study.start
    while date <= world.study.end {
      if let last = intervals.last, unit(last.end) == unit(date) {
        intervals[intervals.count - 1].end = date
      } else {
        intervals.append(NaiveInterval(start: date, end: date))
      }
      date = date.next
    }
    return intervals
  }

  /// What tells the calendar unit of a date from every other one.
  func unit(_ date: NaiveDate) -> [Int] {
    switch world.study.interval {
    case .year: [date.year]
    case .quarter: [date.year, (date.month - 1) / 3]
    case .month: [date.year, date.month]
    case .whole: []
    }
  }

  /// The persons of an interval: an observed day in it, or all its days observed.
  func persons(of interval: NaiveInterval) -> [NaivePerson] {
    let places = Array(interval.start.number - span.first...interval.end.number - span.first)
    var persons: [NaivePerson] = []
    for (number, patient) in patients.enumerated() {
      let days = places.filter { patient.observed[$0] }
      guard let first = days.first else { continue }
      if world.study.persons == .full, days.count < places.count { continue }
      var levels: [String: String] = [:]
      for (variable, value) in patient.values { levels[variable] = world.study.level(value, of: variable) }
      let firstDate = NaiveCalendar.date(first + span.first)
      levels["age"] = ageLevel(patient.birth, on: firstDate)
      if world.study.drops(levels) || !world.study.rule.admits(levels) { continue }
      if !world.study.rule.admits(age: patient.birth?.age(on: firstDate)) { continue }
      persons.append(
        NaivePerson(
          patient: number, days: days, lastDay: places.last ?? 0, age: patient.birth?.age(on: firstDate),
          levels: levels))
    }
    return persons
  }

  /// The level of `age`: the band that holds the completed years.
  private func ageLevel(_ birth: NaiveDate?, on date: NaiveDate) -> String {
    guard let birth else { return "unknown" }
    let age = birth.age(on: date)
    let labels = ageLabels
    for (place, bound) in world.study.ageBands.enumerated().reversed() where age >= bound {
      return labels[place + 1]
    }
    return labels[0]
  }

  /// The labels of ages: below the first band, then the bands ascending.
  var ageLabels: [String] {
    let bounds = world.study.ageBands
    var labels = ["under \(bounds.first ?? 0)"]
    for (place, bound) in bounds.enumerated() {
      if place + 1 == bounds.count {
        labels.append("\(bound)+")
      } else if bounds[place + 1] == bound + 1 {
        labels.append("\(bound)")
      } else {
        labels.append("\(bound)-\(bounds[place + 1] - 1)")
      }
    }
    return labels
  }
}
