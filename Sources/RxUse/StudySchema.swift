import RxModel
import RxStudy

/// The JSON Schema (draft 7) of a study file, for editors: made of the description by which the parser reads it. What one key
/// asks of another it does not tell. Where a study includes files or names a layout, keys that these can fill in are not
/// required.
package func studySchema() -> String {
  let filled = StudyFile.filledKeys
  let keys = StudyFile.keys
  let properties = keys.map { key in
    member(key, schema(key.form, requires: !filled.contains(key.name)))
  }
  func required(_ isFilled: Bool) -> [String] {
    keys.filter { $0.isRequired && filled.contains($0.name) == isFilled }.map(\.name)
  }
  let whole: [(key: String, value: JSONText)] = [
    ("$schema", .text("http://json-schema.org/draft-07/schema#")),
    ("title", .text("rxuse study file")),
    ("type", .text("object")),
    ("additionalProperties", .truth(false)),
    ("properties", .members(properties)),
    (
      "allOf",
      .list([
        without([StudyFile.includeKey], .members([("required", .texts(required(false)))])),
        without(
          [StudyFile.includeKey, StudyFile.layoutKey],
          .members(
            [("required", .texts(required(true)))]
              + needs(keys.filter { filled.contains($0.name) }.map { ($0.name, $0.form) }))),
      ])
    ),
  ]
  return JSONText.members(whole).written() + "\n"
}

/// What holds where none of some keys is there.
private func without(_ keys: [String], _ schema: JSONText) -> JSONText {
  let each = keys.map { JSONText.members([("required", .texts([$0]))]) }
  return .members([("if", .members([("not", .members([("anyOf", .list(each))]))])), ("then", schema)])
}

private func member(_ key: any StudyKey, _ schema: [(key: String, value: JSONText)]) -> (
  key: String, value: JSONText
) {
  let standard = key.standard.map { [("default", value(of: $0))] } ?? []
  return (key.name, .members([("description", .text("\(key.summary) (\(key.kind))"))] + standard + schema))
}

/// The schema of a form; `requires` says whether keys that it needs must be there.
private func schema(_ form: ValueForm, requires: Bool) -> [(key: String, value: JSONText)] {
  let each = form.alternatives.flatMap { single($0, requires: requires) }
  return each.count == 1 ? each[0] : [("anyOf", .list(each.map(JSONText.members)))]
}

/// The schemas of a form that is no choice of forms.
private func single(_ form: ValueForm, requires: Bool) -> [[(key: String, value: JSONText)]] {
  switch form.plain {
  case .text, .path: [[("type", scalar)]]
  case .whole(let range):
    // A number in quotes is one.
    [
      [
        ("type", .texts(["integer", "string"])), ("minimum", .number(range.lowerBound)),
        ("maximum", .number(range.upperBound)), ("pattern", .text("^[0-9]+$")),
      ]
    ]
  case .choice(let names):
    [[("enum", .list(names.map(JSONText.text) + names.compactMap(Bool.init).map(JSONText.truth)))]]
  case .pattern(_, let pattern):
    [[("type", .texts(["string", "number"])), ("pattern", .text("^(\(pattern))$"))]]
  case .list(let item):
    // One value alone is a list of one. Lists are given whole, so that what their elements need must be there.
    [[("type", .text("array")), ("items", .members(schema(item, requires: true)))]]
      + item.alternatives.filter(\.isOneValue).flatMap { single($0, requires: requires) }
  case .keys(let keys, let own):
    [
      [
        ("type", .text("object")),
        ("properties", .members(keys.map { member($0, schema($0.form, requires: requires)) })),
        ("additionalProperties", own.map { .members(schema($0.value, requires: requires)) } ?? .truth(false)),
      ] + (requires ? required(keys) : [])
    ]
  case .either, .called: []
  }
}

private let scalar = JSONText.texts(["string", "number", "boolean"])

private func required(_ keys: [any StudyKey]) -> [(key: String, value: JSONText)] {
  let names = keys.filter(\.isRequired).map(\.name)
  return names.isEmpty ? [] : [("required", .texts(names))]
}

/// What must be there in the values of keys and in what these hold, lists aside.
private func needs(_ keys: [(name: String, form: ValueForm)]) -> [(key: String, value: JSONText)] {
  let properties = keys.compactMap { name, form -> (key: String, value: JSONText)? in
    guard case .keys(let keys, _) = form.plain else { return nil }
    let own = required(keys) + needs(keys.map { ($0.name, $0.form) })
    return own.isEmpty ? nil : (name, .members(own))
  }
  return properties.isEmpty ? [] : [("properties", .members(properties))]
}

/// A default as JSON.
private func value(of node: StudyNode) -> JSONText {
  switch node.content {
  case .text(let text): Int(text).map(JSONText.number) ?? .text(text)
  case .list(let items): .list(items.map(value(of:)))
  case .map(let entries): .members(entries.map { ($0.key.written, value(of: $0.value)) })
  }
}

extension ValueForm {
  /// True where a value of this form is one scalar.
  fileprivate var isOneValue: Bool {
    switch plain {
    case .text, .path, .whole, .choice, .pattern: true
    case .list, .keys, .either, .called: false
    }
  }
}
