import CByteScan
import Glibc

/// Finds, in one pass over a file's bytes, where records end, and cuts the bytes into blocks there.
///
/// It is exact for every input, well-formed or not: it hops from quote to quote and checks that each opens a field
/// or closes one, so a stray quote is seen where it stands, and what follows is read from the next line on as the
/// contract says. A block's well-formed bytes are therefore never refused by libcsv in strict mode; where they
/// were, that is a defect and not data. Bytes without quotes and CR cost one pass, which counts what they hold.
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
    /// Looking for the line end that closes a hole; nil where the hole began in an earlier block.
    case skipping(Malformation?)
  }

  private let dialect: Dialect
  private var store: ByteStore
  private(set) var count = 0
  /// The first byte that has not been looked at.
  private var position = 0
  /// Where the record, or the hole, that `position` is in begins. All before it is ready to be cut off.
  private(set) var recordStart = 0
  private var mode = Mode.unquoted
  private(set) var holes: [Hole] = []
  /// Whether the source has ended.
  private(set) var atEnd = false
  private var nextOrdinal = 0
  /// What `content` holds.
  private var survey = rx_survey()

  init(dialect: Dialect) {
    self.dialect = dialect
    store = ByteStore(byteCount: dialect.blockBytes)
  }

  /// What is held and not yet given away.
  var content: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: store.bytes[..<count]) }

  /// Why what `recordStart` begins is no record, where that is known and its end is not; nil otherwise.
  var skipped: Malformation? { if case .skipping(let reason) = mode { reason } else { nil } }

  /// Whether the source has ended and all of it has been scanned.
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
      content.baseAddress.map { $0 + before }, got, dialect.delimiter, place,
      dialect.lane.instructions ?? rx_best_instructions())
    survey.add(scan.survey)
    // A pair whose CR was read before.
    if before > 0, got > 0, content[before - 1] == 0x0D, content[before] == 0x0A { survey.pairs += 1 }
    if !take(scan, from: before) || atEnd { self.scan() }
  }

  /// Where the first byte that has not been looked at stands.
  private var place: rx_place {
    switch mode {
    case .quoted: RX_IN_QUOTES
    case .closing: RX_AFTER_QUOTE
    case .unquoted where position == recordStart || content[position - 1] == dialect.delimiter:
      RX_BETWEEN_FIELDS
    case .unquoted, .closed, .skipping: RX_IN_FIELD
    }
  }

  /// Goes to the end of what was scanned, from `start` on, where nothing in it has to be looked at more closely: no quote
  /// that is not plainly in its place, no record that may be too long, no CR whose LF may still come. False where it has.
  private mutating func take(_ scan: rx_scan, from start: Int) -> Bool {
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
      holes.append(Hole(start: recordStart, end: position, reason: reason))
      recordStart = position
      mode = .skipping(nil)
    }
    guard recordStart > 0 else { return nil }
    // The block gets the memory, and what is left moves to new memory.
    let rest = UnsafeRawBufferPointer(rebasing: content[recordStart...])
    let restSurvey = rest.survey
    let block = Block(
      file: file, ordinal: nextOrdinal, store: store, count: recordStart, holes: holes,
      survey: survey.withoutCounts(of: restSurvey))
    let next = ByteStore(byteCount: rest.count + dialect.blockBytes)
    next.bytes.copyMemory(from: rest)
    store = next
    survey = restSurvey
    count = rest.count
    position -= recordStart
    recordStart = 0
    holes = []
    nextOrdinal += 1
    return block
  }

  /// Forgets the first `length` bytes, which hold whole records (a header, a byte order mark).
  mutating func drop(_ length: Int) {
    holes = holes.filter { $0.start >= length }.map {
      Hole(start: $0.start - length, end: $0.end - length, reason: $0.reason)
    }
    if length < count, let base = store.bytes.baseAddress { memmove(base, base + length, count - length) }
    count -= length
    survey = content.survey
    position = max(0, position - length)
    recordStart = max(0, recordStart - length)
  }

  private mutating func reallocate() {
    let larger = ByteStore(byteCount: max(count * 2, count + dialect.blockBytes))
    larger.bytes.copyMemory(from: content)
    store = larger
  }

  // MARK: Scanning

  private var search: ByteSearch {
    // SAFETY: the store is never empty, so it has a base address; the ranges asked for end at `count`.
    ByteSearch(base: UnsafeRawPointer(store.bytes.baseAddress.unsafelyUnwrapped))
  }

  private mutating func scan() {
    while true {
      let goesOn =
        switch mode {
        case .unquoted: scanUnquoted()
        case .quoted: scanQuoted()
        case .closing, .closed: scanClosing()
        case .skipping(let reason): scanHole(reason)
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
      holes.append(Hole(start: recordStart, end: count, reason: reason))
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

  /// True where `offset` lies beyond the longest record that begins at `recordStart`; the record is then skipped.
  private mutating func skipIfTooLong(at offset: Int) -> Bool {
    guard offset - recordStart >= dialect.longestRecord else { return false }
    skip(.tooLong, from: recordStart)
    return true
  }

  private mutating func scanUnquoted() -> Bool {
    let search = search
    let quote = survey.quotes == 0 ? nil : search.first(UInt8(ascii: "\""), in: position..<count)
    let end = quote ?? count
    let hasCarriageReturns =
      survey.returns > 0 && search.first(0x0D, in: position..<end) != nil
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
    if skipIfTooLong(at: quote) { return true }
    var before = quote - 1
    while before >= recordStart, dialect.isSpace(search[before]) { before -= 1 }
    guard before < recordStart || search[before] == dialect.delimiter else {
      skip(.strayQuote, from: quote)
      return true
    }
    mode = .quoted
    position = quote + 1
    return true
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

  private mutating func scanHole(_ reason: Malformation?) -> Bool {
    let search = search
    guard let lineEnd = nextLineEnd(search, in: position..<count, carriageReturns: true) else {
      position = count
      return false
    }
    guard let next = afterLineEnd(search, lineEnd) else {
      position = lineEnd
      return false
    }
    holes.append(Hole(start: recordStart, end: next, reason: reason))
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

  /// Where the next line begins; nil for a CR whose LF may still come with the next read.
  @inline(__always)
  private func afterLineEnd(_ search: ByteSearch, _ lineEnd: Int) -> Int? {
    guard search[lineEnd] == 0x0D else { return lineEnd + 1 }
    guard lineEnd + 1 < count else { return atEnd ? lineEnd + 1 : nil }
    return search[lineEnd + 1] == 0x0A ? lineEnd + 2 : lineEnd + 1
  }
}
