import RxModel

/// The files that a study file includes: where it does not have a block itself, it has theirs.
struct IncludedFiles {
  /// The key that names them.
  static let key = "include"

  private let surroundings: StudySurroundings
  /// What each file that was read says, in paths relative to itself; by its own path as plain as it can be written.
  private var known: [String: StudyNode] = [:]

  /// Files beside a study file.
  init(in surroundings: StudySurroundings) { self.surroundings = surroundings }

  /// The values of a study file with the blocks that it includes.
  /// - Parameters:
  ///   - node: the values that stand in it.
  ///   - file: its name for messages.
  /// - Returns: the values without the key `include`: its own keys, then the others; paths are relative to it.
  /// - Throws: `RxFault`: 66 where a file is not there, 78 for any other mistake in what is included.
  mutating func resolve(_ node: StudyNode, file: String) throws(RxFault) -> StudyNode {
    let name = file.split(separator: "/").last.map(String.init) ?? file
    return try resolve(node, file: file, folder: "", within: [name])
  }

  /// `folder` is that of the file, seen from the study's, and `chain` the plain paths of the files that led to it, its own
  /// last.
  private mutating func resolve(
    _ node: StudyNode, file: String, folder: String, within chain: [String]
  ) throws(RxFault) -> StudyNode {
    let top = RxFault.Place(file: file, line: 1)
    _ = try StudyValue(node, at: top, key: "").freeMap()
    guard let list = node[[Self.key]] else { return node }
    let value = StudyValue(list, at: top, key: Self.key)
    var entries = node.removing([Self.key]).entries
    let own = Set(entries.compactMap(\.key.text))
    for item in value.isEmptyList ? [] : try value.list() {
      for given in try read(item, folder: folder, within: chain).entries {
        guard let name = given.key.text, !own.contains(name) else { continue }
        guard let other = entries.first(where: { $0.key.text == name }) else {
          entries.append(given)
          continue
        }
        // Two that include a third have the same block of it.
        guard given.key.place != other.key.place else { continue }
        throw item.fault(
          "'\(name)' is in two included files, \(other.key.place?.file ?? "") and \(given.key.place?.file ?? "")",
          remedy: "say it in this file too, which then counts, or include one of them")
      }
    }
    return StudyNode(.map(entries), at: node.place)
  }

  /// What an included file says, in paths relative to the one that includes it.
  private mutating func read(
    _ item: StudyValue, folder: String, within chain: [String]
  ) throws(RxFault) -> StudyNode {
    let name = try item.text()
    let path = Self.join(folder, name)
    let plain = Self.plain(path)
    guard !chain.contains(plain) else {
      throw item.fault(
        "'\(name)' includes itself: \((chain.drop { $0 != plain } + [plain]).joined(separator: " > "))",
        remedy: "take one of these out of 'include'")
    }
    let own: StudyNode
    if let known = known[plain] {
      own = known
    } else {
      let file = try surroundings.read(path, item)
      own = try resolve(
        try StudyFile.node(file.text, file: file.name), file: file.name, folder: Self.folder(of: path),
        within: chain + [plain])
      known[plain] = own
    }
    let away = Self.folder(of: name)
    return away.isEmpty ? own : LayoutBlock.withFolder(own).moved(into: away, as: .keys(StudyFile.keys))
  }

  /// The folder that a path leads to, with a slash at its end; empty for the one that it is relative to.
  private static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
  }

  static func join(_ folder: String, _ path: String) -> String {
    path.hasPrefix("/") ? path : folder + path
  }

  /// A path without what leads nowhere.
  private static func plain(_ path: String) -> String {
    var names: [Substring] = []
    for name in path.split(separator: "/") where name != "." {
      if name == "..", let last = names.last, last != ".." { names.removeLast() } else { names.append(name) }
    }
    return (path.hasPrefix("/") ? "/" : "") + names.joined(separator: "/")
  }
}

extension StudyNode {
  /// The node with the paths in it relative to the folder above `folder`, where they were relative to `folder`.
  /// - Parameters:
  ///   - folder: with a slash at its end.
  ///   - form: what says which of its values are paths.
  /// - Returns: the node with the places that it had.
  fileprivate func moved(into folder: String, as form: ValueForm) -> StudyNode {
    switch content {
    case .text(let text):
      // A list can be one value alone.
      let isPath = (form.alternatives + (form.item?.alternatives ?? [])).contains { form in
        if case .path = form { true } else { false }
      }
      guard isPath, text != "-", !form.isChoice(text) else { return self }
      return StudyNode(.text(IncludedFiles.join(folder, text)), at: place)
    case .list(let items):
      guard let item = form.item else { return self }
      return StudyNode(.list(items.map { $0.moved(into: folder, as: item) }), at: place)
    case .map(let entries):
      let moved = entries.map { key, value in
        let own = key.text.flatMap { form.form(of: $0) }
        return (key: key, value: own.map { value.moved(into: folder, as: $0) } ?? value)
      }
      return StudyNode(.map(moved), at: place)
    }
  }
}
