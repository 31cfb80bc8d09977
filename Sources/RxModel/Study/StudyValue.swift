/// A value as a study file has it, without a meaning yet: a text, a list, or keys with values.
///
/// In Swift it can be written as a literal, which is how a default is given.
package struct StudyNode: Sendable {
  /// Its kind.
  package indirect enum Content: Sendable {
    case text(String)
    case list([StudyNode])
    case map([(key: StudyNode, value: StudyNode)])
  }

  package let content: Content
  /// Its place; nil for one that stands in no file.
  package let place: RxFault.Place?

  /// A node at its place.
  package init(_ content: Content, at place: RxFault.Place? = nil) {
    self.content = content
    self.place = place
  }

  /// The text that a study file could have for it, on one line.
  package var written: String {
    switch content {
    case .text(let text): Self.isPlain(text) ? text : Self.quoted(text)
    case .list(let items): "[\(items.map(\.written).joined(separator: ", "))]"
    case .map(let entries):
      "{\(entries.map { "\($0.key.written): \($0.value.written)" }.joined(separator: ", "))}"
    }
  }
}

extension StudyNode {
  /// True if YAML reads `text` as it stands, in a list and in a mapping on one line too.
  private static func isPlain(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last else { return false }
    let special = text.unicodeScalars.contains {
      ":,[]{}#\"\\".unicodeScalars.contains($0) || $0.value < 0x20
    }
    return !special && !"-?&*!|>'%@` ".unicodeScalars.contains(first) && last != " "
  }

  /// `text` in double quotes, with what these ask for.
  private static func quoted(_ text: String) -> String {
    let scalars = text.unicodeScalars.map { scalar -> String in
      switch scalar {
      case "\"", "\\": return "\\\(scalar)"
      default:
        let code = String(scalar.value, radix: 16)
        return scalar.value < 0x20 ? "\\x\(code.count < 2 ? "0" : "")\(code)" : String(scalar)
      }
    }
    return "\"\(scalars.joined())\""
  }

  /// The node at a path of keys from here; nil where there is none.
  package subscript(path: [String]) -> StudyNode? {
    var node = self
    for key in path {
      guard case .map(let entries) = node.content, let entry = entries.first(where: { $0.key.isText(key) })
      else { return nil }
      node = entry.value
    }
    return node
  }

  /// This node with another value at a path of keys; keys that are not there are added.
  package func setting(_ path: some Collection<String>, to value: StudyNode) -> StudyNode {
    guard let key = path.first else { return value }
    var entries: [(key: StudyNode, value: StudyNode)] = []
    if case .map(let own) = content { entries = own }
    if let place = entries.firstIndex(where: { $0.key.isText(key) }) {
      entries[place].value = entries[place].value.setting(path.dropFirst(), to: value)
    } else {
      entries.append((StudyNode(.text(key)), StudyNode(.map([])).setting(path.dropFirst(), to: value)))
    }
    return StudyNode(.map(entries), at: place)
  }

  private func isText(_ key: String) -> Bool { if case .text(key) = content { true } else { false } }
}

extension StudyNode: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  /// A text.
  package init(stringLiteral text: String) { self.init(.text(text)) }
  /// A number.
  package init(integerLiteral number: Int) { self.init(.text("\(number)")) }
  /// A list.
  package init(arrayLiteral items: StudyNode...) { self.init(.list(items)) }
  /// Keys with values.
  package init(dictionaryLiteral entries: (StudyNode, StudyNode)...) {
    self.init(.map(entries.map { (key: $0.0, value: $0.1) }))
  }
}

/// What stands in a study file for a value that has still to be chosen: no study with it can be run.
package let undecidedValue = "CHOOSE"

