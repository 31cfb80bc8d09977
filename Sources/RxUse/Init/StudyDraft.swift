import RxModel
import RxStudy

/// The text of a study file with the trust that each of its answers deserves.
struct StudyDraft {
  private(set) var lines: [String] = []
  /// The lines that are still to be chosen, with what is to be chosen.
  private(set) var open: [(line: Int, text: String)] = []
  /// What the terminal is to say too: answers by which rows are lost.
  private(set) var toTell: [String] = []
  /// The number of answers of each grade.
  private(set) var grades: [Grade: Int] = [:]

  /// The text.
  var text: String { lines.map { $0 + "\n" }.joined() }

  /// The study that was found.
  /// - Parameters:
  ///   - guess: the study.
  ///   - told: what was told of the files.
  ///   - names: the names of all files that were looked at.
  init(_ guess: StudyGuess, _ told: ToldAnswers, names: [String]) {
    let measures = MeasureGuess(guess)
    addOpening(guess)
    addPeriod(guess, amongst: names)
    if let layout = told.layout {
      add("", "layout", Answer(layout.layout.name, .certain, "all columns of its tables are there"))
      addLine("")
    }
    for input in [guess.prescriptions] + guess.others { addInput(input, told, amongst: names) }
    if let open = guess.openRoster { add("", InputKind.patients.rawValue, open) }
    addDrugs(guess)
    addGroups(guess, measures, told)
    addLine("measures:")
    for line in measures.measures { addLine("  \(line)") }
    addLine("")
    addLine("# Figures of few persons, and what would give them away, are kept back.")
    addLine("disclosure: {preset: cms11}")
    if let answer = ToleranceGuess([guess.prescriptions] + guess.others, layout: told.layout?.layout).answer {
      addLine("tolerance:")
      add("  ", "rejected_rows", answer)
      if answer.grade != .undecided { toTell.append("rejected_rows: \(answer.value): \(answer.evidence)") }
    }
    addLine("output: {formats: [csv, markdown, html]}")
  }

  private mutating func addLine(_ line: String) { lines.append(messageLine(line)) }

  private mutating func addNote(_ indent: String, _ note: String) { addLine("\(indent)# \(note)") }

  /// Adds a key with its value and the grade of it.
  private mutating func add(_ indent: String, _ key: String, _ answer: Answer) {
    grades[answer.grade, default: 0] += 1
    guard answer.grade == .undecided else {
      addLine("\(indent)\(key): \(answer.value)  # \(answer.grade.rawValue): \(answer.evidence)")
      return
    }
    addLine("\(indent)\(key): \(undecidedValue)  # CHOOSE: \(answer.evidence)")
    open.append((lines.count, "\(key) is to be chosen: \(answer.evidence)"))
  }

  private mutating func addOpening(_ guess: StudyGuess) {
    addNote(
      "",
      "Made by 'rxuse init' from rows of the files. Behind each answer stands how far it can be trusted: certain"
    )
    addNote(
      "",
      "(one reading alone is possible), likely (name and values agree), guess (one of them says so). What the data"
    )
    addNote("", "don't decide says CHOOSE, and no run goes before it is chosen.")
    for input in [guess.prescriptions] + guess.others {
      addNote("", "Read of \(Self.listed(input.group.names)): \(input.group.extent).")
    }
    for (names, reason) in guess.unused { addNote("", "Not used: \(Self.listed(names)) (\(reason)).") }
    addLine("")
  }

  private static func listed(_ names: [String]) -> String {
    names.prefix(3).joined(separator: ", ") + (names.count > 3 ? " and \(names.count - 3) more" : "")
  }

  private mutating func addPeriod(_ guess: StudyGuess, amongst names: [String]) {
    let classes = guess.drugs.classes.joined(separator: ", ")
    let drugs = guess.drugs.lists.isEmpty ? "Benzodiazepine and opioid use" : "Use of \(classes)"
    let title = drugs + (guess.period.years.map { ", \($0)" } ?? "")
    addLine("title: \(StudyNode(.text(title)).written)")
    addLine("period:")
    add("  ", "start", guess.period.start)
    var end = guess.period.end
    let group = guess.prescriptions.group
    if guess.period.isWholeYear, group.patterns(amongst: names) != group.names {
      end.evidence +=
        "; fills of files that come later lie behind it: last-complete-month would go on with them"
    }
    add("  ", "end", end)
    addLine("  interval: year")
    addLine("persons: any")
    addLine("")
  }

