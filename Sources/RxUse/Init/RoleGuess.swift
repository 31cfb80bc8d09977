import RxModel

/// Which files are what.
struct RoleGuess: Sendable {
  /// Files with what they are.
  struct Role: Sendable {
    let kind: InputKind
    let group: FileGroup
    let answer: Answer
  }

  /// The prescriptions.
  let prescriptions: Role
  /// The roster.
  let roster: Role?
  /// Periods of observation, and deaths.
  let periods: [Role]
  /// The code lists.
  let lists: [ListedCodes]
  /// The files that are none of these, with the reason.
  let unused: [(names: [String], reason: String)]

  /// The names of roles on the command line.
  static let names = ["prescriptions", "patients", "observation", "deaths", "codes", "none"]

  /// The roles of some groups of files.
  /// - Parameters:
  ///   - groups: the files.
  ///   - told: what the command line decides.
  /// - Throws: `RxFault` (65) where no file has prescriptions, or several that are not alike have.
  init(_ groups: [FileGroup], _ told: ToldAnswers) throws(RxFault) {
    var found: [Role] = []
    var lists: [ListedCodes] = []
    var unused: [(names: [String], reason: String)] = []
    for group in groups {
      let role = told.role(of: group.names)
      if role == nil || role?.name == "codes", let list = ListedCodes(group) {
        lists.append(list)
      } else if let role {
        guard role.name != "codes" else {
          throw RxFault(
            .data,
            "\(group.names[0]) is no code list (\(role.source)): that has a column of codes, one of classes, and no patients",
            remedy: "name the columns code and class, or leave the file out")
        }
        guard let kind = InputKind(rawValue: role.name) else {
          unused.append((group.names, role.source))
          continue
        }
        found.append(Role(kind: kind, group: group, answer: .told("", by: role.source)))
      } else if let layout = told.layout {
        unused.append((group.names, "no table of the layout \(layout.layout.name)"))
      } else if let kind = Self.kind(of: group, told) {
        found.append(Role(kind: kind, group: group, answer: Answer("", .likely, Self.evidence(of: kind))))
      } else {
        unused.append((group.names, "its columns are those of no input"))
      }
    }
    func only(_ kind: InputKind) throws(RxFault) -> Role? {
      let own = found.filter { $0.kind == kind }
      guard own.count > 1 else { return own.first }
      let names = own.map { "'\($0.group.names[0])'" }.joined(separator: ", ")
      throw RxFault(
        .config, "several files with other columns each look like \(kind.rawValue): \(names)",
        remedy:
          "write them with the same columns, or name one with --role \(kind.rawValue)=FILE and the others, whose "
          + "rows are then left out, with --role none=FILE")
    }
    guard let prescriptions = try only(.prescriptions) else {
      throw RxFault(
        .data, "no file looks like prescriptions: a patient, a date and a drug on each row",
        remedy: "name its columns: --column patient=HEADER --column date=HEADER --column drug=HEADER")
    }
    self.prescriptions = prescriptions
    roster = try only(.patients)
    periods = [try only(.observation), try only(.deaths)].compactMap { $0 }
    self.lists = lists
    self.unused = unused
  }

  private static func evidence(of kind: InputKind) -> String {
    switch kind {
    case .prescriptions: "rows have a patient, a date and a drug"
    case .patients: "rows have a patient and who that is"
    case .observation: "rows have a patient and a first and a last day"
    default: "rows have a patient and a day of death"
    }
  }

  /// The kind of input that the columns of files make of them; nil where they are of none.
  private static func kind(of group: FileGroup, _ told: ToldAnswers) -> InputKind? {
    func has(_ field: Field, _ kind: InputKind, least: Int = 1) -> Bool {
      let columns = ColumnGuess(group, as: kind, told)
      return columns.toldColumn(field) != nil || columns.candidates(field).contains { $0.rank >= least }
    }
    let columns = ColumnGuess(group, as: .prescriptions, told)
    let drugs = hasDrugs(columns)
    // Fills by their names are such, whosever they are: the patient is then asked for.
    if drugs,
      has(.patient, .prescriptions) || has(.date, .prescriptions, least: 5)
        || columns.unnamed(taken: []).contains(where: columns.isLikeIdentifier)
    {
      return .prescriptions
    }
    guard has(.patient, .patients) || !columns.unnamed(taken: []).isEmpty else { return nil }
    let isPerson = [Field.birthDate, .birthYear, .sex].contains { has($0, .patients) }
    if isPerson || columns.unnamed(taken: []).contains(where: { LevelGuess.areWords(group.columns[$0]) }) {
      return .patients
    }
    if has(.observationStart, .observation, least: 2), has(.observationEnd, .observation, least: 2) {
      return .observation
    }
    return has(.deathDate, .deaths) ? .deaths : nil
  }

  /// True where a column is called a drug, or holds names or ATC codes of drugs.
  private static func hasDrugs(_ columns: ColumnGuess) -> Bool {
    if columns.toldColumn(.drug) != nil { return true }
    let places = columns.candidates(.drug)
    if places.contains(where: { $0.rank > 1 }) { return true }
    return (places.map(\.place) + columns.unnamed(taken: [])).contains { place in
      let column = columns.group.columns[place]
      guard !column.dates.contains(where: { !$0.isCounted }) else { return false }
      switch CodeForm(column) {
      case .atc, .ndc, .snomed, .bnf: return column.repeats || column.filled < 30
      case .digits: return places.contains { $0.place == place }
      case .name: return column.isMostly({ $0.count > 6 }, least: 60) && column.repeats
      case nil: return false
      }
    }
  }
}
