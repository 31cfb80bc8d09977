/// Texts as a workbook can hold them.
enum CellText {
  /// A text for a cell: every character as it is. The library escapes controls; what only looks like such an escape, and
  /// what no XML can hold, is changed here, so that it is read as it was written.
  static func exact(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == 0x5F || $0 == 0 || $0 == 0xEF }) else { return text }
    var result = ""
    var rest = Substring(text)
    while let scalar = rest.unicodeScalars.first {
      if scalar == "_", isEscape(rest) { result += "_x005F" }
      result.unicodeScalars.append(["\0", "\u{FFFE}", "\u{FFFF}"].contains(scalar) ? "\u{FFFD}" : scalar)
      rest.unicodeScalars.removeFirst()
    }
    return result
  }

  /// A text of one line for a property, of so many UTF-16 code units at most.
  static func plain(_ text: String, atMost limit: Int) -> String {
    var result = String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
    result = exact(result)
    while result.utf16.count > limit { result.removeLast() }
    return result
  }

  /// True for `_x0041_` and its like.
  private static func isEscape(_ text: Substring) -> Bool {
    let bytes = Array(text.utf8.prefix(7))
    return bytes.count == 7 && bytes[1] == UInt8(ascii: "x") && bytes[6] == UInt8(ascii: "_")
      && bytes[2..<6].allSatisfy { (Character(Unicode.Scalar($0))).isHexDigit }
  }
}

extension String {
  /// Calls `body` with it as a C string that C believes it may change.
  func withMutableCString<Result>(_ body: (UnsafeMutablePointer<CChar>) -> Result) -> Result {
    var bytes = utf8CString
    return bytes.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else {
        // A C string has its end at least.
        var end: CChar = 0
        return body(&end)
      }
      return body(base)
    }
  }
}
