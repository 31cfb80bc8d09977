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
  private(set) var dates: Answer?
  /// The same where it is settled.
  private(set) var format: DateFormat?
  /// The formats that are equally good where it is not.
  private var rivals: [DateFormat] = []
  /// The decimal sign, where it is no point.
  private(set) var decimal: Answer?
  /// How rows say that they take a fill back; nil where none does.
  private(set) var reversals: Answer?
  /// The words for missing values in its columns that eleven patients or more have.
  private(set) var missing: [String] = []
  /// What could not be mapped, in words.
  var notes: [String] = []

  /// Files without columns yet.
  init(kind: InputKind, group: FileGroup, role: Answer) {
    self.kind = kind
    self.group = group
    self.role = role
  }

  /// The place of the column with this key; nil where it is not settled.
  func place(_ key: String) -> Int? { columns.first { $0.key == key }?.choice.place }

  /// The fields of days with their columns.
  private var days: [(field: Field, key: String, column: ColumnSample)] {
    columns.compactMap { key, choice in
      guard let place = choice.place, let field = Field.allCases.first(where: { $0.key(in: kind) == key }),
        field.isDate
      else { return nil }
      return (field, key, group.columns[place])
    }
  }

  /// The columns that have values and that the study does not use, those of days first: among them can be one that was not
  /// recognised. Nil where there are none.
  var unusedColumns: String? {
    let used = Set(columns.compactMap(\.choice.place) + attributes.compactMap(\.choice.place))
    let unused = group.columns.indices.filter { !used.contains($0) && group.columns[$0].filled > 0 }
    func hasDays(_ place: Int) -> Bool {
      group.columns[place].dates.contains { !$0.isCounted || $0.format == format }
        && !group.columns[place].isWhole(DateFormat.believedYears)
    }
    func named(_ place: Int) -> String { "'\(messageLine(group.columns[place].name, longest: 60))'" }
    let days = unused.filter(hasDays)
    let names = (days.map { named($0) + " (days)" } + unused.filter { !days.contains($0) }.map(named))
    guard !names.isEmpty else { return nil }
    let more = names.count > 6 ? " and \(names.count - 6) more" : ""
    return "Columns that are not used: \(names.prefix(6).joined(separator: ", "))\(more)."
  }

  /// Looks how numbers and missing values are written.
  mutating func findWriting() {
    if let place = place("quantity") {
      let values = group.columns[place].counts.keys
      let withComma = values.filter { $0.contains(",") }
      // Three digits behind each comma can be thousands.
      if !withComma.isEmpty, !values.contains(where: { $0.contains(".") }) {
        let isClear = withComma.contains { ($0.split(separator: ",").last?.count ?? 0) != 3 }
        if !isClear, group.dialect.delimiter == UInt8(ascii: ",") {
          notes.append(
            "the quantity seems to have commas between thousands, and such are no numbers: take the commas out"
          )
        } else {
          decimal = Answer("\",\"", isClear ? .certain : .guess, "the quantity has commas and no points")
        }
      }
    }
    findReversals()
    guard let patient = place("patient") else { return }
    leaveOutAmbiguousWords()
    let places = columns.compactMap(\.choice.place) + attributes.compactMap(\.choice.place)
    let words = places.flatMap { group.missing(in: $0, ofPatientsBy: patient) }
    missing = Set(words).sorted()
  }

  /// Leaves out columns of days with words that mean something in another column: a word for a missing value is one in all
  /// columns of the input.
  private mutating func leaveOutAmbiguousWords() {
    let places = columns.compactMap(\.choice.place) + attributes.compactMap(\.choice.place)
    for (key, choice) in columns {
      guard let place = choice.place,
        group.columns[place].wordsAmongDates.contains(where: { word in
          places.contains { group.columns[$0].counts[word] != nil }
        })
      else { continue }
      notes.append("\(key) is not mapped: what stands among its days is a value in another column")
      columns.removeAll { $0.key == key }
    }
  }

  /// Looks whether some rows have negative quantities or supplies, as those have that take a fill back.
  private mutating func findReversals() {
    guard kind == .prescriptions, let patient = place("patient") else { return }
    let columns = ["quantity", "days_supply"].compactMap(place)
    let people = group.columns[patient].values
    var negative: [(patient: String, isOfFill: Bool)] = []
    for column in columns {
      let values = group.columns[column].values
      let ofPatients = Set(zip(people, values).map { [$0, $1] })
      for (key, value) in zip(people, values) where value.hasPrefix("-") {
        negative.append((key, ofPatients.contains([key, String(value.dropFirst())])))
      }
    }
    // A number that stands for not known is nobody's fill.
    guard Set(negative.map(\.patient)).count >= fewestPatientsTold, negative.count * 4 < group.rows,
      negative.count(where: \.isOfFill) * 2 > negative.count
    else { return }
    reversals = Answer(
      "{negative: true}", .guess,
      "some rows have a negative quantity or supply, as those have that take a fill back")
  }

  /// The last year of which data are believed to be there: days from 1970 read ten years later than days from 1960 do.
  private static let lastYearOfExtracts = 2030

  /// Finds the format of the dates.
  mutating func settleDates(_ told: ToldAnswers) {
    if let told = told.dates(of: kind) {
      (dates, format) = (.told(told.description, by: "--date-format"), told)
      if let first = days.first(where: { $0.column.filled > 0 }),
        first.column.counts.keys.allSatisfy({ told.day($0) == nil })
      {
        let others = first.column.dates(of: first.field).map(\.format.description)
        let known = others.isEmpty ? "" : ", which \(others.prefix(3).joined(separator: " or ")) does"
        format = nil
        dates = .choose("\(told) reads no date of \(first.key)\(known)", settle: "--date-format PATTERN")
      }
      return
    }
    let written = days.filter { $0.column.filled > 0 }
    guard let first = written.first else {
      if let day = days.first {
        dates =
          group.rows == 0
          ? nil : .choose("\(day.key) is empty in all rows that were read", settle: "--date-format")
      }
      return
    }
    var formats = first.column.dates(of: first.field).map(\.format)
    if formats.isEmpty { formats = first.column.dates.filter { !$0.isCounted }.map(\.format) }
    for (field, key, column) in written.dropFirst() {
      let own = Set(column.dates(of: field).map(\.format))
      let both = formats.filter(own.contains)
      guard both.isEmpty else {
        formats = both
        continue
      }
      notes.append("\(key) is not mapped: its dates are written otherwise than those of \(first.key)")
      columns.removeAll { $0.key == key }
    }
    settle(formats, first.key)
  }

  private mutating func settle(_ formats: [DateFormat], _ key: String) {
    let columns = days.map(\.column)
    func rows(_ format: DateFormat) -> Int {
      columns.reduce(0) { $0 + ($1.dates.first { $0.format == format }?.rows ?? 0) }
    }
    // Of formats that read as many, the stricter comes first.
    let ranked = formats.enumerated().sorted { a, b in
      (rows(b.element), a.offset) < (rows(a.element), b.offset)
    }.map(\.element)
    guard let best = ranked.first else {
      let areShort = days.contains {
        $0.column.isMostly({ $0.wholeMatch(of: #/\d\d?[-./]\d\d?[-./]\d\d/#) != nil })
      }
      let why = areShort ? " (two digits of the year can't be read)" : "; write them as 2019-01-31"
      dates = .choose(
        "no format that is known reads the dates of \(key)\(why)", settle: "--date-format PATTERN")
      return
    }
    func differ(_ a: DateFormat, _ b: DateFormat) -> Bool {
      columns.contains { DateReading.differ(a, b, in: $0.counts) }
    }
    let others = ranked.filter { differ(best, $0) }
    let all = columns.reduce(0) { $0 + $1.filled }
    let equal = others.filter {
      (rows(best) - rows($0)) * 100 < all || rows(best) - rows($0) < fewestPatientsTold
    }
    guard equal.isEmpty else {
      // Of formats that read the same days one is enough.
      rivals = equal.reduce(into: [best]) { kept, other in
        if kept.allSatisfy({ differ($0, other) }) { kept.append(other) }
      }
      let names = rivals.map(\.description).joined(separator: " or ")
      dates = .choose("\(names): no date tells them apart", settle: "--date-format PATTERN")
      return
    }
    format = best
    let isCounted = best == .excel || best == .sas
    let isGuessed = self.columns.contains { $0.key == key && $0.choice.answer.grade == .guess }
    let isOfUnix =
      best == .sas
      && days.contains { field, _, column in
        field != .birthDate
          && column.dates.contains {
            $0.format == .sas && $0.years.upperBound + 10 <= Self.lastYearOfExtracts
          }
      }
    let grade: Grade =
      isCounted && (isGuessed || isOfUnix) ? .guess : isCounted || !others.isEmpty ? .likely : .certain
    dates = Answer(
      best.description, grade,
      isCounted
        ? "numbers that count days; the years fit"
          + (isOfUnix
            ? ", if they are counted from 1960: days from 1970, as R and Unix count, are to be written as dates first"
            : "")
        : "no other format reads \(others.isEmpty ? "them" : "as many")")
  }

  /// True where two formats read the same days of the columns.
  private func readsAlike(_ a: DateFormat, _ b: DateFormat) -> Bool {
    a == b
      || days.allSatisfy { day in
        day.column.counts.keys.allSatisfy { a.day($0) == nil || a.day($0) == b.day($0) }
      }
  }

  /// Takes over the format of another input of the extract where it is one of those that are equally good.
  mutating func adoptDates(of other: GuessedInput) {
    guard format == nil, let found = other.format, rivals.contains(where: { readsAlike($0, found) }) else {
      return
    }
    format = found
    dates = Answer(
      found.description, .guess, "as in the \(other.kind.rawValue); the dates here don't decide it")
  }
}

extension FileGroup {
  /// The words for a missing value in a column that eleven patients or more have.
  fileprivate func missing(in column: Int, ofPatientsBy patient: Int) -> [String] {
    guard !columns[column].missing.isEmpty else { return [] }
    var found: [String: Set<String>] = [:]
    for (text, key) in zip(columns[column].texts, columns[patient].values) where !key.isEmpty {
      let word = trimmingBlanks(text)
      if columns[column].missing[word] != nil { found[word, default: []].insert(key) }
    }
    return found.filter { $0.value.count >= fewestPatientsTold }.map(\.key)
  }
}
