import RxModel

/// The key `layout`: a layout known by name, the folder of its tables, and what of it the study does without.
struct LayoutBlock {
  private let layout: NamedLayout
  /// The folder of the tables with a slash at its end, relative to the study file; empty for the study's own.
  private let folder: String
  private let without: [Sourced]
  private let value: StudyValue

  /// Ways to say the same of which a study has one, by their paths of keys: what a layout says in one is left out where the
  /// study says it in another.
  private static let alternatives: [[[String]]] =
    [
      [["patients", "columns", "death_date"], ["deaths"]],
      [["patients", "columns", "observation_start"], ["observation"]],
      [["patients", "columns", "observation_end"], ["observation"]],
      [["population"], ["patients"]],
    ]
    + InputKind.allCases.flatMap { kind in
      [ColumnRule.Alternatives.supply, .birth].map { alternatives in
        kind.columns.filter { $0.need == .oneOf(alternatives) }.map {
          [kind.rawValue, $0.block.rawValue, $0.key]
        }
      }
    }

  /// The key.
  static let key = "layout"

  private enum Key {
    static let name = Parameter.raw("name", names, isRequired: true, "the layout")
    static let folder = Parameter.raw(
      "folder", .path("a path"), "the folder of its tables; else the file's own")
    static let without = Parameter.raw(
      "without", .list(.text("a key of the layout", "keys of the layout")), default: [],
      "what is not filled in: [deaths, prescriptions.columns.quantity]")

    fileprivate static let names = ValueForm.choice(NamedLayout.all.map(\.name))
  }

  private static let keys: [any StudyKey] = [Key.name, Key.folder, Key.without]

  /// The forms of its value.
  static let form = ValueForm.either([Key.names, .keys(keys)])

  /// A study file whose layout names its folder: the file's own where it names none.
  static func withFolder(_ study: StudyNode) -> StudyNode {
    guard let layout = study[[key]], layout[[Key.folder.name]] == nil else { return study }
    let named =
      layout.text == nil ? layout : StudyNode(.map([]), at: layout.place).setting([Key.name.name], to: layout)
    return study.setting(
      [key], to: named.setting([Key.folder.name], to: StudyNode(.text(""), at: layout.place)))
  }

  /// Reads the value of the key.
  /// - Throws: `RxFault` (78) at the first mistake.
  init(_ value: StudyValue) throws(RxFault) {
    self.value = value
    guard !value.isScalar else {
      layout = try Self.layout(value)
      (folder, without) = ("", [])
      return
    }
    let map = try value.map(Self.keys)
    layout = try Self.layout(try map.required(Key.name.name))
    let folder = try map[Key.folder]?.text() ?? ""
    self.folder = folder.isEmpty || folder.hasSuffix("/") ? folder : folder + "/"
    var without: [Sourced] = []
    for item in try map[Key.without]?.list() ?? [] {
      let path = try item.sourced()
      guard layout.hasKey(path.name) else { throw layout.noKey(item, path.name) }
      without.append(path)
    }
    self.without = without
  }

  private static func layout(_ value: StudyValue) throws(RxFault) -> NamedLayout {
    let text = try value.text()
    guard let layout = NamedLayout.all.first(where: { $0.name == text }) else {
      throw value.noChoice(text, NamedLayout.all.map(\.name))
    }
    return layout
  }

