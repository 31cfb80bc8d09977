/// The lines of a block on which its records and malformed spans begin, counted from 0 at the block's first
/// byte.
///
/// Only asked for where a row is rejected, so it may cost a pass over the block. - Complexity: O(bytes).
struct RecordLocator {
  /// The line of each record, in order.
  private(set) var recordLines: [Int] = []
  /// The line of each malformed span, in order.
  private(set) var malformedLines: [Int] = []
  /// The place in bytes where the first record ends, its line end included; nil without a record.
  private(set) var firstRecordEnd: Int?

  /// Walks the well-formed bytes outside the malformed spans, line by line where no quote is, byte by byte
  /// elsewhere.
  init(_ content: UnsafeRawBufferPointer, malformedSpans: [MalformedSpan], dialect: Dialect) {
    guard let base = content.baseAddress else { return }
    let search = ByteSearch(base: base)
    let hasCarriageReturns = content.holds(0x0D)
    var nextQuote = search.first(UInt8(ascii: "\""), in: 0..<content.count) ?? content.count
    var line = 0
    var offset = 0
    for span in malformedSpans + [MalformedSpan(start: content.count, end: content.count, reason: nil)] {
      while offset < span.start {
        let begin = offset
        var isRecord = false
        var quoted = false
        if nextQuote < offset {
          nextQuote = search.first(UInt8(ascii: "\""), in: offset..<content.count) ?? content.count
        }
        let plainEnd = hasCarriageReturns ? nil : search.first(0x0A, in: offset..<span.start) ?? span.start
        if let plainEnd, plainEnd < nextQuote {
          isRecord = (begin..<plainEnd).contains { !dialect.isSpace(search[$0]) }
          offset = min(plainEnd + 1, span.start)
          if isRecord { recordLines.append(line) }
          if plainEnd < span.start { line += 1 }
        } else {
          var ended = false
          while offset < span.start, !ended {
            let byte = search[offset]
            offset += 1
            if byte == UInt8(ascii: "\"") { quoted.toggle() }
            if isLineEnd(byte) {
              if byte == 0x0D, offset < content.count, search[offset] == 0x0A { offset += 1 }
              line += 1
              ended = !quoted
            } else if !isRecord, !dialect.isSpace(byte) {
              isRecord = true
              recordLines.append(line)
            }
          }
        }
        if isRecord, firstRecordEnd == nil { firstRecordEnd = offset }
      }
      if span.start < content.count {
        malformedLines.append(line)
        line += UnsafeRawBufferPointer(rebasing: content[span.start..<span.end]).lineEndCount
        offset = span.end
      }
    }
  }
}
