extension Unicode.Scalar {
  /// True if it does something to a terminal or a page in place of being shown there: control characters
  /// (ESC), line and paragraph separators, and those that turn the direction of writing, with which a text
  /// can be made to read as another one.
  package var isControl: Bool {
    switch value {
    case 0...0x1F, 0x7F...0x9F, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}

/// One line for a terminal or a log: what would control these becomes a space, and what is too long is cut.
package func messageLine(_ text: String, longest: Int = 4000) -> String {
  var line = ""
  var count = 0
  for character in text {
    if count == longest { return line + " ..." }
    count += 1
    if character == "\r\n" {
      line += " "
    } else {
      for scalar in character.unicodeScalars.prefix(20) {
        line.unicodeScalars.append(scalar.isControl ? " " : scalar)
      }
    }
  }
  return line
}

/// Text of several lines as a terminal only shows it: line ends and tabs stay.
package func withoutControls(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    result.unicodeScalars.append(scalar.isControl && scalar != "\n" && scalar != "\t" ? " " : scalar)
  }
  return result
}
