import RxModel

/// The columns of an input, chosen field by field.
struct InputGuess {
  private var input: GuessedInput
  private let columns: ColumnGuess
  private var taken: Set<Int>

  private init(_ role: RoleGuess.Role, _ columns: ColumnGuess, taken: [Int?]) {
    input = GuessedInput(kind: role.kind, group: role.group, role: role.answer)
    self.columns = columns
    self.taken = Set(taken.compactMap { $0 })
  }

  /// The prescriptions.
  /// - Parameters:
  ///   - role: the files.
  ///   - columns: their columns.
  ///   - patient: that of the patients; nil where none can be it.
  ///   - drugs: that of the drugs.
  ///   - isFlat: whether they tell of the patients too, since there is no roster.
  /// - Returns: the prescriptions with their columns.
  static func prescriptions(
    _ role: RoleGuess.Role, _ columns: ColumnGuess, _ patient: ColumnChoice?, _ drugs: CodeSystemGuess,
    isFlat: Bool
  ) -> GuessedInput {
    var guess = InputGuess(role, columns, taken: [patient?.place, drugs.choice.place])
    guess.require(.patient, patient.map(columns.withinFamily), "the patient")
    guess.require(.date, guess.choice(.date), "the day of the fill")
    guess.addSupply()
    guess.add(.drug, drugs.choice)
    for field in [Field.quantity, .prescriber, .pharmacy] { guess.addIfClear(field) }
    if isFlat {
      guess.addFirst(of: [.birthDate, .birthYear, .age])
      guess.addPerson()
    }
    return guess.finished()
  }

  /// The roster.
  static func patients(_ role: RoleGuess.Role, _ columns: ColumnGuess, _ patient: ColumnChoice?)
    -> GuessedInput
  {
    var guess = InputGuess(role, columns, taken: [patient?.place])
    guess.require(.patient, patient, "the patient")
    guess.addFirst(of: [.birthDate, .birthYear])
    guess.addPerson()
    let (start, end) = (guess.choice(.observationStart), guess.choice(.observationEnd))
    for choice in [start, end] { if let place = choice?.place { guess.taken.insert(place) } }
    let taken = guess.taken
    guess.add(.observationStart, start ?? end?.place.flatMap { columns.start(of: $0, taken: taken) })
    guess.add(.observationEnd, end ?? start?.place.flatMap { columns.end(of: $0, taken: taken) })
    guess.add(.deathDate, guess.choice(.deathDate))
    return guess.finished()
  }

  /// Periods of observation, or deaths.
  static func days(_ role: RoleGuess.Role, _ columns: ColumnGuess, _ patient: ColumnChoice?) -> GuessedInput {
    var guess = InputGuess(role, columns, taken: [patient?.place])
    guess.require(.patient, patient, "the patient")
    for field in role.kind == .observation ? [Field.observationStart, .observationEnd] : [.deathDate] {
      guess.require(field, guess.choice(field), "its day")
    }
    return guess.finished()
  }

  private func choice(_ field: Field) -> ColumnChoice? { columns.choose(field, taken: taken) }

  private mutating func add(_ field: Field, _ choice: ColumnChoice?) {
    guard let choice else { return }
    if let place = choice.place { taken.insert(place) }
    if field.isAttribute {
      input.attributes.append((field.rawValue, choice))
    } else {
      input.columns.append((field.key(in: input.kind), choice))
    }
  }

  private mutating func require(_ field: Field, _ choice: ColumnChoice?, _ meaning: String) {
    let called = field == .date ? called(.date, least: 5) : nil
    let nothing = ColumnChoice(
      place: nil,
      answer: .choose(
        called.map { "\($0) is called the day of the fill, and too few rows have a day that can be read" }
          ?? "no column looks like \(meaning)", settle: "--column \(field.rawValue)=HEADER"))
    add(field, choice ?? nothing)
  }

  /// The column whose name speaks for a field, whatever its values are.
  private func called(_ field: Field, least rank: Int) -> String? {
    columns.group.columns.indices.first { field.rank(columns.group.columns[$0].words) >= rank }.map(
      columns.name)
  }

  /// Adds a field that a first study can do without: where several columns can be it, it is left out and told.
  private mutating func addIfClear(_ field: Field) {
    guard let choice = choice(field) else { return }
    guard choice.place == nil else { return add(field, choice) }
    input.notes.append("\(field.rawValue) is not mapped: \(choice.answer.evidence)")
  }

  private mutating func addFirst(of fields: [Field]) {
    for field in fields {
      guard let choice = choice(field) else { continue }
      return add(field, choice)
    }
  }

  private mutating func addPerson() {
    add(.sex, choice(.sex))
    for field in [Field.race, .region] { addIfClear(field) }
  }

  /// Adds the days' supply, or the last day of it.
  private mutating func addSupply() {
    guard let days = choice(.daysSupply) else {
      if let end = choice(.endDate) { return add(.endDate, end) }
      let called = called(.daysSupply, least: 2)
      input.notes.append(
        (called.map { "\($0) is called days' supply, and is empty or holds no whole numbers of days" }
          ?? "no column looks like days' supply")
          + ", so that nothing is measured which needs it (--column days_supply=HEADER)")
      return
    }
    if !columns.isLaidOut, let place = days.place, !columns.group.columns[place].isMostlyThere {
      input.notes.append("days_supply is not mapped: \(columns.name(place)) is empty in too many rows")
      return
    }
    add(.daysSupply, days)
  }

  private func finished() -> GuessedInput {
    var input = input
    input.findWriting()
    return input
  }
}

extension ColumnSample {
  /// True where more than half of the rows have a value, or nothing is known of them.
  fileprivate var isMostlyThere: Bool { values.isEmpty || filled * 2 > values.count }
}
