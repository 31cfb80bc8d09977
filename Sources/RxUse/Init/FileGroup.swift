import RxModel

/// Files with the same columns that are written alike: one list of the study.
struct FileGroup: Sendable {
  /// The files, by name.
  let files: [FileSample]
  /// Their columns, with the rows of all of them.
  let columns: [ColumnSample]

  /// How the fields of all of them are set apart.
  var dialect: DialectGuess { (files.first { $0.dialect.holdsQuotes } ?? files[0]).dialect }
  /// The number of rows that were read.
  var rows: Int { columns.first?.values.count ?? 0 }
  /// True where all rows of all files were read.
  var isWhole: Bool { files.allSatisfy(\.isWhole) }
  /// The rows that were read, in words.
  var extent: String { files.map(\.extent).distinct().joined(separator: "; ") }
  /// The names of the files.
  var names: [String] { files.map(\.file.name) }

  /// The files with the same columns, in the order of the first of each.
  static func groups(_ samples: [FileSample]) -> [FileGroup] {
    func key(_ sample: FileSample) -> [String] {
      ["\(sample.dialect.delimiter)"] + sample.header.map { $0.lowercased() }.sorted()
    }
    return samples.map(key).distinct().compactMap { wanted in FileGroup(samples.filter { key($0) == wanted })
    }
  }

  private init?(_ files: [FileSample]) {
    guard let first = files.first else { return nil }
    self.files = files.sorted { $0.file.name.utf8.lexicographicallyPrecedes($1.file.name.utf8) }
    guard files.count > 1 else {
      columns = first.columns
      return
    }
    columns = first.columns.map { column in
      ColumnSample(column.name, files.flatMap { $0.column(column.name)?.texts ?? [] })
    }
  }

  /// The place of the column called `name`; nil where there is none.
  func place(of name: String) -> Int? {
    columns.firstIndex { $0.name == name } ?? columns.firstIndex { $0.name.lowercased() == name.lowercased() }
  }

  /// The number of patients with each value of a column, by what `label` makes of the value; nil leaves it out.
  func patients(
    _ patient: Int, by column: Int, _ label: (String) -> String?
  ) -> [String: Int] {
    var labels: [String: String?] = [:]
    var found: [String: Set<String>] = [:]
    for (value, key) in zip(columns[column].values, columns[patient].values)
    where !value.isEmpty && !key.isEmpty {
      let name = labels[value] ?? label(value)
      labels[value] = name
      if let name { found[name, default: []].insert(key) }
    }
    return found.mapValues(\.count)
  }

  /// The names of the files as the study lists them: a pattern where it takes in these and no others of the folder.
  /// - Parameter others: the names of all files in the folders of those that were looked at.
  /// - Returns: one pattern, or the names.
  func patterns(amongst others: [String]) -> [String] {
    guard names.count > 1, let first = names.first else { return names }
    let folder = first.lastIndex(of: "/").map { first[...$0] } ?? ""
    guard names.allSatisfy({ $0.hasPrefix(folder) && !$0.dropFirst(folder.count).contains("/") }),
      !names.contains(where: { name in name.contains { "*?[".contains($0) } })
    else { return names }
    let plain = names.map { $0.dropFirst(folder.count) }
    let start = plain.dropFirst().reduce(plain[0]) { $0[..<$0.commonPrefix(with: $1)] }
    let end = plain.dropFirst().reduce(plain[0]) { $0[$0.commonSuffix(with: $1)...] }
    let shortest = plain.map(\.count).min() ?? 0
    guard end.contains("."), start.count + end.count <= shortest else { return names }
    // Files of days go on: those of the next year begin with other digits.
    let stem = start.replacing(#/[0-9]+(?:[-_.][0-9]+)*[-_.]?$/#, with: "")
    let ending = end.replacing(#/^[-_.]?[0-9]+(?:[-_.][0-9]+)*/#, with: "")
    let isNumbered = plain.allSatisfy { name in
      name.dropFirst(stem.count).dropLast(ending.count).wholeMatch(of: #/[0-9][-_.0-9]*/#) != nil
    }
    let strangers = Set(others).subtracting(names).filter { $0.hasPrefix(folder) }
      .map { $0.dropFirst(folder.count) }
    func isTaken(_ start: Substring, _ end: Substring, numbered: Bool) -> Bool {
      strangers.contains { name in
        name.hasPrefix(start) && name.hasSuffix(end)
          && (!numbered || name.dropFirst(start.count).first?.isNumber == true)
      }
    }
    if isNumbered, !isTaken(stem, ending, numbered: true) { return ["\(folder)\(stem)[0-9]*\(ending)"] }
    guard names.count > 2, !start.isEmpty, !isTaken(start, end, numbered: false) else { return names }
    return ["\(folder)\(start)*\(end)"]
  }
}

extension Substring {
  fileprivate func commonPrefix(with other: Substring) -> Index {
    var place = startIndex
    for (one, another) in zip(self, other) where place < endIndex {
      guard one == another else { break }
      place = index(after: place)
    }
    return place
  }

  fileprivate func commonSuffix(with other: Substring) -> Index {
    var place = endIndex
    for (one, another) in zip(reversed(), other.reversed()) {
      guard one == another else { break }
      place = index(before: place)
    }
    return place
  }
}
