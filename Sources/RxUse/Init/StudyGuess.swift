import RxModel

/// An input of the study as `init` found it.
struct GuessedInput: Sendable {
  /// Its kind.
  let kind: InputKind
  /// Its files.
  let group: FileGroup
  /// What speaks for the files being of this kind.
  let role: Answer
  /// Its columns in the order of the study, by key.
  var columns: [(key: String, choice: ColumnChoice)] = []
  /// The patients' attributes, by name.
  var attributes: [(name: String, choice: ColumnChoice)] = []
  /// The format of its dates; nil where it has none.
  var dates: Answer?
  /// The same where it is settled.
  var format: DateFormat?
  /// The decimal sign, where it is no point.
  var decimal: Answer?
  /// The words for missing values in its columns.
  var missing: [String] = []
  /// What could not be mapped, in words.
  var notes: [String] = []

  /// The place of the column with this key; nil where it is not settled.
  func place(_ key: String) -> Int? { columns.first { $0.key == key }?.choice.place }
}

/// What the command line decides.
struct ToldAnswers: Sendable {
  /// The formats of dates: of all files, or of one kind of input.
  var dates: [String: DateFormat] = [:]
  /// The headers of fields, by `field` or `input.field`.
  var columns: [String: String] = [:]
  /// The kind of input that a file is, by its name.
  var roles: [String: String] = [:]

  /// The header of a field of an input.
  func column(_ field: Field, of kind: InputKind) -> String? {
    columns["\(kind.rawValue).\(field.rawValue)"] ?? columns[field.rawValue]
  }
}

/// The study that files seem to be for.
struct StudyGuess: Sendable {
  /// The prescriptions.
  private(set) var prescriptions: GuessedInput
  /// The patients' files, in the order of the study.
  private(set) var others: [GuessedInput] = []
  /// The drugs.
  let drugs: CodeSystemGuess
  /// The period.
  private(set) var period: PeriodGuess
  /// The names of the sexes.
  private(set) var sexes: LevelGuess?
  /// Files that are none of it, with the reason.
  private(set) var unused: [(names: [String], reason: String)] = []

  /// The study of some groups of files.
  /// - Parameters:
  ///   - groups: the files.
  ///   - told: what the command line decides.
  /// - Throws: `RxFault`: 65 where no file has prescriptions or several have, 70 for a defect.
  init(_ groups: [FileGroup], _ told: ToldAnswers) throws(RxFault) {
    let roles = try RoleGuess(groups, told)
    let rx = ColumnGuess(group: roles.prescriptions.group) { told.column($0, of: .prescriptions) }
    guard let drugs = try CodeSystemGuess(rx, roles.lists) else {
      throw RxFault(.software, "prescriptions without drugs were taken for such")
    }
    self.drugs = drugs
    let roster = roles.roster
    let rosterColumns = roster.map { roster in
      ColumnGuess(group: roster.group) { told.column($0, of: .patients) }
    }
    let keys = PatientKeys(rx, rosterColumns, drug: drugs.choice.place)
    prescriptions = InputGuess.prescriptions(roles.prescriptions, rx, keys.prescriptions, drugs, isFlat: roster == nil)
    prescriptions.settleDates(told)
    if let roster, let rosterColumns {
      var input = InputGuess.patients(roster, rosterColumns, keys.roster)
      input.settleDates(told)
      others.append(input)
    }
    for role in roles.periods {
      guard role.kind == .observation ? !hasPeriods : !hasDeaths else {
        unused.append((role.group.names, "the roster has the same"))
        continue
      }
      let columns = ColumnGuess(group: role.group) { told.column($0, of: role.kind) }
      let key = PatientKeys.choose(columns, like: prescriptions)
      var input = InputGuess.days(role, columns, key)
      input.settleDates(told)
      others.append(input)
    }
    let date = prescriptions.place("date").flatMap { place in prescriptions.format.map { (place, $0) } }
    period = PeriodGuess(prescriptions.group, patient: prescriptions.place("patient"), date: date)
    unused += roles.unused
    sexes = names(of: "sex")
  }

  private var hasPeriods: Bool { others.contains { $0.columns.contains { $0.key == "observation_start" } } }
  private var hasDeaths: Bool { others.contains { $0.columns.contains { $0.key == "death_date" } } }

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
