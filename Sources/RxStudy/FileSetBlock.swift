import RxModel

/// The keys that every kind of input shares: `files` (or `file`), `delimiter`, `quotes`, `missing`, `dates`, `columns`,
/// `attributes`.
enum FileSetBlock {
  enum Key {
    static let files = Parameter.raw(
      "files", paths, isRequired: true,
      "its files, plain, .gz or .zst, each with a header row; \"-\" is standard input")
    static let delimiter = Parameter<UInt8>(
      name: "delimiter",
      form: .called("\",\", \";\", \"|\" or tab", .choice([",", ";", "|", "\t", "tab", "\\t"])),
      standard: ",",
      summary: "what stands between fields", read: FileSetBlock.delimiter)
    static let quotes = Parameter<QuoteRule>.choice(
      "quotes", default: .double, "double: as in RFC 4180; none: a quote is a character like any other")
    static let decimal = Parameter<UInt8>(
      name: "decimal", form: .called("\".\" or \",\"", .choice([".", ","])), standard: ".",
      summary: "what stands between whole units and decimals", read: FileSetBlock.decimal)
    static let missing = Parameter<[String]>(
      name: "missing", form: .list(.text("a text", "texts")), standard: [],
      summary: "texts that mean an empty field in every column, compared exactly: [\"NULL\", \".\"]",
      read: FileSetBlock.missing)
    static let dates = Parameter<DateFormat>(
      name: "dates",
      form: .called(
        "auto, excel, sas, or a pattern such as MM/dd/yyyy or dd-MMM-yyyy", .text("a pattern", "patterns")),
      standard: "auto", summary: "how dates are written; auto: yyyy-MM-dd or yyyyMMdd",
      read: FileSetBlock.dates)
    static let attributes = Parameter.raw(
      "attributes", .named("NAME", .header), "further columns to group patients by, each fixed per patient")
  }

  /// The keys that say how files are written.
  static let syntax: [any StudyKey] = [Key.delimiter, Key.quotes, Key.missing, Key.dates]
  /// The keys of a block that has one of the two.
  static let fileOrFiles: [any StudyKey] = [
    Parameter.raw("file", paths, "its file: the same as files"),
    Parameter.raw("files", paths, Key.files.summary),
  ]

  private static let paths = ValueForm.list(.path("a path or a pattern like rx/*.csv.gz"))

  /// The key `columns` of a block, whose value has a form of its own.
  static func columnsKey(_ form: ValueForm) -> any StudyKey {
    Parameter.raw("columns", form, isRequired: true, "the headers of its columns")
  }

  /// The files of a block: those of one of `keys`.
  static func read(_ map: StudyMap, _ keys: [any StudyKey] = [Key.files]) throws(RxFault) -> FileSet {
    let given = keys.map(\.name).filter { map[$0] != nil }
    let patterns = try map.noting(required: given.first ?? keys[0].name) { value throws(RxFault) in
      var patterns: [Sourced] = []
      for file in try value.list() { patterns.append(try file.sourced()) }
      return patterns
    }
    if given.count > 1, let other = map[given[1]] {
      _ = try other.noting { value throws(RxFault) in
        throw value.fault("both '\(given[0])' and '\(given[1])' are there", remedy: "keep one of them")
      }
    }
    var files = FileSet(patterns: patterns ?? [])
    if let delimiter = try map.noting(Key.delimiter) { files.delimiter = delimiter }
    if let quotes = try map.noting(Key.quotes) { files.quotes = quotes }
    if let decimal = try map.noting(Key.decimal) { files.decimal = decimal }
    if let missing = try map.noting(Key.missing) { files.missing = missing }
    if let dates = try map.noting(Key.dates) { files.dates = dates }
    return files
  }

  /// The byte between whole units and decimals.
  private static func decimal(_ value: StudyValue) throws(RxFault) -> UInt8 {
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
    let hasShortYear = text.split { $0 != "y" }.contains { $0.count == 2 }
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
      text,
      known + ["or another pattern of yyyy, MM or M, MMM, dd or d with /, -, . or nothing between"])
  }

  private static func delimiter(_ value: StudyValue) throws(RxFault) -> UInt8 {
    let text = try value.text()
    switch text {
    case ",", ";", "|", "\t": return text.utf8.first ?? UInt8(ascii: ",")
    case "tab", "\\t": return 0x09
    default:
      throw value.fault("'\(value.key)' can't be '\(text)': it is one of \",\", \";\", \"|\", \"\\t\" or tab")
    }
  }

  /// The columns of the block `columns` of an input, by its table. One that has to be there and is mistaken has an empty
  /// name.
  static func columns(_ map: StudyMap, of kind: InputKind) throws(RxFault) -> [InputColumn: Sourced] {
    var columns: [InputColumn: Sourced] = [:]
    let rules = kind.columns.filter { $0.block == .columns }
    let none = Sourced("", at: map.value.place)
    for rule in rules {
      switch rule.need {
      case .required: columns[rule.column] = try map.noting(required: rule.key, name) ?? none
      case .optional: columns[rule.column] = try map.noting(rule.key, name)
      case .oneOf:
        let group = rules.filter { $0.need == rule.need }
        // The first of them is the place of the group in the table.
        guard group.first?.column == rule.column else { continue }
        let found =
          try map.value.noting { _ throws(RxFault) in try one(of: group, in: map) } ?? nil
        if let found { columns[found.rule.column] = try found.value.noting(name) ?? none }
      }
    }
    return columns
  }

  private static func name(_ value: StudyValue) throws(RxFault) -> Sourced { try value.header() }

  /// The column of a group of alternatives that is mapped; nil where none is.
  private static func one(
    of rules: [ColumnRule], in map: StudyMap
  ) throws(RxFault) -> (rule: ColumnRule, value: StudyValue)? {
    var found: (rule: ColumnRule, value: StudyValue)?
    for rule in rules {
      guard let value = map[rule.key] else { continue }
      if let found {
        throw value.fault(
          "both '\(found.rule.key)' and '\(rule.key)' are mapped", remedy: "keep one of them")
      }
      found = (rule, value)
    }
    return found
  }

  /// The attributes: any name, and the column that holds it.
  static func attributes(_ value: StudyValue) throws(RxFault) -> [Attribute] {
    var attributes: [Attribute] = []
    for (name, column) in try value.freeMap().entries {
      let attribute = try column.noting { column throws(RxFault) in
        guard !ResultColumns.reserved.contains(name.name), !name.name.isEmpty else {
          throw RxFault(
            .config, "an attribute can't be called '\(name.name)': that is a column of the results",
            at: name.place,
            remedy: "give it another name on the left side")
        }
        return Attribute(name: name.name, column: try column.header())
      }
      if let attribute { attributes.append(attribute) }
    }
    return attributes
  }
}
