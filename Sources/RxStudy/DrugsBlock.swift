import RxModel

/// The `drugs` block.
enum DrugsBlock {
  private enum Key {
    static let files = Parameter.raw(
      "files", .list(.either([.path("a path"), .keys(fileKeys)])),
      "code lists, CSV files with the columns code and class; without any the built-in list")
    static let match = Parameter<DrugSource.Match>.choice(
      "match", default: .auto,
      "how a drug of the data is found in the list; auto: as a code, then as a product's name")
    static let file = Parameter.raw("file", .path("a path"), isRequired: true, "the code list")
    static let columns = Parameter.raw(
      "columns", .keys(OwnCodeList.keys), "headers of the list; what is not named has its own name")
    static let drugClass = Parameter.raw(
      "class", .text("a class", "classes"), "the class of all its rows, whatever they say")
  }

  /// The keys that say how code lists are written.
  private static let syntaxKeys: [any StudyKey] = [
    FileSetBlock.Key.delimiter, FileSetBlock.Key.quotes, FileSetBlock.Key.decimal,
  ]
  /// The keys of a code list that is more than a path.
  private static let fileKeys: [any StudyKey] = [Key.file, Key.columns, Key.drugClass] + syntaxKeys

  /// Its keys, in the order in which they are told.
  static let keys: [any StudyKey] = [Key.files, Key.match] + syntaxKeys

  static func read(_ value: StudyValue) throws(RxFault) -> DrugSource {
    let map = try value.map(keys)
    var source = DrugSource()
    let common = try syntax(map, or: FileSet(patterns: []))
    let files = try map.noting(Key.files) { value throws(RxFault) in try value.list() } ?? []
    for file in files {
      let read = try file.noting { file throws(RxFault) in try self.file(file, common) }
      if let read { source.files.append(read) }
    }
    source.match = try map.settled(Key.match) ?? .auto
    return source
  }

  /// A code list: its path alone, or with how it is written and what its columns are called.
  private static func file(_ value: StudyValue, _ common: FileSet) throws(RxFault) -> CodeListFile {
    guard !value.isScalar else { return CodeListFile(try value.sourced(), syntax: common) }
    let map = try value.map(fileKeys)
    let name = try map.noting(Key.file) { value throws(RxFault) in try value.sourced() }
    var file = CodeListFile(name ?? Sourced("", at: map.value.place), syntax: try syntax(map, or: common))
    file.drugClass = try map["class"]?.text()
    guard let columns = map["columns"] else { return file }
    for (name, header) in try columns.map(OwnCodeList.keys).entries {
      file.columns[name.name] = try header.header()
    }
    return file
  }

  private static func syntax(_ map: StudyMap, or common: FileSet) throws(RxFault) -> FileSet {
    var syntax = common
    if let delimiter = try map.noting(FileSetBlock.Key.delimiter) { syntax.delimiter = delimiter }
    if let decimal = try map.noting(FileSetBlock.Key.decimal) { syntax.decimal = decimal }
    if let quotes = try map.noting(FileSetBlock.Key.quotes) { syntax.quotes = quotes }
    return syntax
  }
}
