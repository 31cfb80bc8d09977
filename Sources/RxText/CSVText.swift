/// A line of CSV (RFC 4180, LF) for people: a text that a spreadsheet would run as a formula gets an apostrophe before
/// it, which makes it text there (OWASP, "CSV Injection": https://owasp.org/www-community/attacks/CSV_Injection). These
/// are texts whose first character after spaces is `=`, `+`, `-`, `@`, one of these in its full width, a tab or a line end.
/// Figures are no such texts: `-5.0000` stays as it is.
package func csvLine(_ fields: [String]) -> String {
  exactCSVLine(fields.map { isFormula($0) ? "'" + $0 : $0 })
}

/// A field as it was before `csvLine` put an apostrophe before it.
package func withoutFormulaMark(_ field: String) -> String {
  field.hasPrefix("'") && isFormula(String(field.dropFirst())) ? String(field.dropFirst()) : field
}

/// A line of CSV (RFC 4180, LF) for programs: fields with a comma, a quote or a line end are quoted, quotes in them
/// doubled; nothing else is changed.
package func exactCSVLine(_ fields: [String]) -> String {
  var line = ""
  for (place, field) in fields.enumerated() {
    if place > 0 { line += "," }
    line += csvField(field)
  }
  return line + "\n"
}

private func csvField(_ field: String) -> String {
  var bytes = field
  let isSpecial = bytes.withUTF8 {
    unsafe $0.contains { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }
  }
  guard isSpecial else { return field }
  var quoted = "\""
  for character in field.unicodeScalars {
    if character == "\"" { quoted.unicodeScalars.append("\"") }
    quoted.unicodeScalars.append(character)
  }
  return quoted + "\""
}

private func isFormula(_ field: String) -> Bool {
  // Few begin with anything but a letter or a digit.
  guard let first = field.utf8.first, !isLetterOrDigit(first) else { return false }
  return switch field.unicodeScalars.first(where: { $0 != " " && $0 != "\u{A0}" && $0 != "\u{FEFF}" }) {
  case "=", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}": true
  case "+", "-": !isFigure(field)
  default: false
  }
}

private func isLetterOrDigit(_ byte: UInt8) -> Bool {
  UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
}

/// True if it is a number, or an estimate with its limits as tables have them: `-1.2 (-3.4 to -0.5)`.
private func isFigure(_ field: String) -> Bool {
  var rest = Substring(field)
  func takeNumber() -> Bool {
    if rest.first == "-" || rest.first == "+" { rest.removeFirst() }
    return takeDigits() && (!take(".") || takeDigits())
  }
  func takeDigits() -> Bool {
    let digits = rest.prefix { ("0"..."9").contains($0) }
    rest.removeFirst(digits.count)
    return !digits.isEmpty
  }
  func take(_ text: String) -> Bool {
    guard rest.hasPrefix(text) else { return false }
    rest.removeFirst(text.count)
    return true
  }
  guard takeNumber() else { return false }
  return rest.isEmpty
    || take(" (") && takeNumber() && take(" to ") && takeNumber() && take(")") && rest.isEmpty
}
