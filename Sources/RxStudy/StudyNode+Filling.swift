import RxModel

extension StudyNode {
  /// Its keys with their values; none where it is no mapping.
  var entries: [(key: StudyNode, value: StudyNode)] {
    if case .map(let entries) = content { entries } else { [] }
  }

  /// Its text, or those of its items.
  var texts: [String] {
    switch content {
    case .text(let text): [text]
    case .list(let items): items.flatMap(\.texts)
    case .map: []
    }
  }

  /// Its text where it is one.
  var text: String? { if case .text(let text) = content { text } else { nil } }

  /// The node, all of it at one place.
  func placed(at place: RxFault.Place?) -> StudyNode {
    switch content {
    case .text: StudyNode(content, at: place)
    case .list(let items): StudyNode(.list(items.map { $0.placed(at: place) }), at: place)
    case .map(let entries):
      StudyNode(
        .map(entries.map { (key: $0.key.placed(at: place), value: $0.value.placed(at: place)) }), at: place)
    }
  }

  /// The node without what is at a path of keys.
  func removing(_ path: some Collection<String>) -> StudyNode {
    guard let key = path.first else { return self }
    let kept = entries.compactMap { entry -> (key: StudyNode, value: StudyNode)? in
      guard entry.key.text == key else { return entry }
      return path.count == 1 ? nil : (entry.key, entry.value.removing(path.dropFirst()))
    }
    return StudyNode(.map(kept), at: place)
  }

  /// The node with the keys of `other` that it lacks, and so in each mapping that both have, down to those that are taken
  /// whole: a value that stands here wins.
  /// - Parameters:
  ///   - other: what fills it.
  ///   - path: its own path of keys.
  ///   - isWhole: whether the value at a path of keys is taken as a whole.
  /// - Returns: its own keys in their order, then the others.
  func filled(
    from other: StudyNode, path: [String] = [], isWhole: ([String]) -> Bool
  ) -> StudyNode {
    guard case .map(var filled) = content, case .map(let given) = other.content, !isWhole(path) else {
      return self
    }
    for entry in given {
      guard let index = filled.firstIndex(where: { $0.key.text == entry.key.text }) else {
        filled.append(entry)
        continue
      }
      filled[index].value = filled[index].value.filled(
        from: entry.value, path: path + [entry.key.text ?? ""], isWhole: isWhole)
    }
    return StudyNode(.map(filled), at: place)
  }

  /// The text of a study file that has these values. A mapping that is long has a line for each of its keys.
  package var document: String { lines(indent: "").map { $0 + "\n" }.joined() }

  private static let longestLine = 100

  private func lines(indent: String) -> [String] {
    entries.flatMap { key, value -> [String] in
      let line = "\(indent)\(key.written): \(value.written)"
      let isShort = line.count <= Self.longestLine && !indent.isEmpty
      guard !value.entries.isEmpty, !isShort else { return [line] }
      return ["\(indent)\(key.written):"] + value.lines(indent: indent + "  ")
    }
  }
}
