import RxModel

/// The keys that every kind of input shares: `files` (or `file`), `delimiter`, `quotes`, `missing`, `dates`, `columns`,
/// `attributes`.
enum FileSetBlock {
  /// The keys that say how files are written.
  static let syntaxKeys = ["delimiter", "quotes", "missing", "dates"]

  /// The files of a block; `key` is `files` or `file`.
  static func read(_ map: StudyMap, key: String = "files") throws(RxFault) -> FileSet {
    var patterns: [Sourced] = []
    for file in try map.required(key).list() { patterns.append(try file.sourced()) }
    var files = FileSet(patterns: patterns)
    if let value = map["delimiter"] { files.delimiter = try delimiter(value) }
    if let value = map["quotes"] { files.quotes = try value.choice(QuoteRule.self) }
    if let value = map["decimal"] { files.decimal = try decimal(value) }
    if let value = map["missing"] { files.missing = try missing(value) }
    if let value = map["dates"] { files.dates = try dates(value) }
    return files
  }

  static func decimal(_ value: StudyValue) throws(RxFault) -> UInt8 {
    let text = try value.text()
    guard let byte = text.utf8.first, text == "." || text == "," else {
      throw value.fault("'\(value.key)' can't be '\(text)': it is one of \".\" or \",\"")
    }
    return byte
  }

  private static func missing(_ value: StudyValue) throws(RxFault) -> [String] {
    var words: [String] = []
    for item in value.isEmptyList ? [] : try value.list() {
      let word = trimmingBlanks(try item.text())
      guard !word.isEmpty else {
        throw item.fault("'\(value.key)' has an empty text, which is missing anyway")
      }
      words.append(word)
    }
    return words
  }

  private static func dates(_ value: StudyValue) throws(RxFault) -> DateFormat {
    let text = try value.text()
    if let format = DateFormat(text) { return format }
    // A century can't be known from two digits.
    let hasShortYear = text.contains("yy") && !text.contains("yyyy")
    guard !hasShortYear else {
      throw value.fault(
        "'\(value.key)' can't be '\(text)': yy does not tell the century",
        remedy: "have the dates exported with four digits of the year (yyyy)")
    }
    let known = [
      "auto", "excel", "sas", "MM/dd/yyyy", "M/d/yyyy", "dd/MM/yyyy", "dd.MM.yyyy", "ddMMMyyyy",
      "dd-MMM-yyyy",
    ]
    throw value.noChoice(
      text, known + ["or another pattern of yyyy, MM or M, MMM, dd or d with /, -, . or nothing between"])
  }

  static func delimiter(_ value: StudyValue) throws(RxFault) -> UInt8 {
    let text = try value.text()
    switch text {
    case ",", ";", "|", "\t": return text.utf8.first ?? UInt8(ascii: ",")
    case "tab", "\\t": return 0x09
    default:
      throw value.fault("'\(value.key)' can't be '\(text)': it is one of \",\", \";\", \"|\", \"\\t\" or tab")
    }
  }

  /// The columns of the block `columns` of an input, by its table.
  static func columns(_ map: StudyMap, of kind: InputKind) throws(RxFault) -> [InputColumn: Sourced] {
    var columns: [InputColumn: Sourced] = [:]
    let rules = kind.columns.filter { $0.block == .columns }
    for rule in rules {
      switch rule.need {
      case .required: columns[rule.column] = try map.required(rule.key).header()
      case .optional: columns[rule.column] = try map[rule.key]?.header()
      case .oneOf:
        let group = rules.filter { $0.need == rule.need }
        // The first of them is the place of the group in the table.
        guard group.first?.column == rule.column, let (one, name) = try one(of: group, in: map) else {
          continue
        }
        columns[one.column] = name
      }
    }
    return columns
  }

  /// The column of a group of alternatives that is mapped; nil where none is.
  private static func one(of rules: [ColumnRule], in map: StudyMap) throws(RxFault) -> (ColumnRule, Sourced)?
  {
    var found: (rule: ColumnRule, value: StudyValue)?
    for rule in rules {
      guard let value = map[rule.key] else { continue }
      if let found {
        throw value.fault("both '\(found.rule.key)' and '\(rule.key)' are mapped", remedy: "keep one of them")
      }
      found = (rule, value)
    }
    guard let found else { return nil }
    return (found.rule, try found.value.header())
  }

  /// The attributes: any name, and the column that holds it.
  static func attributes(_ value: StudyValue?) throws(RxFault) -> [Attribute] {
    guard let value else { return [] }
    var attributes: [Attribute] = []
    for (name, column) in try value.freeMap().entries {
      guard !ResultColumns.reserved.contains(name.name), !name.name.isEmpty else {
        throw RxFault(
          .config, "an attribute can't be called '\(name.name)': that is a column of the results",
          at: name.place,
          remedy: "give it another name on the left side")
      }
      attributes.append(Attribute(name: name.name, column: try column.header()))
    }
    return attributes
  }
}
