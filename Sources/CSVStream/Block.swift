import CByteScan

/// The reason why a stretch of bytes is no record, by the contract's rules on malformed records.
package enum Malformation: UInt8, Sendable, Equatable {
  /// A quote inside an unquoted field, or text after a closing quote.
  case strayQuote
  /// A quote that is never closed.
  case unclosedQuote
  /// A record longer than the limit.
  case tooLong
}

/// A stretch of bytes that the splitter found to be no record; one reject.
struct MalformedSpan: Equatable {
  /// The places in the block, in bytes, where the stretch begins and ends (after its line end).
  var start: Int
  var end: Int
  /// The reason; nil where the stretch goes on from the block before and is counted there.
  var reason: Malformation?
}

/// Bytes of one file that begin and end between records: what one worker parses at a time.
///
/// Every byte outside the malformed spans belongs to a well-formed record or to an empty line.
package struct Block: Sendable {
  /// The number of the run's file that it is from.
  package let file: Int
  /// Its place among the file's blocks, from 0.
  package let ordinal: Int
  /// Memory of which its bytes are the first `count`.
  let store: ByteStore
  let count: Int
  let malformedSpans: [MalformedSpan]
  /// True where it ends with the file.
  let endsFile: Bool
  /// Counts of what its bytes hold. Its flags can be set without cause: `has_nul`, `has_high_byte` and
  /// `has_exponent` may come from bytes that were read together with these and are in the next block.
  let byteCounts: rx_byte_counts

  /// The first `count` bytes of `store`.
  init(
    file: Int, ordinal: Int, store: ByteStore, count: Int, malformedSpans: [MalformedSpan], endsFile: Bool,
    byteCounts: rx_byte_counts
  ) {
    self.file = file
    self.ordinal = ordinal
    self.store = store
    self.count = count
    self.malformedSpans = malformedSpans
    self.endsFile = endsFile
    self.byteCounts = byteCounts
  }

  /// A block of a copy of `source`.
  init(
    file: Int, ordinal: Int, copying source: UnsafeRawBufferPointer, malformedSpans: [MalformedSpan],
    _ dialect: Dialect
  ) {
    let store = ByteStore(byteCount: source.count)
    store.bytes.copyMemory(from: source)
    self.init(
      file: file, ordinal: ordinal, store: store, count: source.count, malformedSpans: malformedSpans,
      endsFile: true,
      byteCounts: source.byteCounts(dialect))
  }

  /// Its length in bytes.
  package var byteCount: Int { count }

  /// True where any byte may be above ASCII; where false, every field is UTF-8.
  package var mayHoldHighBytes: Bool { byteCounts.has_high_byte }

  var content: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: store.bytes[..<count]) }
}