/// A value of the study file with its place, read by a grammar that refuses what it does not know.
package struct StudyValue: Sendable {
  private let node: StudyNode
  /// Its place in the file; of a default, the place that it would have.
  package let place: RxFault.Place
  /// Its key, dotted from the top: for messages.
  package let key: String
  /// The notes of the study's mistakes; nil where the first one ends the reading.
  package let mistakes: StudyMistakes?
  /// True where it stands for a value that is not there, which is told: whoever reads it finds no other mistake.
  private let isMissing: Bool

  /// The value at `node`, which stands at its own place, or at `place` where it has none.
  package init(_ node: StudyNode, at place: RxFault.Place, key: String, noting mistakes: StudyMistakes? = nil)
  {
    self.node = node
    self.place = node.place ?? place
    self.key = key
    self.mistakes = mistakes
    isMissing = false
  }

  /// The place of a value that is not there, or is of another kind than it has to be, which is noted.
  fileprivate init(missing key: String, at place: RxFault.Place, noting mistakes: StudyMistakes) {
    node = StudyNode(.text(""))
    self.place = place
    self.key = key
    self.mistakes = mistakes
    isMissing = true
  }

  /// A mistake in the study file at this value.
  package func fault(_ message: String, remedy: String = "") -> RxFault {
    var fault = RxFault(.config, message, at: place, remedy: remedy)
    fault.isTold = isMissing
    return fault
  }

  /// A scalar's text, as written.
  /// - Throws: `RxFault` (78) where it is a list, a mapping or empty.
  package func text() throws(RxFault) -> String {
    guard case .text(let text) = node.content else { throw fault("'\(key)' must be one value") }
    guard !text.isEmpty else { throw fault("'\(key)' is empty") }
    guard text != undecidedValue else {
      throw fault(
        "'\(key)' is not decided yet", remedy: "put one of the readings on this line in the place of \(text)")
    }
    return text
  }

  /// A scalar's text with its place.
  /// - Throws: `RxFault` (78) as `text()` does.
  package func sourced() throws(RxFault) -> Sourced { Sourced(try text(), at: place) }

  /// The elements of a list; one value alone is a list of one.
  /// - Throws: `RxFault` (78) where it is an empty list or a mapping.
  package func list() throws(RxFault) -> [StudyValue] {
    switch node.content {
    case .list(let items):
      guard !items.isEmpty else { throw fault("'\(key)' is an empty list") }
      return items.map { StudyValue($0, at: place, key: key, noting: mistakes) }
    case .text where isMissing: throw fault("'\(key)' is not there")
    case .text: return [self]
    case .map: throw fault("'\(key)' must be a list")
    }
  }

  /// True if it is a list.
  package var isList: Bool { if case .list = node.content { true } else { false } }

  /// True if it is a list of nothing.
  package var isEmptyList: Bool { if case .list(let items) = node.content { items.isEmpty } else { false } }

  /// True if it is one value.
  package var isScalar: Bool { if case .text = node.content { true } else { false } }

  /// A column's header in the data, or several of which a file has one.
  /// - Throws: `RxFault` (78) where it is neither.
  package func header() throws(RxFault) -> Sourced {
    guard case .list(let items) = node.content else { return try sourced() }
    guard !items.isEmpty else { throw fault("'\(key)' names no column") }
    var names: [String] = []
    for item in try list() { names.append(try item.text()) }
    return Sourced(names[0], or: Array(names.dropFirst()), at: place)
  }

  /// A whole number in `range`.
  /// - Throws: `RxFault` (78) where it is none.
  package func int(in range: ClosedRange<Int>) throws(RxFault) -> Int {
    let text = try text()
    guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let value = Int(text) else {
      throw fault("'\(key)' must be a whole number, not '\(text)'")
    }
    guard range.contains(value) else {
      throw fault("'\(key)' must be from \(range.lowerBound) to \(range.upperBound), not \(value)")
    }
    return value
  }

  /// One of the texts of `Choice`.
  /// - Throws: `RxFault` (78) where it is none, with the nearest.
  package func choice<Choice: CaseIterable & RawRepresentable<String>>(_: Choice.Type) throws(RxFault)
    -> Choice
  {
    let text = try text()
    guard let choice = Choice(rawValue: text) else { throw noChoice(text, Choice.allCases.map(\.rawValue)) }
    return choice
  }

  /// The mistake of a text that is none of `names`.
  package func noChoice(_ text: String, _ names: [String]) -> RxFault {
    fault(
      "'\(key)' can't be '\(text)': it is one of \(names.joined(separator: ", "))",
      remedy: suggestion(for: text, among: names))
  }

  /// A yyyy-MM-dd date.
  /// - Throws: `RxFault` (78) where it is none.
  package func day() throws(RxFault) -> Day {
    let text = try text()
    guard text.utf8.count == 10, let day = DateFormat.auto.day(text) else {
      throw fault("'\(key)' must be a date like 2019-01-31, not '\(text)'")
    }
    return day
  }

  /// A mapping whose keys are among `keys`. Where mistakes are noted, another key is read as the nearest of these that
  /// is not there, so that what it holds is looked through too.
  /// - Throws: `RxFault` (78) where it is none, or has another key, and nothing notes it.
  package func map(_ keys: [String]) throws(RxFault) -> StudyMap {
    let map = try freeMap()
    var entries: [(name: Sourced, value: StudyValue)] = []
    for (name, value) in map.entries {
      guard !keys.contains(name.name) else {
        entries.append((name, value))
        continue
      }
      let near = nearestName(to: name.name, among: keys)
      let others = keys.isEmpty ? "it has no keys" : "its keys are \(keys.joined(separator: ", "))"
      let mistake = RxFault(
        .config, "unknown key '\(name.name)' in \(key.isEmpty ? "the study" : "'\(key)'")", at: name.place,
        remedy: near.map { "did you mean '\($0)'?" } ?? others)
      guard let mistakes else { throw mistake }
      // One that can't be guessed may have been meant for any of them.
      let path = near.map(path) ?? key
      mistakes.note(mistake, key: path)
      guard let near, map[near] == nil, !entries.contains(where: { $0.name.name == near }) else { continue }
      entries.append((Sourced(near, at: name.place), value.called(path)))
    }
    return StudyMap(entries: entries, value: map.value)
  }

  /// A mapping whose keys are names of the user's.
  /// - Throws: `RxFault` (78) where it is none and nothing notes it.
  package func freeMap() throws(RxFault) -> StudyMap {
    guard case .map(let pairs) = node.content else {
      let mistake = fault("'\(key.isEmpty ? "the study" : key)' must be keys with values")
      guard let mistakes else { throw mistake }
      mistakes.note(mistake, key: key)
      return StudyMap(entries: [], value: StudyValue(missing: key, at: place, noting: mistakes))
    }
    var entries: [(Sourced, StudyValue)] = []
    for (keyNode, value) in pairs {
      guard case .text(let name) = keyNode.content else {
        let mistake = fault("a key of '\(key)' is no text")
        guard let mistakes else { throw mistake }
        mistakes.note(mistake, key: key)
        continue
      }
      let path = path(of: name)
      entries.append(
        (
          Sourced(name, at: StudyValue(keyNode, at: place, key: path).place),
          StudyValue(value, at: place, key: path, noting: mistakes)
        ))
    }
    return StudyMap(entries: entries, value: self)
  }

  private func path(of name: String) -> String { key.isEmpty ? name : "\(key).\(name)" }

  /// The value under another key.
  private func called(_ key: String) -> StudyValue {
    StudyValue(node, at: place, key: key, noting: mistakes)
  }
}

/// A mapping of the study file.
package struct StudyMap: Sendable {
  /// The keys with their values, in the order of the file.
  package let entries: [(name: Sourced, value: StudyValue)]
  /// The mapping as a value.
  package let value: StudyValue

  /// The value of `key`, or nil where it is not there.
  package subscript(_ key: String) -> StudyValue? { entries.first { $0.name.name == key }?.value }

  /// The value of `key`, which must be there. Where mistakes are noted it is one that nothing can be read of.
  /// - Throws: `RxFault` (78) where it is not there and nothing notes it.
  package func required(_ key: String) throws(RxFault) -> StudyValue {
    if let found = self[key] { return found }
    let context = value.key.isEmpty ? "the study" : "'\(value.key)'"
    let mistake = value.fault("\(context) lacks the key '\(key)'")
    guard let mistakes = value.mistakes else { throw mistake }
    let path = value.key.isEmpty ? key : "\(value.key).\(key)"
    mistakes.note(mistake, key: path)
    return StudyValue(missing: path, at: value.place, noting: mistakes)
  }
}
