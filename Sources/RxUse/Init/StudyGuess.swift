import RxModel

/// The study that files seem to be for.
struct StudyGuess: Sendable {
  /// The prescriptions.
  let prescriptions: GuessedInput
  /// The patients' files, in the order of the study.
  let others: [GuessedInput]
  /// The drugs.
  let drugs: CodeSystemGuess
  /// The period.
  let period: PeriodGuess
  /// The names of the sexes.
  private(set) var sexes: LevelGuess?
  /// Files that are none of it, with the reason.
  private(set) var unused: [(names: [String], reason: String)] = []

  /// The question whether a file that is none of it is the roster; nil where there is none.
  let openRoster: Answer?

  /// The study of some groups of files.
  /// - Parameters:
  ///   - groups: the files.
  ///   - told: what is told of them.
  /// - Throws: `RxFault`: 65 where no file has prescriptions, 70 for a defect, 78 where several have or a code list can't be
  ///   used.
  init(_ groups: [FileGroup], _ told: ToldAnswers) throws(RxFault) {
    let roles = try RoleGuess(groups, told)
    let rx = ColumnGuess(roles.prescriptions.group, as: .prescriptions, told)
    guard rx.group.rows > 0 else {
      throw RxFault(
        .data, "\(rx.group.names[0]) has the names of columns and no row", remedy: "name a file with rows")
    }
    guard let drugs = try CodeSystemGuess(rx, roles.lists) else {
      throw RxFault(.software, "prescriptions without drugs were taken for such")
    }
    let roster = roles.roster.map { ($0, ColumnGuess($0.group, as: .patients, told)) }
    let keys = PatientKeys(rx, roster?.1, drug: drugs.choice.place)
    let prescriptions = InputGuess.prescriptions(
      roles.prescriptions, rx, keys.prescriptions, drugs, isFlat: roster == nil)
    var inputs = [prescriptions]
    if let (role, columns) = roster { inputs.append(InputGuess.patients(role, columns, keys.roster)) }
    unused = roles.unused
    for role in roles.periods {
      let same = role.kind == .observation ? ["observation_start", "observation_end"] : ["death_date"]
      guard !inputs.contains(where: { input in input.columns.contains { same.contains($0.key) } }) else {
        unused.append((role.group.names, "the roster tells the same"))
        continue
      }
      let columns = ColumnGuess(role.group, as: role.kind, told)
      inputs.append(InputGuess.days(role, columns, PatientKeys.choose(columns, like: prescriptions)))
    }
    for place in inputs.indices { inputs[place].settleDates(told) }
    let settled = inputs.filter { $0.format != nil }
    for place in inputs.indices {
      for other in settled { inputs[place].adoptDates(of: other) }
    }
    let unplaced = Set(roles.unused.flatMap(\.names))
    openRoster =
      roster != nil || told.layout != nil
      ? nil
      : Self.openRoster(groups.filter { $0.names.contains(where: unplaced.contains) }, prescriptions, told)
    self.drugs = drugs
    self.prescriptions = inputs[0]
    others = Array(inputs.dropFirst())
    if drugs.lists.isEmpty {
      unused += roles.lists.map { ($0.group.names, "a code list of which no drug is in the prescriptions") }
    }
    let (fills, format) = (inputs[0], inputs[0].format)
    let date = fills.place("date").flatMap { place in format.map { (place, $0) } }
    period = PeriodGuess(fills.group, patient: fills.place("patient"), date: date)
    sexes = names(of: "sex")
  }

  /// The question whether one of some files is the roster, since the patients are in it.
  private static func openRoster(
    _ groups: [FileGroup], _ prescriptions: GuessedInput, _ told: ToldAnswers
  ) -> Answer? {
    guard let place = prescriptions.place("patient") else { return nil }
    let patients = prescriptions.group.columns[place]
    for group in groups where told.role(of: group.names) == nil {
      guard group.columns.contains(where: { PatientKeys.share(of: patients, in: $0) >= 50 }) else { continue }
      return .choose(
        "\(group.names[0]) has the patients, and of its columns too little is known: the roster, or nothing",
        settle: "--role patients=\(group.names[0]) or none=\(group.names[0])")
    }
    return nil
  }

  /// The input that tells of the patients: the roster, or the prescriptions.
  var people: GuessedInput { others.first { $0.kind == .patients } ?? prescriptions }

  private func names(of key: String) -> LevelGuess? {
    guard let column = people.place(key), let patient = people.place("patient") else { return nil }
    let told = people.group.patients(patient, by: column) { $0 }.filter { $0.value >= fewestPatientsTold }
    return LevelGuess(people.group.columns[column], told: Set(told.keys))
  }

  /// The most frequent drugs that are not listed, of those that eleven patients or more have.
  var unlisted: [String] {
    guard let column = drugs.choice.place, let patient = prescriptions.place("patient") else { return [] }
    let isListed = drugs.isListed
    let counts = prescriptions.group.columns[column].counts
    let frequent = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(200).map(\.key)
    let wanted = Set(frequent.filter { !isListed($0) }.prefix(20))
    let patients = prescriptions.group.patients(patient, by: column) { wanted.contains($0) ? $0 : nil }
    return Array(
      frequent.filter { wanted.contains($0) && (patients[$0] ?? 0) >= fewestPatientsTold }.prefix(3))
  }
}
