/// A line of CSV (RFC 4180, LF): fields with a comma, a quote or a line end are quoted, quotes in them doubled.
package func csvLine(_ fields: [String]) -> String {
  fields.map(csvField).joined(separator: ",") + "\n"
}

private func csvField(_ field: String) -> String {
  let special = field.utf8.contains { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }
  guard special else { return field }
  var quoted = "\""
  for character in field.unicodeScalars {
    if character == "\"" { quoted.unicodeScalars.append("\"") }
    quoted.unicodeScalars.append(character)
  }
  return quoted + "\""
}
