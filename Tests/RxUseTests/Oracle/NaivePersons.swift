/// One row of a list of patients.
struct ListRow: Hashable, Sendable {
  /// The patient's identifier.
  var patient = ""
  /// The date in the list; empty where there is none.
  var date = ""
  /// What is wrong with the row's bytes.
  var fault = RowFault.none
}

extension ListRow: FaultyRow {}

/// What `persons` says beside `any` and `full`.
struct NaivePersonRule: Sendable {
  /// The youngest age, in completed years.
  var youngest: Int?
  /// The oldest age.
  var oldest: Int?
  /// By variable, the levels that count.
  var levels: [String: [String]] = [:]
  /// The first days of each run that don't count.
  var prior = 0

  /// Whether somebody of an age is in.
  func admits(age: Int?) -> Bool {
    guard youngest != nil || oldest != nil else { return true }
    guard let age else { return false }
    return age >= youngest ?? 0 && age <= oldest ?? 200
  }

  /// Whether somebody with these levels is in.
  func admits(_ own: [String: String]) -> Bool {
    levels.allSatisfy { variable, labels in own[variable].map { labels.contains($0) } ?? false }
  }
}

/// The observed days of a patient at each step of `persons`, day by day.
struct NaiveObservation: Sendable {
  /// Observed at all: look-back may lie on these.
  var whole: [Bool]
  /// Without the first days of each run.
  var afterPrior: [Bool]
  /// From the date of the list of those who are included on.
  var listed: [Bool]
  /// Before the date of the list of those who are excluded: the days that count.
  var counted: [Bool]
}

extension NaiveRegister {
  /// What the rules leave of observed days.
  func observation(_ id: String, _ whole: [Bool]) -> NaiveObservation {
    var run = 0
    let afterPrior = whole.map { isObserved in
      run = isObserved ? run + 1 : 0
      return run > world.study.rule.prior
    }
    let (from, until) = (date(of: id, in: world.include), date(of: id, in: world.exclude))
    var (listed, counted) = (afterPrior, afterPrior)
    for (place, day) in (span.first...span.last).enumerated() {
      if world.include != nil { listed[place] = afterPrior[place] && from.map { day >= $0 } ?? false }
      counted[place] = listed[place] && until.map { day < $0 } ?? true
    }
    return NaiveObservation(whole: whole, afterPrior: afterPrior, listed: listed, counted: counted)
  }

  /// The number of the first day on which a patient is listed: the least number there is where a row has no date; nil for
  /// somebody who is not listed.
  private func date(of id: String, in list: [ListRow]?) -> Int? {
    (list ?? []).compactMap { row -> Int? in
      guard row.fault == .none, sameBytes(row.patient, id) else { return nil }
      if row.date.isEmpty { return Int.min }
      return NaiveDate.parseBelieved(row.date, as: world.study.listDates)?.number
    }.min()
  }
}

extension NaiveStudy {
  /// The steps of flow.csv with their persons.
  func flow() -> [String: Int] {
    let study = world.study
    let intervals = intervals()
    var steps: [String: Int] = [:]
    steps[world.roster == nil ? "patients seen" : "roster"] = patients.count
    typealias Step = (name: String, isMet: (NaivePatient, NaiveInterval) -> Bool)
    var chain: [Step] = [
      ("observed in the study", { self.firstDay($0.observation.afterPrior, $1) != nil })
    ]
    if world.include != nil { chain.append(("listed", { self.firstDay($0.observation.listed, $1) != nil })) }
    if world.exclude != nil {
      chain.append(("not excluded", { self.firstDay($0.observation.counted, $1) != nil }))
    }
    if !study.rule.levels.isEmpty {
      chain.append(("levels", { patient, _ in study.rule.admits(self.levels(patient)) }))
    }
    if study.rule.youngest != nil || study.rule.oldest != nil {
      chain.append(
        (
          "age",
          { patient, interval in
            guard let day = self.firstDay(patient.observation.counted, interval) else { return false }
            return study.rule.admits(age: patient.birth?.age(on: NaiveCalendar.date(day)))
          }
        ))
    }
    if study.dropsUnknown, !study.groupVariables.isEmpty {
      chain.append(
        (
          "groups known",
          { patient, _ in
            var levels = self.levels(patient)
            levels["age"] = patient.birth == nil ? "unknown" : "known"
            return !study.drops(levels)
          }
        ))
    }
    for place in chain.indices {
      steps[chain[place].name] = patients.count { patient in
        intervals.contains { interval in chain[...place].allSatisfy { $0.isMet(patient, interval) } }
      }
    }
    let persons = intervals.map { self.persons(of: $0) }
    steps["persons"] = Set(persons.joined().map(\.patient)).count
    for (drug, uses) in uses {
      let users = persons.joined().filter { person in
        person.days.contains { uses[person.patient].fills[$0] > 0 }
      }
      steps["with a fill: \(drug)"] = Set(users.map(\.patient)).count
    }
    return steps
  }

