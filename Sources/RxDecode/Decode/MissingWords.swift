import RxModel

/// Words that programs write where a value is missing: told where a study does not declare them.
enum MissingWords {
  private static let words: Set<String> = [
    "null", "(null)", "\\n", "na", "n/a", "#n/a", "nan", "none", "nil", "missing", "unknown", "unk",
    "not known", ".",
    "-", "?",
  ]
  private static let longest = 9

  /// The word at `range` where it is one of them; nil where it is not.
  @inline(__always)
  static func word(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> String? {
    guard range.count <= longest, !range.isEmpty, !(bytes[range.lowerBound] &- 0x30 <= 9) else { return nil }
    return wordInFull(bytes, range)
  }

  private static func wordInFull(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> String? {
    var text: [UInt8] = []
    for place in range { text.append(bytes[place]) }
    let word = String(decoding: text, as: UTF8.self)
    return words.contains(word.lowercased()) ? word : nil
  }
}
