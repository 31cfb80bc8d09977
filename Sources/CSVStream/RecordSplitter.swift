import CByteScan
import Glibc

/// Finds, in one pass over a file's bytes, where records end, and cuts the bytes into blocks there.
///
/// It is exact for every input, well-formed or not: it hops from quote to quote and checks that each opens a
/// field or closes one, so a stray quote is seen where it stands, and what follows is read from the next line
/// on as the contract says. A block's well-formed bytes are therefore never refused by libcsv in strict mode;
/// where they were, that is a defect and not data. Bytes without quotes and CR cost one pass, which counts
/// what they hold.
///
/// Its invariants, which hold between calls and between the steps of `scan` (debug builds check them):
///
/// 1. `0 <= recordStart <= position <= count <= store.bytes.count`; `content` is the first `count` bytes of
///    the store.
/// 2. All before `recordStart` is well-formed records that have ended, empty lines, and the spans of
///    `malformedSpans`, which are in order and do not overlap. It is what the next block can take.
/// 3. From `recordStart` on is one record, or one span that is none, whose end has not been seen before
///    `position`.
/// 4. `mode` says what `position` is within: `.quoted`, `.closing` and `.closed` have a quote of the record
///    before it; behind `.closing` that is the last byte, behind `.closed` it is followed by spaces alone;
///    `.skipping` has a reason unless the span began in a block that was given away.
/// 5. `byteCounts` is of `content`: exact in its numbers, while a NUL, a high byte or an exponent may have been in a block
///    before.
///
/// Where `position` stands before `count` between calls, what is missing is the byte behind a CR.
struct RecordSplitter: ~Copyable {
  private enum Mode: Equatable {
    /// Outside quotes.
    case unquoted
    /// Inside a quoted field.
    case quoted
    /// Just behind a quote that closes the field, or is the first of two.
    case closing
    /// Behind a closing quote and spaces.
    case closed
    /// Looking for the line end that closes a malformed span; nil where it began in an earlier block.
    case skipping(Malformation?)
  }

  private let dialect: Dialect
  private var store: ByteStore
  private(set) var count = 0
  /// The first byte that has not been looked at.
  private var position = 0
  /// The place where the record, or the malformed span, that `position` is in begins.
  private(set) var recordStart = 0
  private var mode = Mode.unquoted
  private(set) var malformedSpans: [MalformedSpan] = []
  /// True once the source has ended.
  private(set) var atEnd = false
  private var nextOrdinal = 0
  private var byteCounts = rx_byte_counts()

  init(dialect: Dialect) {
    self.dialect = dialect
    store = ByteStore(byteCount: 2 * dialect.blockBytes)
  }

