import RxModel

/// The keys that every kind of input shares: `files` (or `file`), `delimiter`, `dates`.
enum FileSetBlock {
  /// The files of a block; `key` is `files` or `file`.
  static func read(_ map: YAMLMap, key: String = "files") throws(RxFault) -> FileSet {
    var patterns: [Named] = []
    for file in try map.required(key).list() { patterns.append(try file.named()) }
    var files = FileSet(patterns: patterns)
    if let value = map["delimiter"] { files.delimiter = try delimiter(value) }
    if let value = map["dates"] { files.dates = try value.choice(DateFormat.self) }
    return files
  }

  private static func delimiter(_ value: YAMLValue) throws(RxFault) -> UInt8 {
    let text = try value.text()
    switch text {
    case ",", ";", "|", "\t": return text.utf8.first ?? UInt8(ascii: ",")
    case "tab", "\\t": return 0x09
    default:
      throw value.fault("'\(value.key)' can't be '\(text)': it is one of \",\", \";\", \"|\", \"\\t\" or tab")
    }
  }

  /// The attributes: any name, and the column that holds it.
  static func attributes(_ value: YAMLValue?) throws(RxFault) -> [Attribute] {
    guard let value else { return [] }
    var attributes: [Attribute] = []
    for (name, column) in try value.freeMap().entries {
      guard !reservedNames.contains(name.name), !name.name.isEmpty else {
        throw RxFault(
          .config, "an attribute can't be called '\(name.name)': that is a column of the results",
          at: name.place,
          remedy: "give it another name on the left side")
      }
      attributes.append(Attribute(name: name.name, column: try column.named()))
    }
    return attributes
  }

  private static let reservedNames = [
    "age", "sex", "measure", "definition", "drug", "period_start", "period_end", "numerator", "denominator",
    "denominator_unit", "estimate", "estimate_unit", "ci_lower", "ci_upper", "status",
  ]

  /// `birth_date` or `birth_year`, not both.
  static func birth(_ columns: YAMLMap) throws(RxFault) -> BirthColumn? {
    let date = columns["birth_date"]
    let year = columns["birth_year"]
    if date != nil, let year {
      throw year.fault("both 'birth_date' and 'birth_year' are mapped", remedy: "keep one")
    }
    if let date { return .date(try date.named()) }
    if let year { return .year(try year.named()) }
    return nil
  }
}