  /// The levels of a patient, age aside.
  private func levels(_ patient: NaivePatient) -> [String: String] {
    var levels: [String: String] = [:]
    for (variable, value) in patient.values { levels[variable] = world.study.level(value, of: variable) }
    return levels
  }

  /// The number of the first of these days in an interval; nil where they are not enough.
  private func firstDay(_ days: [Bool], _ interval: NaiveInterval) -> Int? {
    let all = interval.start.number...interval.end.number
    let own = all.filter { days[$0 - span.first] }
    return world.study.persons == .full && own.count < all.count ? nil : own.first
  }
}

extension RandomWorldBuilder {
  /// Rules for persons. The choices are made with dice of their own, so that the rest of the world is what it is without
  /// them.
  func addPersons(_ people: [RandomPerson], to world: inout NaiveWorld) {
    var dice = Dice(seed: seed &* 0x3000_0031 &+ 3)
    // Changes of dose are rare enough without.
    guard dice.percent(world.study.measures.extended.doseChange == nil ? 50 : 15) else { return }
    var rule = NaivePersonRule()
    if dice.percent(40) { rule.youngest = dice.pick([0, 1, 18, 30, 65]) }
    if dice.percent(40) { rule.oldest = (rule.youngest ?? 0) + dice.pick([0, 17, 34, 64]) }
    if dice.percent(40) { rule.prior = dice.pick([1, 20, 30, 200, 365]) }
    for (variable, values) in [("sex", ["F", "M", ""])] + Self.levels.sorted(by: { $0.key < $1.key }) {
      guard variable == "sex" || attributes.contains(variable), dice.percent(25) else { continue }
      rule.levels[variable] = Set(dice.some(values, percent: 60).map { world.study.level($0, of: variable) })
        .sorted()
    }
    world.study.rule = rule
    world.study.listDates = dice.percent(60) ? .auto : .dotted
    let fills = world.prescriptions.compactMap { row in
      NaiveDate.parseBelieved(row.date, as: world.study.prescriptionDates).map { (row.patient, $0.number) }
    }
    func list(_ share: Int) -> [ListRow] {
      let hasDates = dice.percent(75)
      var rows: [ListRow] = [ListRow(patient: "NOBODY")]
      for person in people where dice.percent(share) {
        for _ in 0..<dice.pick([1, 1, 2]) {
          let own = fills.filter { sameBytes($0.0, person.id) }.map(\.1)
          let day =
            own.isEmpty || dice.percent(60)
            ? dice.number(world.study.start.number - 300...world.study.end.number + 30) : dice.pick(own)
          let date = NaiveCalendar.date(day).text(as: world.study.listDates)
          let isBad = dice.percent(3)
          rows.append(
            ListRow(
              patient: person.id,
              date: !hasDates || dice.percent(10) ? "" : isBad ? "2021-02-30" : date,
              fault: dice.percent(3) ? .tooManyFields : .none))
        }
      }
      return dice.shuffled(rows)
    }
    if dice.percent(35) { world.include = list(75) }
    if dice.percent(45) { world.exclude = list(30) }
  }
}
