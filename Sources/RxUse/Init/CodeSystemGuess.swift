import RxModel
import RxStudy

/// A code list among the files.
struct ListedCodes: Sendable {
  /// The file.
  let group: FileGroup
  /// Its columns of codes, classes and ingredients, by our names.
  let columns: [(key: String, place: Int)]

  /// The lists as the study names them.
  var files: [CodeListFile] {
    group.files.map { sample in
      let place = RxFault.Place(file: sample.file.name, line: 1)
      var syntax = FileSet(patterns: [], delimiter: group.dialect.delimiter)
      syntax.quotes = group.dialect.quotes
      var list = CodeListFile(Sourced(sample.file.name, at: place), syntax: syntax)
      for (key, column) in columns { list.columns[key] = Sourced(group.columns[column].name, at: place) }
      return list
    }
  }

  /// The code list that the files are; nil where they are none: it has a column of classes, and one whose values are codes.
  init?(_ group: FileGroup) {
    let columns = group.columns
    func isText(_ place: Int) -> Bool { columns[place].isMostly({ $0.contains { $0.isLetter } }, least: 90) }
    let hasPatients = columns.contains {
      Field.patient.rank($0.words) > 1 || Field.birthDate.rank($0.words) > 0 || Field.date.rank($0.words) > 2
    }
    guard !hasPatients, group.rows > 0 else { return nil }
    let exact = { (name: String) in columns.firstIndex { $0.name.lowercased() == name } }
    func namesClasses(_ place: Int, least: Int) -> Bool {
      columns[place].isMostly(Self.isClassName, least: least)
    }
    let called = columns.indices.filter {
      columns[$0].words.concepts.contains(.drugClass) && !columns[$0].words.hasUnknown
    }
    let ofClass =
      exact("class") ?? called.first { namesClasses($0, least: 1) }
      ?? columns.indices.first { columns[$0].counts.count <= 60 && namesClasses($0, least: 50) }
      ?? called.first
    let codes = columns.indices.filter {
      Field.drug.rank(columns[$0].words) > 0 && $0 != ofClass && columns[$0].counts.count * 2 > group.rows
    }
    guard let drugClass = ofClass, isText(drugClass), columns[drugClass].counts.count <= 60,
      let code = exact("code") ?? codes.first(where: { !isText($0) || columns[$0].isMostly(CodeForm.isATC) })
        ?? codes.first
    else { return nil }
    guard
      namesClasses(drugClass, least: 1)
        || (columns[drugClass].name.lowercased() == "class" && exact("code") != nil)
    else {
      return nil
    }
    let ingredient = exact("ingredient") ?? exact("drug")
    self.group = group
    self.columns =
      [("code", code), ("class", drugClass)]
      + (ingredient.map { $0 == code ? [] : [("ingredient", $0)] } ?? [])
  }
}

extension ListedCodes {
  /// True if a text names a class of drugs that are measured.
  static func isClassName(_ text: String) -> Bool {
    let text = text.lowercased()
    return ["benzo", "z-drug", "opioid", "opiat", "hypnotic", "sedative", "anxiolytic", "analgesic"].contains(
      where: text.contains)
  }
}

/// The form of a code.
enum CodeForm: String, CaseIterable, Sendable {
  case atc = "ATC codes"
  case ndc = "NDC of eleven digits or three parts"
  case bnf = "BNF codes"
  case snomed = "dm+d or SNOMED codes"
  case digits = "numbers"
  case name = "names"

  /// The form that nearly all values of a column have; nil where they have several.
  init?(_ column: ColumnSample) {
    let found = Self.allCases.first { form in column.isMostly(form.has, least: 90) }
    guard let found else { return nil }
    self = found
  }

  /// True where nearly all values can be NDC, in one form or another, also without leading zeros.
  static func canBeNDC(_ column: ColumnSample) -> Bool {
    column.isMostly({ ndc.has($0) || digits.has($0) }, least: 90)
  }

  /// True if a text has the form of an ATC code of any level below the first.
  static func isATC(_ text: String) -> Bool { CodeForm.atc.has(text) }

