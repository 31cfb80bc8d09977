import Foundation
import RxModel

/// A value of JSON.
indirect enum SchemaValue: Decodable, Equatable {
  case truth(Bool)
  case number(Double)
  case text(String)
  case list([SchemaValue])
  case members([String: SchemaValue])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let truth = try? container.decode(Bool.self) {
      self = .truth(truth)
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let items = try? container.decode([SchemaValue].self) {
      self = .list(items)
    } else {
      self = .members(try container.decode([String: SchemaValue].self))
    }
  }

  /// What a reader of YAML takes a value of a study file for.
  init(_ node: StudyNode) {
    switch node.content {
    case .text(let text):
      self = Double(text).map(SchemaValue.number) ?? Bool(text).map(SchemaValue.truth) ?? .text(text)
    case .list(let items): self = .list(items.map { SchemaValue($0) })
    case .map(let entries):
      self = .members(
        Dictionary(entries.map { ($0.key.written, SchemaValue($0.value)) }, uniquingKeysWith: { $1 }))
    }
  }

  subscript(_ key: String) -> SchemaValue? {
    if case .members(let members) = self { members[key] } else { nil }
  }
  var items: [SchemaValue] { if case .list(let items) = self { items } else { [] } }
  var members: [String: SchemaValue] { if case .members(let members) = self { members } else { [:] } }
  var texts: [String] {
    (items.isEmpty ? [self] : items).compactMap { if case .text(let text) = $0 { text } else { nil } }
  }
  var double: Double? { if case .number(let number) = self { number } else { nil } }

  /// The names of its types in JSON Schema.
  private var types: [String] {
    switch self {
    case .truth: ["boolean"]
    case .number(let number): number == number.rounded() ? ["number", "integer"] : ["number"]
    case .text: ["string"]
    case .list: ["array"]
    case .members: ["object"]
    }
  }

  /// The paths in it at which it is not as `schema` says (JSON Schema of draft 7, as far as study files use it).
  func failures(_ schema: SchemaValue, at path: String = "") -> Set<String> {
    if case .truth(let isRight) = schema { return isRight ? [] : [path] }
    var found: Set<String> = []
    if let types = schema["type"]?.texts, Set(types).isDisjoint(with: self.types) { found.insert(path) }
    if let names = schema["enum"]?.items, !names.contains(self) { found.insert(path) }
    if case .number(let number) = self {
      if let least = schema["minimum"]?.double, number < least { found.insert(path) }
      if let most = schema["maximum"]?.double, number > most { found.insert(path) }
    }
    if case .text(let text) = self, let pattern = schema["pattern"]?.texts.first,
      text.range(of: pattern, options: .regularExpression) == nil
    {
      found.insert(path)
    }
    for (key, value) in members {
      let own = path.isEmpty ? key : "\(path).\(key)"
      if let schema = schema["properties"]?[key] ?? schema["additionalProperties"] {
        found.formUnion(value.failures(schema, at: own))
      }
    }
    if case .members(let members) = self {
      for key in schema["required"]?.texts ?? [] where members[key] == nil { found.insert(path) }
    }
    if let item = schema["items"] { for value in items { found.formUnion(value.failures(item, at: path)) } }
    if let each = schema["anyOf"]?.items {
      let failures = each.map { self.failures($0, at: path) }
      // Of several that it is not, the one that it is most of.
      if !failures.contains([]) {
        found.formUnion(failures.max { ($0.map(\.count).max() ?? 0) < ($1.map(\.count).max() ?? 0) } ?? [])
      }
    }
    for one in schema["allOf"]?.items ?? [] { found.formUnion(failures(one, at: path)) }
    if let not = schema["not"], failures(not, at: path).isEmpty { found.insert(path) }
    if let condition = schema["if"], failures(condition, at: path).isEmpty, let then = schema["then"] {
      found.formUnion(failures(then, at: path))
    }
    return found
  }
}
