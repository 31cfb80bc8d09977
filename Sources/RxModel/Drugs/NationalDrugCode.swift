/// A national drug code in the one spelling in which codes are compared: eleven digits, those of labeller, product and
/// package five, four and two.
package enum NationalDrugCode {
  /// The digits of the parts of the hyphenated spellings.
  private static let spellings = [[4, 4, 2], [5, 3, 2], [5, 4, 1], [5, 4, 2], [4, 4, 1]]
  private static let widths = [5, 4, 2]

  /// The code's eleven digits; what is no such code in small letters.
  ///
  /// Hyphenated codes have their short parts padded, digits without hyphens are padded on the left. A trailing `.0`, a
  /// leading apostrophe and `="..."` are left aside.
  package static func compared(_ text: String) -> String {
    let plain = trimmed(text)
    return elevenDigits(plain) ?? text.lowercased()
  }

  private static func trimmed(_ text: String) -> Substring {
    var text = Substring(text)
    if text.hasPrefix("=\""), text.hasSuffix("\""), text.count >= 3 { text = text.dropFirst(2).dropLast() }
    if text.hasPrefix("'") { text = text.dropFirst() }
    return text.hasSuffix(".0") ? text.dropLast(2) : text
  }

  private static func elevenDigits(_ code: Substring) -> String? {
    let parts = code.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }) else {
      return nil
    }
    if parts.count == 1 { return code.utf8.count <= 11 ? padded(code, 11) : nil }
    guard spellings.contains(parts.map(\.utf8.count)) else { return nil }
    return zip(parts, widths).map { padded($0, $1) }.joined()
  }

  private static func padded(_ digits: Substring, _ width: Int) -> String {
    String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}
