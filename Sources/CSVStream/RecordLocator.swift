/// The place of a record or a malformed span in its block.
package struct RecordPlace: Sendable, Equatable {
  /// The line on which it begins, counted from 0 at the block's first byte.
  package var line: Int
  /// The number of its lines, that without a line end among them.
  package var lineCount: Int
  /// Its bytes, the line end included.
  var bytes: Range<Int>
}

/// The places of a block's records and malformed spans.
///
/// Only asked for where a row is rejected or may have several lines, so it may cost a pass over the block.
/// - Complexity: O(bytes).
struct RecordLocator {
  /// The places of the records, in order.
  private(set) var records: [RecordPlace] = []
  /// The places of the malformed spans, in order.
  private(set) var malformed: [RecordPlace] = []

  private let content: UnsafeRawBufferPointer
  private let dialect: Dialect
  private let hasCarriageReturns: Bool
  private var nextQuote = 0
  private var line = 0
  private var offset = 0

  /// Walks the well-formed bytes outside the malformed spans, line by line where no quote is, byte by byte
  /// elsewhere.
  init(_ content: UnsafeRawBufferPointer, malformedSpans: [MalformedSpan], dialect: Dialect) {
    self.content = content
    self.dialect = dialect
    hasCarriageReturns = content.holds(0x0D)
    guard let base = content.baseAddress else { return }
    let search = ByteSearch(base: base)
    nextQuote = quote(search, from: 0)
    for span in malformedSpans + [MalformedSpan(start: content.count, end: content.count, reason: nil)] {
      while offset < span.start { walkRecord(search, to: span.start) }
      guard span.start < content.count else { continue }
      let lines = UnsafeRawBufferPointer(rebasing: content[span.start..<span.end])
      malformed.append(RecordPlace(line: line, lineCount: lines.lineCount, bytes: span.start..<span.end))
      line += lines.lineEndCount
      offset = span.end
    }
  }

  /// Goes behind the next record, or the line of spaces, before `end`.
  private mutating func walkRecord(_ search: ByteSearch, to end: Int) {
    if nextQuote < offset { nextQuote = quote(search, from: offset) }
    let (begin, firstLine) = (offset, line)
    let plainEnd = hasCarriageReturns ? nil : search.first(0x0A, in: offset..<end) ?? end
    var isRecord = false
    if let plainEnd, plainEnd < nextQuote {
      isRecord = (begin..<plainEnd).contains { !dialect.isSpace(search[$0]) }
      offset = min(plainEnd + 1, end)
      if plainEnd < end { line += 1 }
    } else {
      isRecord = walkBytes(search, to: end)
    }
    guard isRecord else { return }
    let isOpen = !isLineEnd(search[offset - 1])
    records.append(
      RecordPlace(line: firstLine, lineCount: line - firstLine + (isOpen ? 1 : 0), bytes: begin..<offset))
  }

  /// Goes behind the next line end outside quotes, byte by byte; true where there was more than spaces.
  private mutating func walkBytes(_ search: ByteSearch, to end: Int) -> Bool {
    var (isRecord, isQuoted) = (false, false)
    while offset < end {
      let byte = search[offset]
      offset += 1
      if byte == UInt8(ascii: "\""), dialect.hasQuotes { isQuoted.toggle() }
      if isLineEnd(byte) {
        if byte == 0x0D, offset < content.count, search[offset] == 0x0A { offset += 1 }
        line += 1
        if !isQuoted { return isRecord }
      } else if !dialect.isSpace(byte) {
        isRecord = true
      }
    }
    return isRecord
  }

  private func quote(_ search: ByteSearch, from start: Int) -> Int {
    guard dialect.hasQuotes else { return content.count }
    return search.first(UInt8(ascii: "\""), in: start..<content.count) ?? content.count
  }
}