  /// The bytes that are held and not yet given away.
  var content: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: store.bytes[..<count]) }

  /// The reason why what `recordStart` begins is no record, where that is known and its end is not; nil
  /// otherwise.
  var skipped: Malformation? { if case .skipping(let reason) = mode { reason } else { nil } }

  /// True once the source has ended and all of it has been scanned.
  var isExhausted: Bool { atEnd && recordStart == count }

  /// Reads one more block's worth from `source` and scans it.
  mutating func advance(_ source: any ByteSource) throws(StreamFault) {
    guard !atEnd else { return }
    if store.bytes.count - count < dialect.blockBytes { reallocate() }
    let got = try source.read(
      into: UnsafeMutableRawBufferPointer(rebasing: store.bytes[count..<(count + dialect.blockBytes)]))
    let before = count
    count += got
    atEnd = got < dialect.blockBytes
    let scan = rx_scan_bytes(
      content.baseAddress.map { $0 + before }, got, dialect.delimiter, dialect.hasQuotes, place,
      dialect.lane.instructions ?? rx_best_instructions())
    byteCounts.add(scan.counts)
    // A pair whose CR was read before.
    if before > 0, got > 0, content[before - 1] == 0x0D, content[before] == 0x0A { byteCounts.pairs += 1 }
    if !passOver(scan, from: before) || atEnd { self.scan() }
    assert(_checkInvariants())
  }

  /// The place in the CSV text of the first byte that has not been looked at.
  private var place: rx_place {
    switch mode {
    case .quoted: RX_IN_QUOTES
    case .closing: RX_AFTER_QUOTE
    case .unquoted where position == recordStart || content[position - 1] == dialect.delimiter:
      RX_BETWEEN_FIELDS
    case .unquoted, .closed, .skipping: RX_IN_FIELD
    }
  }

  /// Goes to the end of what was scanned, from `start` on, where nothing in it has to be looked at more
  /// closely: no quote that is not plainly in its place, no record that may be too long, no CR whose LF may
  /// still come. False where it has.
  private mutating func passOver(_ scan: rx_scan, from start: Int) -> Bool {
    switch mode {
    case .closed, .skipping: return false
    case .unquoted, .quoted, .closing: break
    }
    let last = count - 1
    guard scan.is_regular, position == start, count > start, content[last] != 0x0D,
      count - start <= dialect.longestRecord, start + scan.first_end - recordStart <= dialect.longestRecord
    else { return false }
    position = count
    if scan.after_last_end > 0 { recordStart = start + scan.after_last_end }
    switch scan.place {
    case RX_IN_QUOTES: mode = .quoted
    case RX_AFTER_QUOTE: mode = .closing
    default: mode = .unquoted
    }
    return true
  }

  /// The bytes up to the last record's end as a block, or nil where no record has ended yet.
  mutating func takeBlock(file: Int) -> Block? {
    if case .skipping(let reason) = mode, position - recordStart > dialect.longestRecord {
      malformedSpans.append(MalformedSpan(start: recordStart, end: position, reason: reason))
      recordStart = position
      mode = .skipping(nil)
    }
    guard recordStart > 0 else { return nil }
    // The block gets the memory, and what is left moves to new memory.
    let rest = UnsafeRawBufferPointer(rebasing: content[recordStart...])
    let restCounts = rest.byteCounts(dialect)
    let block = Block(
      file: file, ordinal: nextOrdinal, store: store, count: recordStart, malformedSpans: malformedSpans,
      endsFile: atEnd && recordStart == count, byteCounts: byteCounts.removing(restCounts))
    let next = ByteStore(byteCount: 2 * (rest.count + dialect.blockBytes))
    next.bytes.copyMemory(from: rest)
    store = next
    byteCounts = restCounts
    count = rest.count
    position -= recordStart
    recordStart = 0
    malformedSpans = []
    nextOrdinal += 1
    assert(_checkInvariants())
    return block
  }

  /// Forgets the first `length` bytes, which hold whole records (a header, a byte order mark).
  mutating func drop(_ length: Int) {
    malformedSpans = malformedSpans.filter { $0.start >= length }.map {
      MalformedSpan(start: $0.start - length, end: $0.end - length, reason: $0.reason)
    }
    if length < count, let base = store.bytes.baseAddress { memmove(base, base + length, count - length) }
    count -= length
    byteCounts = content.byteCounts(dialect)
    position = max(0, position - length)
    recordStart = max(0, recordStart - length)
    assert(_checkInvariants())
  }

  private mutating func reallocate() {
    let larger = ByteStore(byteCount: max(count * 2, count + dialect.blockBytes))
    larger.bytes.copyMemory(from: content)
    store = larger
  }

  // MARK: Invariants

  /// True if the invariants hold, as far as the bytes still at hand tell.
  private func _checkInvariants() -> Bool {
    guard 0 <= recordStart, recordStart <= position, position <= count, count <= store.bytes.count else {
      return false
    }
    var end = 0
    for span in malformedSpans {
      guard end <= span.start, span.start < span.end, span.end <= recordStart else { return false }
      end = span.end
    }
    return modeFitsBytes && countsFitBytes
  }

  private var modeFitsBytes: Bool {
    let seen = content[recordStart..<position]
    switch mode {
    case .unquoted, .skipping: return true
    case .quoted: return seen.contains(UInt8(ascii: "\""))
    case .closing: return seen.last == UInt8(ascii: "\"")
    case .closed:
      let quote = seen.last { !dialect.isSpace($0) }
      return quote == UInt8(ascii: "\"") && seen.last != quote
    }
  }

  private var countsFitBytes: Bool {
    // Blocks of one byte would have all that is held counted again for each.
    guard count <= 256 else { return true }
    let found = content.byteCounts(dialect)
    return byteCounts.line_feeds == found.line_feeds && byteCounts.returns == found.returns
      && byteCounts.pairs == found.pairs && byteCounts.quotes == found.quotes
      && (byteCounts.has_nul || !found.has_nul) && (byteCounts.has_high_byte || !found.has_high_byte)
      && (byteCounts.has_exponent || !found.has_exponent || content[0] == 0x2B || content[0] == 0x2D)
  }

  // MARK: Scanning

  private var search: ByteSearch {
    // SAFETY: the store is never empty, so it has a base address; the ranges asked for end at `count`.
    ByteSearch(base: UnsafeRawPointer(store.bytes.baseAddress.unsafelyUnwrapped))
  }

  private mutating func scan() {
    while true {
      assert(_checkInvariants())
      let goesOn =
        switch mode {
        case .unquoted: scanUnquoted()
        case .quoted: scanQuoted()
        case .closing, .closed: scanClosing()
        case .skipping(let reason): scanMalformed(reason)
        }
      if goesOn { continue }
      guard atEnd, !endOfInput() else { return }
    }
  }

  /// Settles what the end of the input leaves open. False where there is more to scan.
  private mutating func endOfInput() -> Bool {
    guard recordStart < count else { return true }
    switch mode {
    case .quoted:
      skip(.unclosedQuote, from: recordStart)
      return false
    case .unquoted, .closing, .closed:
      if count - recordStart > dialect.longestRecord {
        skip(.tooLong, from: recordStart)
        return false
      }
      recordStart = count
    case .skipping(let reason):
      malformedSpans.append(MalformedSpan(start: recordStart, end: count, reason: reason))
      recordStart = count
    }
    position = count
    mode = .unquoted
    return true
  }

  /// The record from `recordStart` is none: it ends with the first line end at or after `offset`.
  private mutating func skip(_ reason: Malformation, from offset: Int) {
    mode = .skipping(reason)
    position = offset
  }

  /// True where `offset` lies beyond the longest record that begins at `recordStart`; the record is then
  /// skipped.
  private mutating func skipIfTooLong(at offset: Int) -> Bool {
    guard offset - recordStart >= dialect.longestRecord else { return false }
    skip(.tooLong, from: recordStart)
    return true
  }

  private mutating func scanUnquoted() -> Bool {
    let search = search
    let quote = byteCounts.quotes == 0 ? nil : search.first(UInt8(ascii: "\""), in: position..<count)
    let end = quote ?? count
    let hasCarriageReturns =
      byteCounts.returns > 0 && search.first(0x0D, in: position..<end) != nil
    if !hasCarriageReturns, quote == nil, end - position <= dialect.longestRecord {
      // The common case: the last line end is all that matters, and only the first record can be too long.
      if let first = search.first(0x0A, in: position..<end) {
        if first - recordStart > dialect.longestRecord { skip(.tooLong, from: recordStart); return true }
        recordStart = (search.last(0x0A, in: first..<end) ?? first) + 1
      }
      position = end
      return skipIfTooLong(at: count - 1)
    }
    while let lineEnd = nextLineEnd(search, in: position..<end, carriageReturns: hasCarriageReturns) {
      if lineEnd - recordStart > dialect.longestRecord { skip(.tooLong, from: recordStart); return true }
      guard let next = afterLineEnd(search, lineEnd) else {
        position = lineEnd
        return false
      }
      position = next
      recordStart = next
    }
    position = end
    guard let quote else { return skipIfTooLong(at: count - 1) }
    enterQuotes(at: quote)
    return true
  }

  /// Goes behind the quote at `quote`, which opens a field where nothing but spaces is before it.
  private mutating func enterQuotes(at quote: Int) {
    if skipIfTooLong(at: quote) { return }
    let search = search
    var before = quote - 1
    while before >= recordStart, dialect.isSpace(search[before]) { before -= 1 }
    guard before < recordStart || search[before] == dialect.delimiter else {
      skip(.strayQuote, from: quote)
      return
    }
    mode = .quoted
    position = quote + 1
  }

  private mutating func scanQuoted() -> Bool {
    guard let quote = search.first(UInt8(ascii: "\""), in: position..<count) else {
      position = count
      return skipIfTooLong(at: count - 1)
    }
    if skipIfTooLong(at: quote) { return true }
    mode = .closing
    position = quote + 1
    return true
  }

  private mutating func scanClosing() -> Bool {
    guard position < count else { return skipIfTooLong(at: count - 1) }
    let byte = search[position]
    if byte == dialect.delimiter || isLineEnd(byte) {
      mode = .unquoted
      return true
    }
    // A record of exactly the longest length may end here, with its line end or the input.
    if skipIfTooLong(at: position) { return true }
    if byte == UInt8(ascii: "\""), mode == .closing {
      mode = .quoted
    } else if dialect.isSpace(byte) {
      mode = .closed
    } else {
      skip(.strayQuote, from: position)
      return true
    }
    position += 1
    return true
  }

  private mutating func scanMalformed(_ reason: Malformation?) -> Bool {
    let search = search
    guard let lineEnd = nextLineEnd(search, in: position..<count, carriageReturns: byteCounts.returns > 0)
    else {
      position = count
      return false
    }
    guard let next = afterLineEnd(search, lineEnd) else {
      position = lineEnd
      return false
    }
    malformedSpans.append(MalformedSpan(start: recordStart, end: next, reason: reason))
    recordStart = next
    position = next
    mode = .unquoted
    return true
  }

  @inline(__always)
  private func nextLineEnd(_ search: ByteSearch, in range: Range<Int>, carriageReturns: Bool) -> Int? {
    guard carriageReturns else { return search.first(0x0A, in: range) }
    var at = range.lowerBound
    while at < range.upperBound {
      if isLineEnd(search[at]) { return at }
      at += 1
    }
    return nil
  }

  /// The place where the next line begins; nil for a CR whose LF may still come with the next read.
  @inline(__always)
  private func afterLineEnd(_ search: ByteSearch, _ lineEnd: Int) -> Int? {
    guard search[lineEnd] == 0x0D else { return lineEnd + 1 }
    guard lineEnd + 1 < count else { return atEnd ? lineEnd + 1 : nil }
    return search[lineEnd + 1] == 0x0A ? lineEnd + 2 : lineEnd + 1
  }
}
