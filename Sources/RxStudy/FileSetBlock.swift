import RxModel

/// The keys that every kind of input shares: `files` (or `file`), `delimiter`, `dates`, `columns`, `attributes`.
enum FileSetBlock {
  /// The files of a block; `key` is `files` or `file`.
  static func read(_ map: StudyMap, key: String = "files") throws(RxFault) -> FileSet {
    var patterns: [Sourced] = []
    for file in try map.required(key).list() { patterns.append(try file.sourced()) }
    var files = FileSet(patterns: patterns)
    if let value = map["delimiter"] { files.delimiter = try delimiter(value) }
    if let value = map["dates"] { files.dates = try value.choice(DateFormat.self) }
    return files
  }

  static func decimal(_ value: StudyValue) throws(RxFault) -> UInt8 {
    let text = try value.text()
    guard let byte = text.utf8.first, text == "." || text == "," else {
      throw value.fault("'\(value.key)' can't be '\(text)': it is one of \".\" or \",\"")
    }
    return byte
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
      case .required: columns[rule.column] = try map.required(rule.key).sourced()
      case .optional: columns[rule.column] = try map[rule.key]?.sourced()
      case .oneOf(let alternatives):
        let group = rules.filter { $0.need == rule.need }
        // The first of them is the place of the group in the table.
        guard group.first?.column == rule.column,
          let (one, name) = try one(of: group, alternatives, in: map)
        else { continue }
        columns[one.column] = name
      }
    }
    return columns
  }

  /// The column of a group of alternatives that is mapped; nil where none is and none has to be.
  private static func one(
    of rules: [ColumnRule], _ alternatives: ColumnRule.Alternatives, in map: StudyMap
  ) throws(RxFault) -> (ColumnRule, Sourced)? {
    var found: (rule: ColumnRule, value: StudyValue)?
    for rule in rules {
      guard let value = map[rule.key] else { continue }
      if let found {
        throw value.fault(
          "both '\(found.rule.key)' and '\(rule.key)' are mapped",
          remedy: alternatives.isRequired ? "keep one of them" : "keep one")
      }
      found = (rule, value)
    }
    if let found { return (found.rule, try found.value.sourced()) }
    guard alternatives.isRequired else { return nil }
    let keys = rules.map { "'\($0.key)'" }
    throw map.value.fault(
      "'\(map.value.key)' lacks \(keys[0]) (or \(keys.dropFirst().joined(separator: ", ")))")
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
      attributes.append(Attribute(name: name.name, column: try column.sourced()))
    }
    return attributes
  }
}
