import RxModel
import Yams

/// A value of the study file with its place, read by a grammar that refuses what it does not know.
struct YAMLValue {
  let node: Node
  /// The file as the user named it.
  let file: String
  /// Its key, dotted from the top: for messages.
  let key: String

  /// Where it stands.
  var place: RxFault.Place {
    RxFault.Place(file: file, line: node.mark?.line ?? 1, column: node.mark?.column)
  }

  /// A mistake in the study file at this value.
  func fault(_ message: String, remedy: String = "") -> RxFault {
    RxFault(.config, message, at: place, remedy: remedy)
  }

  /// A scalar's text, as written.
  func text() throws(RxFault) -> String {
    guard case .scalar(let scalar) = node else { throw fault("'\(key)' must be one value") }
    guard !scalar.string.isEmpty else { throw fault("'\(key)' is empty") }
    return scalar.string
  }

  /// A scalar's text with its place.
  func named() throws(RxFault) -> Named { Named(try text(), at: place) }

  /// The elements of a list; one value alone is a list of one.
  func list() throws(RxFault) -> [YAMLValue] {
    switch node {
    case .sequence(let sequence):
      guard !sequence.isEmpty else { throw fault("'\(key)' is an empty list") }
      return sequence.map { YAMLValue(node: $0, file: file, key: key) }
    case .scalar: return [self]
    default: throw fault("'\(key)' must be a list")
    }
  }

  /// Whether it is a list.
  var isList: Bool { if case .sequence = node { true } else { false } }

  /// Whether it is a list of nothing.
  var isEmptyList: Bool { if case .sequence(let sequence) = node { sequence.isEmpty } else { false } }

  /// Whether it is one value.
  var isScalar: Bool { if case .scalar = node { true } else { false } }

  /// A whole number in `range`.
  func int(in range: ClosedRange<Int>) throws(RxFault) -> Int {
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
  func choice<Choice: CaseIterable & RawRepresentable<String>>(_: Choice.Type) throws(RxFault) -> Choice {
    let text = try text()
    guard let choice = Choice(rawValue: text) else {
      let names = Choice.allCases.map(\.rawValue)
      throw fault(
        "'\(key)' can't be '\(text)': it is one of \(names.joined(separator: ", "))",
        remedy: suggestion(for: text, among: names))
    }
    return choice
  }

  /// A yyyy-MM-dd date.
  func day() throws(RxFault) -> Day {
    let text = try text()
    guard text.utf8.count == 10, let day = DateFormat.auto.day(text) else {
      throw fault("'\(key)' must be a date like 2019-01-31, not '\(text)'")
    }
    return day
  }

  /// A mapping whose keys are among `keys`.
  func map(_ keys: [String]) throws(RxFault) -> YAMLMap {
    let map = try freeMap()
    for (name, _) in map.entries where !keys.contains(name.name) {
      let near = suggestion(for: name.name, among: keys)
      throw RxFault(
        .config, "unknown key '\(name.name)' in \(key.isEmpty ? "the study" : "'\(key)'")", at: name.place,
        remedy: near.isEmpty
          ? (keys.isEmpty ? "it has no keys" : "its keys are \(keys.joined(separator: ", "))") : near)
    }
    return map
  }

  /// A mapping whose keys are names of the user's.
  func freeMap() throws(RxFault) -> YAMLMap {
    guard case .mapping(let mapping) = node else {
      throw fault("'\(key.isEmpty ? "the study" : key)' must be keys with values")
    }
    var entries: [(Named, YAMLValue)] = []
    for (keyNode, value) in mapping {
      guard case .scalar(let scalar) = keyNode else { throw fault("a key of '\(key)' is no text") }
      let place = RxFault.Place(file: file, line: keyNode.mark?.line ?? 1, column: keyNode.mark?.column)
      let path = key.isEmpty ? scalar.string : "\(key).\(scalar.string)"
      entries.append((Named(scalar.string, at: place), YAMLValue(node: value, file: file, key: path)))
    }
    return YAMLMap(entries: entries, value: self)
  }
}

/// A mapping of the study file.
struct YAMLMap {
  let entries: [(name: Named, value: YAMLValue)]
  let value: YAMLValue

  /// The value of `key`, or nil where it is not there.
  subscript(_ key: String) -> YAMLValue? { entries.first { $0.name.name == key }?.value }

  /// The value of `key`, which must be there.
  func required(_ key: String) throws(RxFault) -> YAMLValue {
    guard let found = self[key] else {
      let context = value.key.isEmpty ? "the study" : "'\(value.key)'"
      throw value.fault("\(context) lacks the key '\(key)'")
    }
    return found
  }
}
