/// The run of days that a world's calculations look at; every day array begins at `first`.
struct DaySpan: Sendable {
  /// Number of the first day looked at.
  var first: Int
  /// Number of the last day looked at: the study's last day.
  var last: Int

  /// How many days there are.
  var count: Int { last - first + 1 }
}

/// One patient: who it is, on which days it is observed, and its fills.
struct NaivePatient: Sendable {
  /// The identifier.
  var id: String
  /// The birth date; nil where it is unknown.
  var birth: NaiveDate?
  /// Sex and attributes by variable; an empty one is `unknown` when grouped.
  var values: [String: String] = [:]
  /// The observed days at each step of `persons`.
  var observation: NaiveObservation
  /// Whether each day of the span is an observed day.
  var observed: [Bool] { observation.counted }
  /// Whether each day of the span is one, or one of look-back.
  var lookBack: [Bool] { observation.whole }
  /// The fills dated up to period.end, duplicates dropped where the study says so.
  var fills: [AcceptedRow]
}

/// Makes the patients of a world from its rows.
struct NaiveRegister {
  /// The world.
  let world: NaiveWorld
  /// All rows not rejected that are fills and stay fills.
  let accepted: [AcceptedRow]
  /// The days looked at.
  let span: DaySpan

  /// Reads the world's rows.
  init(world: NaiveWorld) {
    self.world = world
    accepted = NaiveAcceptance.fills(world.prescriptions, world.study)
    let start = world.study.start.number
    let firstFill = accepted.map(\.day).min() ?? start
    let lookback = start - max(world.study.measures.longestLookback, world.study.rule.prior) - 1
    span = DaySpan(first: min(start, firstFill, lookback), last: world.study.end.number)
  }

  /// The day on which an open observation period starts.
  var openStart: Int { min(accepted.map(\.day).min() ?? world.study.start.number, world.study.start.number) }

  /// The patients: those of the roster, or without one those seen in an accepted row up to period.end.
  func patients() -> [NaivePatient] {
    let upToEnd = accepted.filter { $0.date <= world.study.end }
    let used = world.study.dropDuplicates ? NaiveAcceptance.withoutDuplicates(upToEnd) : upToEnd
    let roster = world.roster.map { NaiveAcceptance.roster($0, world.study) }
    let rosterRows = Dictionary(grouping: roster ?? []) { Array($0.patient.utf8) }
    let seenRows = Dictionary(grouping: upToEnd) { Array($0.patient.utf8) }
    let fills = Dictionary(grouping: used) { Array($0.patient.utf8) }
    let everyId = roster?.map(\.patient) ?? upToEnd.map(\.patient)
    var known: Set<[UInt8]> = []
    var patients: [NaivePatient] = []
    for id in everyId where known.insert(Array(id.utf8)).inserted {
      let bytes = Array(id.utf8)
      patients.append(patient(id, rosterRows[bytes] ?? [], seenRows[bytes] ?? [], fills[bytes] ?? []))
    }
    return patients
  }

  private func patient(
    _ id: String, _ rosterRows: [RosterRow], _ seenRows: [AcceptedRow], _ fills: [AcceptedRow]
  ) -> NaivePatient {
    let study = world.study
    var values: [String: String] = [:]
    let birth: NaiveDate?
    if world.roster != nil {
      birth = NaiveAcceptance.birth(firstValue(rosterRows.map(\.birth)), study, as: study.rosterDates)
      values["sex"] = firstValue(rosterRows.map(\.sex))
      for name in world.attributes { values[name] = firstValue(rosterRows.map { $0.attributes[name] ?? "" }) }
    } else {
      let text = earliestValue(seenRows) { $0.birth }
      birth = NaiveAcceptance.birth(text, study, as: study.prescriptionDates)
      values["sex"] = earliestValue(seenRows) { $0.sex }
      for name in world.attributes { values[name] = earliestValue(seenRows) { $0.attributes[name] ?? "" } }
    }
    let observed = observedDays(periods(id, rosterRows), birth, death(id, rosterRows))
    return NaivePatient(
      id: id, birth: birth, values: values, observation: observation(id, observed), fills: fills)
  }

  /// The first value that is not empty.
  private func firstValue(_ values: [String]) -> String { values.first { !$0.isEmpty } ?? "" }

  /// The value that is not empty on the earliest fill date; of several there the smallest in byte order.
  private func earliestValue(_ rows: [AcceptedRow], _ value: (PrescriptionRow) -> String) -> String {
    let filled = rows.filter { !value($0.raw).isEmpty }
    guard let earliest = filled.map(\.date).min() else { return "" }
    let values = filled.filter { $0.date == earliest }.map { value($0.raw) }
    return values.min { bytesBefore($0, $1) } ?? ""
  }

  /// The observation periods of a patient.
  private func periods(_ id: String, _ rosterRows: [RosterRow]) -> [AcceptedPeriod] {
    if let rows = world.observation {
      let own = rows.filter { $0.fault == .none && !$0.patient.isEmpty && sameBytes($0.patient, id) }
      return own.compactMap {
        NaiveAcceptance.period($0.patient, $0.start, $0.end, world.study.observationDates)
      }
    }
    guard world.rosterHasPeriods else { return [AcceptedPeriod(patient: id, start: nil, end: nil)] }
    return rosterRows.compactMap {
      NaiveAcceptance.period($0.patient, $0.start, $0.end, world.study.rosterDates)
    }
  }

  /// The day of death, or nil for the living.
  private func death(_ id: String, _ rosterRows: [RosterRow]) -> NaiveDate? {
    // One that far off stands for none.
    anyDeath(id, rosterRows).flatMap { $0.year > 2150 ? nil : $0 }
  }

  private func anyDeath(_ id: String, _ rosterRows: [RosterRow]) -> NaiveDate? {
    guard let deaths = world.deaths else {
      return NaiveDate.parse(firstValue(rosterRows.map(\.death)), as: world.study.rosterDates)
    }
    let own = deaths.filter { $0.fault == .none && sameBytes($0.patient, id) }
    return own.compactMap { NaiveDate.parse($0.date, as: world.study.deathDates) }.first
  }

  /// Asks of each day of the span whether it is observed.
  private func observedDays(_ periods: [AcceptedPeriod], _ birth: NaiveDate?, _ death: NaiveDate?) -> [Bool] {
    let bounds = periods.map { period in
      (start: period.start?.number ?? openStart, end: period.end?.number ?? world.study.end.number)
    }
    let (birthDay, deathDay) = (birth?.number, death?.number)
    return (span.first...span.last).map { day in
      if let birthDay, day < birthDay { return false }
      if let deathDay, day > deathDay { return false }
      return bounds.contains { day >= $0.start && day <= $0.end }
    }
  }
}

/// Whether two texts are the same bytes (`==` of Swift's strings calls two spellings of é the same).
func sameBytes(_ left: String, _ right: String) -> Bool { left.utf8.elementsEqual(right.utf8) }

/// Whether one text comes before another in byte order.
func bytesBefore(_ left: String, _ right: String) -> Bool { left.utf8.lexicographicallyPrecedes(right.utf8) }
