/// A JSON value whose members keep their order.
indirect enum JSONText {
  case text(String)
  case number(Int)
  case truth(Bool)
  case list([JSONText])
  case members([(key: String, value: JSONText)])

  /// A list of texts.
  static func texts(_ texts: some Sequence<String>) -> JSONText { .list(texts.map(JSONText.text)) }

  /// It in lines, each indented by so many spaces but the first, without an end of line.
  func written(indent: Int = 0) -> String {
    let margin = String(repeating: " ", count: indent + 2)
    let end = "\n" + String(repeating: " ", count: indent)
    switch self {
    case .text(let text): return Self.quoted(text)
    case .number(let number): return "\(number)"
    case .truth(let truth): return "\(truth)"
    case .list(let items):
      let isFlat = items.allSatisfy { item in
        switch item {
        case .text, .number, .truth: true
        case .list, .members: false
        }
      }
      if isFlat { return "[\(items.map { $0.written() }.joined(separator: ", "))]" }
      return "[\n" + items.map { margin + $0.written(indent: indent + 2) }.joined(separator: ",\n") + end
        + "]"
    case .members(let members):
      guard !members.isEmpty else { return "{}" }
      let lines = members.map { "\(margin)\(Self.quoted($0.key)): \($0.value.written(indent: indent + 2))" }
      return "{\n" + lines.joined(separator: ",\n") + end + "}"
    }
  }

  private static func quoted(_ text: String) -> String {
    let scalars = text.unicodeScalars.map { scalar -> String in
      switch scalar {
      case "\"", "\\": return "\\\(scalar)"
      default:
        let code = String(scalar.value, radix: 16)
        return scalar.value < 0x20
          ? "\\u" + String(repeating: "0", count: 4 - code.count) + code : String(scalar)
      }
    }
    return "\"\(scalars.joined())\""
  }
}