  private func has(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    let isDigit = bytes.map { (0x30...0x39).contains($0) }
    let isLetter = bytes.map { (0x41...0x5A).contains($0 & ~0x20) }
    switch self {
    case .atc:
      let form = [true, false, false, true, true, false, false]
      return [4, 5, 7].contains(bytes.count)
        && zip(zip(isLetter, isDigit), form).allSatisfy { kind, letter in letter ? kind.0 : kind.1 }
    case .ndc:
      let digits = NationalDrugCode.compared(text)
      return (9...14).contains(bytes.count) && digits.utf8.count == 11
        && digits.utf8.allSatisfy { $0 & 0xF0 == 0x30 }
        && isLetter.allSatisfy { !$0 }
    case .bnf:
      return (9...15).contains(bytes.count) && isDigit.prefix(4).allSatisfy { $0 }
        && zip(isDigit, isLetter).allSatisfy { $0 || $1 } && isLetter.contains(true)
    case .snomed: return (12...18).contains(bytes.count) && isDigit.allSatisfy { $0 }
    case .digits: return !bytes.isEmpty && isDigit.allSatisfy { $0 }
    case .name: return isLetter.count { $0 } >= 3
    }
  }
}

/// The column of drugs, and what its values are looked up in.
struct CodeSystemGuess: Sendable {
  /// The column.
  let choice: ColumnChoice
  /// The way in which its values are matched.
  let match: Answer
  /// The lists that it is looked up in; none: the built-in one.
  let lists: [ListedCodes]
  /// The classes of the list, for the measures.
  let classes: [String]
  /// True if a value is in the list.
  let isListed: @Sendable (String) -> Bool

  private struct Trial {
    let place: Int
    let rank: Int
    let match: DrugSource.Match
    let list: DrugList
    let isOwn: Bool
    let rows: Int
    let form: CodeForm?
    /// True where nearly every row has a value.
    let isFilled: Bool

    /// How good it is: codes of the list's own system first, then what is called a drug, then the rows that are listed.
    var worth: (Int, Int, Int, Int) {
      let isATC = form == .atc && match == .atc && !isOwn && isFilled ? 1 : 0
      let fits = match == .ndc ? (form == .ndc ? 2 : 0) : match == .code ? 1 : 0
      return (isATC, rank > 1 ? 1 : 0, rows, fits)
    }
  }

  private static let mostValues = 4000
  private static let builtInClasses = ["benzodiazepine", "z-drug", "opioid"]

  /// The drugs of prescriptions; nil where no column can hold drugs.
  /// - Parameters:
  ///   - columns: the choice of the prescriptions' columns.
  ///   - lists: the code lists among the files.
  /// - Throws: `RxFault`: 70 where the built-in list can't be read, 66 or 78 where one of the lists can't.
  init?(_ columns: ColumnGuess, _ lists: [ListedCodes]) throws(RxFault) {
    let trials = try Self.trials(columns, lists)
    let told = columns.toldColumn(.drug)
    let listed = trials.filter { $0.rows > 0 && (told == nil || $0.place == told?.place) }
    // A list that comes with the data is there to be used; then codes come before names.
    let own = listed.filter(\.isOwn)
    let pool = (own.isEmpty ? listed : own).filter { trial in
      let share = 100 * trial.rows / max(1, columns.group.columns[trial.place].filled)
      // Numbers are RxNorm's by chance, and a remark names a drug.
      return told != nil || trial.rank > 1 || share >= (trial.match == .code && !trial.isOwn ? 50 : 5)
    }
    guard let best = pool.max(by: { $0.worth < $1.worth }) else {
      guard let place = told?.place ?? trials.max(by: { $0.rank < $1.rank })?.place,
        !trials.isEmpty || told != nil
      else { return nil }
      self = Self.unlisted(place, told, columns)
      return
    }
    let filled = columns.group.columns[best.place].filled
    let share = shareText(best.rows, of: columns.group.rows)
    let isByName = best.rank > 1
    let form = best.form.map { "its values are \($0.rawValue)" } ?? "its values are of several forms"
    // Few values can be in a list by chance.
    let fitsForm = (best.form == .atc || best.form == .name || best.isOwn) && best.rows * 100 >= filled
    let isATC = best.form == .atc && best.match == .atc
    let list = best.list
    self.init(
      choice: told
        ?? columns.choice(
          best.place, isByName ? .likely : .guess,
          isByName ? "by its name; \(share) of rows are listed" : "\(share) of rows are listed"),
      match: Answer(
        best.match.rawValue, isATC ? .certain : fitsForm && isByName ? .likely : .guess,
        "\(form); \(share) of rows are listed"),
      lists: best.isOwn ? lists : [],
      classes: best.isOwn ? Self.measured(list) : Self.builtInClasses,
      isListed: { !list.match($0).isEmpty })
  }