  private mutating func addInput(_ input: GuessedInput, _ told: ToldAnswers, amongst names: [String]) {
    addLine("\(input.kind.rawValue):")
    for note in input.notes { addNote("  ", note) }
    if input.group.columns.contains(where: { $0.damaged > 0 }) {
      addNote("  ", "some text is not UTF-8 (Latin-1?); convert the file: iconv -f LATIN1 -t UTF-8 IN > OUT")
    }
    let patterns = input.group.patterns(amongst: names).map { StudyNode(.text($0)).written }
    add("  ", "files", Answer("[\(patterns.joined(separator: ", "))]", input.role.grade, input.role.evidence))
    let dialect = input.group.dialect
    if dialect.delimiter != UInt8(ascii: ",") { add("  ", "delimiter", dialect.answer) }
    if dialect.quotes == .none { add("  ", "quotes", Answer("none", .likely, "quotes stand within fields")) }
    if let decimal = input.decimal { add("  ", "decimal", decimal) }
    if let dates = input.dates, dates.value != "\(DateFormat.auto)" || !told.isLaidOut(input.kind) {
      add("  ", "dates", dates)
    }
    if let reversals = input.reversals { add("  ", "reversals", reversals) }
    if !input.missing.isEmpty {
      add(
        "  ", "missing",
        Answer(
          "[\(input.missing.map { "\"\(Self.escaped($0))\"" }.joined(separator: ", "))]", .likely,
          "words for a missing value"))
    }
    addColumns("columns", input.columns, input.kind, told)
    addColumns("attributes", input.attributes.map { ($0.name, $0.choice) }, input.kind, told)
    if !told.isLaidOut(input.kind), let unused = input.unusedColumns { addNote("  ", unused) }
    addLine("")
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
  }

  private mutating func addColumns(
    _ block: String, _ columns: [(key: String, choice: ColumnChoice)], _ kind: InputKind, _ told: ToldAnswers
  ) {
    // What a layout says needs no line, but where the command line says otherwise.
    let shown = columns.filter { key, choice in
      let field = Field.allCases.first { $0.key(in: kind) == key }
      return !told.isLaidOut(kind) || choice.place == nil || field.map { told.isSaid($0, of: kind) } ?? false
    }
    guard !shown.isEmpty else { return }
    addLine("  \(block):")
    for (key, choice) in shown { add("    ", key, choice.answer) }
  }

  private mutating func addDrugs(_ guess: StudyGuess) {
    addLine("drugs:")
    if !guess.unlisted.isEmpty {
      let drugs = guess.unlisted.map { "'\(messageLine($0, longest: 60))'" }.joined(separator: ", ")
      addNote("  ", "The most frequent that are not listed: \(drugs).")
    }
    let files = guess.drugs.lists.flatMap(\.written)
    if !files.isEmpty { addLine("  files: [\(files.joined(separator: ", "))]") }
    add("  ", "match", guess.drugs.match)
    addLine("")
  }

  private mutating func addGroups(_ guess: StudyGuess, _ measures: MeasureGuess, _ told: ToldAnswers) {
    guard !measures.groupings.isEmpty else { return }
    addLine("groups:")
    if measures.hasAge { addLine("  age_bands: [0, 18, 36, 51, 65, 80]") }
    addLine("  by: [\(measures.groupings)]")
    if let sexes = guess.sexes, told.layout?.layout.study[["groups", "levels", "sex"]] == nil {
      addLine("  levels:")
      add("    ", "sex", sexes.answer)
    }
    addLine("")
  }
}

extension ListedCodes {
  /// The lists as the study writes them.
  var written: [String] {
    group.names.map { name in
      var entries: [(key: StudyNode, value: StudyNode)] = [("file", StudyNode(.text(name)))]
      let named = columns.filter { $0.key != group.columns[$0.place].name }
      if !named.isEmpty {
        let headers = named.map {
          (key: StudyNode(.text($0.key)), value: StudyNode(.text(group.columns[$0.place].name)))
        }
        entries.append(("columns", StudyNode(.map(headers))))
      }
      let delimiter = group.dialect.delimiter
      if delimiter != UInt8(ascii: ",") {
        entries.append(
          ("delimiter", StudyNode(.text(delimiter == 0x09 ? "tab" : String(UnicodeScalar(delimiter))))))
      }
      if group.dialect.quotes == .none { entries.append(("quotes", "none")) }
      return entries.count == 1 ? StudyNode(.text(name)).written : StudyNode(.map(entries)).written
    }
  }
}
