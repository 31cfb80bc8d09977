/// The syntax of a file: how its fields are set apart. Quotes, where it has them, are `"`, doubled inside a quoted
/// field (RFC 4180); a line ends with LF, CRLF or CR alone; spaces and tabs around an unquoted field and outside the
/// quotes of a quoted one are no part of it (libcsv's rule).
package struct Dialect: Sendable, Equatable {
  /// The meaning of a quote.
  package enum Quotes: Sendable, Equatable {
    /// It opens or closes a field; two within a quoted field are one.
    case double
    /// It is a character like any other.
    case none
  }

  /// The byte between fields.
  package var delimiter: UInt8
  /// The meaning of a quote.
  package var quotes: Quotes
  /// The longest record in bytes, its line end left out.
  package var longestRecord: Int
  /// The number of bytes read at a time. The result does not depend on it.
  package var blockBytes: Int
  /// The way in which records are taken apart. The result does not depend on it.
  package var lane: Lane

  /// The contract's dialect with `delimiter`: records of up to 1 MiB.
  package init(
    delimiter: UInt8 = UInt8(ascii: ","), quotes: Quotes = .double, longestRecord: Int = 1 << 20,
    blockBytes: Int = 512 << 10,
    lane: Lane = .best
  ) {
    self.delimiter = delimiter
    self.quotes = quotes
    self.longestRecord = longestRecord
    self.blockBytes = max(1, blockBytes)
    self.lane = lane
  }
}

@inline(__always) func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

extension Dialect {
  /// True where a quote opens and closes fields.
  var hasQuotes: Bool { quotes == .double }
  /// True if libcsv skips the byte around a field.
  @inline(__always) func isSpace(_ byte: UInt8) -> Bool {
    (byte == 0x20 || byte == 0x09) && byte != delimiter
  }
}
