import CSVStream
import RxModel

/// Words that programs write where a value is missing: told where a study does not declare them.
package enum MissingWords {
  private static let words = [
    "null", "(null)", "\\n", "na", "n/a", "#n/a", "nan", "none", "nil", "missing", "unknown", "unk",
    "not known", ".",
    "-", "?",
  ].map { Array($0.utf8) }

  /// True if `text` is one of them, in any case.
  package static func isWord(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return word(bytes.span, 0..<bytes.count) != nil
  }

  /// The word at `range` where it is one of them, in any case; nil where it is not.
  @inline(__always)
  static func word(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> String? {
    // What nearly no other value begins with, and is as long.
    guard range.count <= 9, !range.isEmpty, lengths(of: bytes[range.lowerBound]) &>> range.count & 1 == 1
    else { return nil }
    return wordInFull(bytes, range)
  }

  /// The lengths in bytes of the words that begin with a byte, as bits.
  @inline(__always)
  private static func lengths(of first: UInt8) -> Int {
    switch first {
    case UInt8(ascii: "n"), UInt8(ascii: "N"): 1 << 2 | 1 << 3 | 1 << 4 | 1 << 9
    case UInt8(ascii: "m"), UInt8(ascii: "M"): 1 << 7
    case UInt8(ascii: "u"), UInt8(ascii: "U"): 1 << 3 | 1 << 7
    case UInt8(ascii: "("): 1 << 6
    case UInt8(ascii: "#"): 1 << 4
    case UInt8(ascii: "\\"): 1 << 2
    case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "?"): 1 << 1
    default: 0
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

extension RejectLedger {
  /// Counts the words for missing values in texts of the accepted records of the batch at hand.
  /// - Parameters:
  ///   - records: the accepted records.
  ///   - columns: the batch.
  ///   - requests: the texts.
  ///   - names: by request, the name of the field.
  mutating func noteMissingWords(
    _ records: [Int32], _ columns: BatchColumns, _ requests: [Int], _ names: [String]
  ) {
    let bytes = columns.batch.bytes
    let (fields, slotCount) = (columns.batch.fields.span, columns.batch.slotCount)
    for request in requests {
      let slot = columns.slot(request)
      for record in records {
        let range = fields[Int(record) &* slotCount &+ slot].range
        guard let word = MissingWords.word(bytes, range) else { continue }
        noteMissing(word, in: names[request])
      }
    }
  }

  /// Counts a word for a missing value.
  mutating func noteMissing(_ word: String, in field: String) {
    note { $0.missingWords[.init(field: field, word: word), default: 0] += 1 }
  }
}
