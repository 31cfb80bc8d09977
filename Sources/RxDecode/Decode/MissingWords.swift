import RxModel

/// Words that programs write where a value is missing: told where a study does not declare them.
enum MissingWords {
  private static let words = [
    "null", "(null)", "\\n", "na", "n/a", "#n/a", "nan", "none", "nil", "missing", "unknown", "unk",
    "not known", ".",
    "-", "?",
  ].map { Array($0.utf8) }
  private static let longest = 9

  /// The word at `range` where it is one of them, in any case; nil where it is not.
  @inline(__always)
  static func word(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> String? {
    guard range.count <= longest, !range.isEmpty else { return nil }
    // What nearly no other value begins with.
    switch bytes[range.lowerBound] | 0x20 {
    case UInt8(ascii: "n"), UInt8(ascii: "m"), UInt8(ascii: "u"), UInt8(ascii: "("), UInt8(ascii: "#"),
      UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "?"), UInt8(ascii: "\\") | 0x20:
      return wordInFull(bytes, range)
    default: return nil
    }
  }

  private static func wordInFull(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> String? {
    for word in words where word.count == range.count {
      var isSame = true
      for (place, byte) in zip(range, word) where isSame {
        let own = bytes[place]
        isSame = own == byte || (byte >= 0x61 && byte <= 0x7A && own == byte - 0x20)
      }
      guard isSame else { continue }
      var text: [UInt8] = []
      for place in range { text.append(bytes[place]) }
      return String(decoding: text, as: UTF8.self)
    }
    return nil
  }
}
