import RxModel

/// The keys that every kind of input shares: `files` (or `file`), `delimiter`, `dates`, `columns`, `attributes`.
enum FileSetBlock {
  /// The files of a block: those of one of `keys`.
  static func read(_ map: StudyMap, keys: [String] = ["files"]) throws(RxFault) -> FileSet {
    let given = keys.filter { map[$0] != nil }
    let patterns = try map.noting(required: given.first ?? keys[0]) { value throws(RxFault) in
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
    if let delimiter = try map.noting("delimiter", delimiter) { files.delimiter = delimiter }
    let dates = try map.noting("dates") { value throws(RxFault) in try value.choice(DateFormat.self) }
    if let dates { files.dates = dates }
    return files
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
      case .oneOf(let alternatives):
        let group = rules.filter { $0.need == rule.need }
        // The first of them is the place of the group in the table.
        guard group.first?.column == rule.column else { continue }
        let found =
          try map.value.noting { _ throws(RxFault) in try one(of: group, alternatives, in: map) } ?? nil
        if let found { columns[found.rule.column] = try found.value.noting(name) ?? none }
        if found == nil, alternatives.isRequired { columns[rule.column] = none }
      }
    }
    return columns
  }

  private static func name(_ value: StudyValue) throws(RxFault) -> Sourced { try value.sourced() }

  /// The column of a group of alternatives that is mapped; nil where none is and none has to be.
  private static func one(
    of rules: [ColumnRule], _ alternatives: ColumnRule.Alternatives, in map: StudyMap
  ) throws(RxFault) -> (rule: ColumnRule, value: StudyValue)? {
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
    guard found == nil, alternatives.isRequired else { return found }
    let keys = rules.map { "'\($0.key)'" }
    throw map.value.fault(
      "'\(map.value.key)' lacks \(keys[0]) (or \(keys.dropFirst().joined(separator: ", ")))")
  }

  /// The attributes: any name, and the column that holds it.
  static func attributes(_ value: StudyValue?) throws(RxFault) -> [Attribute] {
    guard let value else { return [] }
    var attributes: [Attribute] = []
    for (name, column) in try value.freeMap().entries {
      let attribute = try column.noting { column throws(RxFault) in
        guard !ResultColumns.reserved.contains(name.name), !name.name.isEmpty else {
          throw RxFault(
            .config, "an attribute can't be called '\(name.name)': that is a column of the results",
            at: name.place,
            remedy: "give it another name on the left side")
        }
        return Attribute(name: name.name, column: try column.sourced())
      }
      if let attribute { attributes.append(attribute) }
    }
    return attributes
  }
}
