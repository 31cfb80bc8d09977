import RxModel

/// The `drugs` block.
enum DrugsBlock {
  /// The keys that say how code lists are written.
  private static let syntaxKeys = ["delimiter", "quotes", "decimal"]

  static func read(_ value: StudyValue) throws(RxFault) -> DrugSource {
    let map = try value.map(["files", "match"] + syntaxKeys)
    var source = DrugSource()
    let common = try syntax(map, or: FileSet(patterns: []))
    let files = try map.noting("files") { value throws(RxFault) in try value.list() } ?? []
    for file in files {
      let read = try file.noting { file throws(RxFault) in try self.file(file, common) }
      if let read { source.files.append(read) }
    }
    source.match =
      try map.noting("match") { value throws(RxFault) in try value.choice(DrugSource.Match.self) } ?? .auto
    return source
  }

  /// A code list: its path alone, or with how it is written and what its columns are called.
  private static func file(_ value: StudyValue, _ common: FileSet) throws(RxFault) -> CodeListFile {
    guard !value.isScalar else { return CodeListFile(try value.sourced(), syntax: common) }
    let map = try value.map(["file", "columns", "class"] + syntaxKeys)
    var file = CodeListFile(try map.required("file").sourced(), syntax: try syntax(map, or: common))
    file.drugClass = try map["class"]?.text()
    guard let columns = map["columns"] else { return file }
    for (name, header) in try columns.map(OwnCodeList.columns).entries {
      file.columns[name.name] = try header.header()
    }
    return file
  }

  private static func syntax(_ map: StudyMap, or common: FileSet) throws(RxFault) -> FileSet {
    var syntax = common
    if let value = try map.noting("delimiter", FileSetBlock.delimiter) { syntax.delimiter = value }
    if let value = try map.noting("decimal", FileSetBlock.decimal) { syntax.decimal = value }
    let quotes = try map.noting("quotes") { value throws(RxFault) in try value.choice(QuoteRule.self) }
    if let quotes { syntax.quotes = quotes }
    return syntax
  }
}
