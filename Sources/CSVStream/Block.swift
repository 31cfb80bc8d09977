/// Why a stretch of bytes is no record. The contract's rules on malformed records.
package enum Malformation: UInt8, Sendable, Equatable {
  /// A quote inside an unquoted field, or text after a closing quote.
  case strayQuote
  /// A quote that is never closed.
  case unclosedQuote
  /// A record longer than the limit.
  case tooLong
}

/// A stretch of bytes that the splitter found to be no record; one reject.
struct Hole: Equatable {
  /// Where in the block the stretch begins and ends (after its line end).
  var start: Int
  var end: Int
  /// Why; nil where the stretch goes on from the block before and is counted there.
  var reason: Malformation?
}

/// Bytes of one file that begin and end between records: what one worker parses at a time.
///
/// Every byte outside the holes belongs to a well-formed record or to an empty line.
/// `@unchecked Sendable`: one owner at a time, handed from the splitter to a worker.
// SAFETY: the splitter fills a block and gives it away before it makes the next; nothing else refers to it.
package final class Block: @unchecked Sendable {
  /// Which file of the run it is from.
  package let file: Int
  /// Its place among the file's blocks, from 0.
  package let ordinal: Int
  let bytes: UnsafeMutableRawBufferPointer
  let count: Int
  let holes: [Hole]

  /// A block that owns `buffer`, of which the first `count` bytes are its own.
  init(file: Int, ordinal: Int, owning buffer: UnsafeMutableRawBufferPointer, count: Int, holes: [Hole]) {
    self.file = file
    self.ordinal = ordinal
    self.holes = holes
    self.count = count
    bytes = buffer
  }

  /// A block of a copy of `source`.
  convenience init(file: Int, ordinal: Int, copying source: UnsafeRawBufferPointer, holes: [Hole]) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: max(source.count, 1), alignment: 16)
    buffer.copyMemory(from: source)
    self.init(file: file, ordinal: ordinal, owning: buffer, count: source.count, holes: holes)
  }

  deinit { bytes.deallocate() }

  /// How many bytes it holds.
  package var byteCount: Int { count }

  var content: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: bytes[..<count]) }
}