  /// The study with what the layout says where it says nothing itself.
  /// - Parameters:
  ///   - study: the values of the study file.
  ///   - names: the names in a folder as the study names it; nil where nobody can look.
  /// - Returns: the values of a study file without a layout.
  /// - Throws: `RxFault`: 66 where a table that is needed is not there, 78 where it is not clear which file it is.
  func fill(
    _ study: StudyNode, names: ((_ folder: String) -> [String])?
  ) throws(RxFault) -> StudyNode {
    var given = layout.study
    let dropped = without.map { $0.name.split(separator: ".").map(String.init) }
    let others = Self.alternatives.filter { paths in paths.contains { study[$0] != nil } }.flatMap { $0 }
    for path in dropped + others.filter({ study[$0] == nil }) { given = given.removing(path) }
    let here = names?(folder)
    for table in layout.tables {
      let block = table.kind.rawValue
      guard given[[block]] != nil, study[[block, "files"]] == nil else { continue }
      let files = try files(of: table, among: here, isAskedFor: study[[block]] != nil)
      guard !files.isEmpty else {
        given = given.removing([block])
        continue
      }
      let own: StudyNode = ["files": StudyNode(.list(files.map { StudyNode(.text(folder + $0)) }))]
      given = StudyNode(.map([(key: StudyNode(.text(block)), value: own)])).filled(from: given) { _ in false }
    }
    return study.filled(from: given.placed(at: value.place)) { path in
      // The names of one variable's levels belong together.
      path.count == 3 && path.starts(with: ["groups", "levels"])
    }
  }

  /// The names of a table's files; none where there are none and the study does without.
  private func files(
    of table: NamedLayout.Table, among names: [String]?, isAskedFor: Bool
  ) throws(RxFault) -> [String] {
    guard let names else { return ["\(table.stem).csv"] }
    let found = names.filter(table.isFile).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let block = table.kind.rawValue
    let folder = folder.isEmpty ? "the study's folder" : "'\(folder)'"
    guard found.count <= 1 || table.hasSeveralFiles else {
      throw value.fault(
        "the table \(table.stem) of the layout \(layout.name) can be \(found.joined(separator: " or ")) in \(folder)",
        remedy: "say which with '\(block).files'")
    }
    guard found.isEmpty, isAskedFor || !table.isOptional else { return found }
    let near = suggestion(for: "\(table.stem).csv", among: names.filter { $0.contains(".csv") })
    var fault = value.fault(
      "the layout \(layout.name) has its \(block) in \(table.stem).csv, and there is none in \(folder)",
      remedy: near.isEmpty
        ? "say where the tables are, 'layout: {name: \(layout.name), folder: FOLDER}', or which file it is with '\(block).files'"
        : near)
    fault.code = .noInput
    throw fault
  }
}

extension NamedLayout {
  fileprivate func hasKey(_ path: String) -> Bool {
    study[path.split(separator: ".").map(String.init)] != nil
  }

  /// The mistake of a key that the layout does not have.
  fileprivate func noKey(_ value: StudyValue, _ path: String) -> RxFault {
    let keys = Self.paths(study)
    let near = suggestion(for: path, among: keys)
    return value.fault(
      "the layout \(name) has no '\(path)'",
      remedy: near.isEmpty ? "it has \(study.entries.compactMap(\.key.text).joined(separator: ", "))" : near)
  }

  private static func paths(_ node: StudyNode) -> [String] {
    node.entries.flatMap { key, value in
      let key = key.text ?? ""
      return [key] + paths(value).map { "\(key).\($0)" }
    }
  }
}

extension NamedLayout.Table {
  /// The endings that its file can have behind the stem.
  private static let endings = ["", ".gz", ".zst"].map { ".csv" + $0 }

  /// True where the table can be in several files.
  var hasSeveralFiles: Bool { stem.contains("*") }

  /// True if a file of this name is the table's.
  func isFile(_ name: String) -> Bool {
    let name = name.lowercased()
    return Self.endings.contains { ending in
      guard name.hasSuffix(ending) else { return false }
      return Self.matches(
        name.dropLast(ending.count), stem.lowercased().split(separator: "*", omittingEmptySubsequences: false)
      )
    }
  }

  /// True if `name` is the parts of a stem with any characters between them.
  private static func matches(_ name: Substring, _ parts: [Substring]) -> Bool {
    guard let first = parts.first, name.hasPrefix(first) else { return false }
    var rest = name.dropFirst(first.count)
    for (place, part) in parts.enumerated().dropFirst() {
      if place == parts.count - 1 { return rest.hasSuffix(part) }
      guard let found = rest.firstRange(of: part) else { return false }
      rest = rest[found.upperBound...]
    }
    return rest.isEmpty
  }
}
