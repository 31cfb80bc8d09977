import CByteScan
import Glibc

/// Byte searches over raw memory. Every range lies within the buffer (the callers' duty).
struct ByteSearch {
  let base: UnsafeRawPointer

  /// The first place of `byte` in `range`, or nil.
  @inline(__always)
  func first(_ byte: UInt8, in range: Range<Int>) -> Int? {
    guard !range.isEmpty, let hit = memchr(base + range.lowerBound, Int32(byte), range.count) else {
      return nil
    }
    // SAFETY: memchr returns a pointer into the range.
    return UnsafeRawPointer(hit) - base
  }

  /// The last place of `byte` in `range`, or nil.
  @inline(__always)
  func last(_ byte: UInt8, in range: Range<Int>) -> Int? {
    guard !range.isEmpty else { return nil }
    var at = range.upperBound - 1
    while at >= range.lowerBound {
      if self[at] == byte { return at }
      at -= 1
    }
    return nil
  }

  @inline(__always)
  subscript(_ offset: Int) -> UInt8 {
    // SAFETY: within the buffer, as above.
    base.load(fromByteOffset: offset, as: UInt8.self)
  }
}

extension UnsafeRawBufferPointer {
  /// True if `byte` occurs.
  func holds(_ byte: UInt8) -> Bool {
    guard let base = baseAddress else { return false }
    return memchr(base, Int32(byte), count) != nil
  }

  /// Counts of what these bytes hold, in one pass; of quotes where there are such in `dialect`.
  func byteCounts(_ dialect: Dialect) -> rx_byte_counts {
    rx_scan_bytes(baseAddress, count, 0, dialect.hasQuotes, RX_BETWEEN_FIELDS, rx_best_instructions()).counts
  }

  /// Lines that end in these bytes. - Complexity: O(bytes).
  var lineEndCount: Int { byteCounts(Dialect()).lineEnds }

  /// Lines that these bytes are: those that end in them, and one that does not. - Complexity: O(bytes).
  var lineCount: Int { lineEndCount + (last.map { isLineEnd($0) ? 0 : 1 } ?? 0) }
}

extension rx_byte_counts {
  /// Lines that end: with LF, with CRLF, which is one line end, and with CR alone.
  var lineEnds: Int { line_feeds + returns - pairs }

  /// Adds the counts of the bytes that follow.
  mutating func add(_ other: rx_byte_counts) {
    line_feeds += other.line_feeds
    returns += other.returns
    pairs += other.pairs
    quotes += other.quotes
    has_nul = has_nul || other.has_nul
    has_high_byte = has_high_byte || other.has_high_byte
    has_exponent = has_exponent || other.has_exponent
  }

  /// Counts of the bytes that are left when the last ones, whose counts are `end`, are cut off.
  ///
  /// The flags stay as they were: that there is a NUL, a high byte or an exponent may have been true of the bytes
  /// cut off only.
  func removing(_ end: rx_byte_counts) -> rx_byte_counts {
    var rest = self
    rest.line_feeds -= end.line_feeds
    rest.returns -= end.returns
    rest.pairs -= end.pairs
    rest.quotes -= end.quotes
    return rest
  }
}