  private init(
    choice: ColumnChoice, match: Answer, lists: [ListedCodes], classes: [String],
    isListed: @escaping @Sendable (String) -> Bool
  ) {
    (self.choice, self.match, self.lists, self.classes) = (choice, match, lists, classes)
    self.isListed = isListed
  }

  /// The classes of a list that a first report is on: those whose names are known, else the first.
  private static func measured(_ list: DrugList) -> [String] {
    let all = list.entries.map(\.drugClass).distinct()
    let known = all.filter(ListedCodes.isClassName)
    return Array((known.isEmpty ? all : known).prefix(6))
  }

  /// Drugs of which none is listed.
  private static func unlisted(_ place: Int, _ told: ColumnChoice?, _ columns: ColumnGuess) -> CodeSystemGuess
  {
    let form = CodeForm(columns.group.columns[place])?.rawValue ?? "codes of several forms"
    return CodeSystemGuess(
      choice: told ?? columns.choice(place, .guess, "by its name"),
      match: .choose(
        "the values of \(columns.name(place)) are \(form), which are in no list that is known: a code list (columns code"
          + " and class), or a column of ATC codes or names",
        settle: "the list among the files, or --column drug=HEADER"),
      lists: [], classes: builtInClasses, isListed: { _ in false })
  }

  private static func trials(_ columns: ColumnGuess, _ lists: [ListedCodes]) throws(RxFault) -> [Trial] {
    var built: [DrugSource.Match: DrugList] = [:]
    var own: [DrugSource.Match: DrugList] = [:]
    for match in [DrugSource.Match.atc, .name, .code] { built[match] = try CodeList.builtIn(match: match) }
    if !lists.isEmpty {
      for match in [DrugSource.Match.ndc, .code, .atc] { own[match] = try Self.load(lists, match) }
    }
    var trials: [Trial] = []
    for place in columns.group.columns.indices {
      let column = columns.group.columns[place]
      let rank = Field.drug.rank(column.words)
      let isTold = columns.toldColumn(.drug)?.place == place
      guard isTold || rank > 0 || column.words.concepts.isEmpty, column.filled > 0,
        columns.fits(place, .drug, rank: rank)
      else { continue }
      let form = CodeForm(column)
      for (match, list) in own.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
        guard match == .code || (match == .atc ? form == .atc : CodeForm.canBeNDC(column)) else {
          continue
        }
        let rows = Self.rows(column, in: list)
        trials.append(
          Trial(
            place: place, rank: rank, match: match, list: list, isOwn: true, rows: rows, form: form,
            isFilled: column.isFilled))
      }
      let match: DrugSource.Match? =
        form == .atc ? .atc : form == .name ? .name : form == .digits ? .code : nil
      let list = match.flatMap { built[$0] } ?? built[.name]
      if let list {
        trials.append(
          Trial(
            place: place, rank: rank, match: match ?? .name, list: list, isOwn: false,
            rows: Self.rows(column, in: list), form: form, isFilled: column.isFilled))
      }
    }
    return trials
  }

  private static func load(_ lists: [ListedCodes], _ match: DrugSource.Match) throws(RxFault) -> DrugList {
    var source = DrugSource()
    source.files = lists.flatMap(\.files)
    source.match = match
    let files = lists.flatMap(\.group.files).map(\.file)
    let paths = Dictionary(files.map { ($0.name, $0.path) }) { first, _ in first }
    return try CodeList.load(source) { paths[$0] ?? $0 }
  }

  /// Rows of the most frequent values that are listed.
  private static func rows(_ column: ColumnSample, in list: DrugList) -> Int {
    let values = column.counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(mostValues)
    return values.reduce(0) { $0 + (list.match($1.key).isEmpty ? 0 : $1.value) }
  }
}
