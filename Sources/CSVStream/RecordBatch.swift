import CByteScan

// Public, as are days, spans and date formats: what is declared for the package alone is not inlined across
// modules.
/// One field of a record: where its bytes lie in the batch, and what the selection asks to be made of them.
public struct Field: Sendable {
  /// Offset of the first byte in the batch's `bytes`.
  public var offset: UInt32 = 0
  /// Its length in bytes.
  public var count: UInt32 = 0
  /// The value that the selection asks for; 0 where it asks for nothing.
  public var value: UInt64 = 0

  /// The value of a field that is read as `hash`.
  @inlinable public var hash: UInt64 { value }
  /// The value of a field that is read as `day` or `number`.
  @inlinable public var number: Int32 { Int32(truncatingIfNeeded: value) }
  /// The `number` of a field read as `day` that is written otherwise, or is no date.
  public static let noDay = Int32.min

  /// An empty field at the batch's beginning.
  @inlinable public init() {}

  init(offset: UInt32, count: UInt32, value: UInt64) {
    self.offset = offset
    self.count = count
    self.value = value
  }

  /// The place of its bytes in the batch's `bytes`.
  @inlinable public var range: Range<Int> { Int(offset)..<Int(offset &+ count) }
}

/// The flaws of a record as such, before its fields are looked at.
package struct RecordFlaws: OptionSet, Sendable {
  package let rawValue: UInt8
  @inlinable package init(rawValue: UInt8) { self.rawValue = rawValue }
  /// A field holds a NUL byte.
  package static let nul = RecordFlaws(rawValue: 1)
  /// Fewer fields than the header.
  package static let tooFewFields = RecordFlaws(rawValue: 2)
  /// More fields than the header.
  package static let tooManyFields = RecordFlaws(rawValue: 4)
}

/// The selected fields of a block's records, as values that plain Swift can read.
package struct RecordBatch: Sendable {
  /// The numbers of the file that the records are from, and of the block among the file's.
  package let file: Int
  package let ordinal: Int
  /// `slotCount` fields a record, record after record.
  package private(set) var fields: [Field]
  /// The flaws of each record; a flawed record's fields are empty.
  package let flaws: [RecordFlaws]
  /// True where any record is flawed.
  package let hasFlaws: Bool
  /// The number of fields selected of each record.
  package let slotCount: Int
  /// The number of lines that end in the block.
  package let lineEnds: Int
  /// True where any byte of the block is above ASCII; where false, every field is UTF-8.
  package let hasHighBytes: Bool
  /// The number of records whose first key had no-break spaces around it.
  package private(set) var trimmedKeys = 0
  /// True where a field begins or ends with a blank within its quotes.
  private let hasInnerBlanks: Bool
  private let block: Block
  private let dialect: Dialect
  private let store: ByteStore
  private let byteCount: Int

  /// The bytes in which the fields lie, for those who look fields up or keep them.
  package var fieldBytes: FieldBytes { FieldBytes(store, count: byteCount) }

  init(
    block: Block, dialect: Dialect, store: ByteStore, byteCount: Int, fields: [Field], flaws: [RecordFlaws],
    hasFlaws: Bool, slotCount: Int, lineEnds: Int, hasHighBytes: Bool, hasInnerBlanks: Bool
  ) {
    file = block.file
    ordinal = block.ordinal
    self.block = block
    self.dialect = dialect
    self.store = store
    self.byteCount = byteCount
    self.fields = fields
    self.flaws = flaws
    self.hasFlaws = hasFlaws
    self.slotCount = slotCount
    self.lineEnds = lineEnds
    self.hasHighBytes = hasHighBytes
    self.hasInnerBlanks = hasInnerBlanks
  }

  /// Puts `field` in the place of another, its value read as `selection` says.
  mutating func setField(_ record: Int, _ slot: Int, _ field: Field, _ selection: ColumnSelection) {
    // SAFETY: 64 bytes behind the store's last can be read.
    let start = UnsafeRawPointer(store.bytes.baseAddress.unsafelyUnwrapped) + Int(field.offset)
    let value = rx_value(
      selection.readings[slot], start.assumingMemoryBound(to: UInt8.self), Int(field.count))
    fields[record * slotCount + slot] = Field(offset: field.offset, count: field.count, value: value)
  }

  /// One more record's first key was trimmed.
  mutating func noteTrimmedKey() { trimmedKeys += 1 }

  /// The block's length in bytes.
  package var blockByteCount: Int { block.byteCount }

  /// The number of records, well-formed or flawed.
  package var recordCount: Int { flaws.count }

  /// The bytes in which the fields lie, unquoted.
  package var bytes: Span<UInt8> {
    @_lifetime(borrow self) get {
      // SAFETY: the batch holds on to the store, whose first `byteCount` bytes are set and no longer written.
      let bytes = UnsafeBufferPointer(
        start: UnsafePointer(store.bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)), count: byteCount)
      return _overrideLifetime(Span(_unsafeElements: bytes), borrowing: self)
    }
  }

  /// The memory of `bytes`, for those who read a field's last word whole.
  var memory: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: store.bytes[..<byteCount]) }

  /// A copy of the bytes at `range`.
  package func bytes(_ range: Range<Int>) -> [UInt8] { Array(memory[range]) }

  /// The text at `range`, what is no UTF-8 in it replaced.
  package func text(_ range: Range<Int>) -> String {
    String(decoding: UnsafeRawBufferPointer(rebasing: memory[range]), as: UTF8.self)
  }

  /// The text at `range`, or nil where it is no UTF-8.
  package func validText(_ range: Range<Int>) -> String? {
    String(validating: UnsafeRawBufferPointer(rebasing: memory[range]), as: UTF8.self)
  }

  /// True if the bytes at `range` are UTF-8; ASCII is told without making a text of it.
  package func isUTF8(_ range: Range<Int>) -> Bool {
    let isASCII = UnsafeRawBufferPointer(rebasing: memory[range]).allSatisfy { $0 < 0x80 }
    return isASCII || validText(range) != nil
  }

  /// True where the block's last line, the file's last, has no line end.
  package var endsOpen: Bool { block.endsFile && block.content.last.map { !isLineEnd($0) } ?? false }

  /// The number of the block's lines.
  package var lineCount: Int { lineEnds + (endsOpen ? 1 : 0) }

  /// True where stretches of the block are no records.
  package var hasMalformedSpans: Bool { !block.malformedSpans.isEmpty }

  /// True where a record may have several lines.
  package var mayHoldLongRecords: Bool {
    guard block.byteCounts.quotes > 0, recordCount < lineCount else { return false }
    // The lines of what is no record are none of a record's.
    let others = block.malformedSpans.reduce(0) { lines, span in
      lines + UnsafeRawBufferPointer(rebasing: block.content[span.start..<span.end]).lineCount
    }
    return recordCount < lineCount - others
  }

  /// True where an E or e may stand before a sign, as rounded numbers have it.
  package var mayHoldExponents: Bool { block.byteCounts.has_exponent }

  /// True where a blank within quotes, or one that is not ASCII, may stand around a field.
  var mayHoldUntrimmedFields: Bool { hasInnerBlanks || (hasHighBytes && block.content.holds(0xA0)) }

  /// The places of the records and of the malformed stretches, each of these with the lines of it that were in blocks
  /// before left out; a stretch that goes on from the block before has no reason.
  /// - Complexity: O(bytes of the block), for rejects and long records only.
  package func locate() -> (records: [RecordPlace], malformed: [(place: RecordPlace, reason: Malformation?)])
  {
    let locator = RecordLocator(block.content, malformedSpans: block.malformedSpans, dialect: dialect)
    return (locator.records, zip(locator.malformed, block.malformedSpans).map { ($0, $1.reason) })
  }

  /// True where each record is a line, and each line a record: record i then begins on line i.
  package var areRecordsLines: Bool { !hasMalformedSpans && recordCount == lineCount }

  /// The place in the block where the line of a record begins.
  package struct LinePlace: Sendable {
    fileprivate var record = 0
    fileprivate var start = 0

    /// The place of the block's first record.
    package init() {}

    fileprivate init(record: Int, start: Int) { (self.record, self.start) = (record, start) }
  }

  /// True where a record is nothing but delimiters, blanks and empty quotes, in a batch whose records are its lines.
  /// The place is that of a record before, and is taken on to this one's; `LinePlace()` is that of the first.
  /// - Complexity: O(bytes) from the last record before that has fields, or from `place`.
  package func isBlankLine(_ record: Int, from place: inout LinePlace) -> Bool {
    let content = block.content
    if place.record > record { place = LinePlace() }
    var known = record - 1
    while known > place.record,
      !flaws[known].isEmpty || fields[known * slotCount].range.upperBound >= content.count
    {
      known -= 1
    }
    if known > place.record {
      place = LinePlace(record: known, start: fields[known * slotCount].range.upperBound)
    }
    while place.record < record {
      place = LinePlace(record: place.record + 1, start: lineEnd(from: place.start))
    }
    return isBlank(place.start..<lineEnd(from: place.start))
  }

  /// The place behind the next line end.
  private func lineEnd(from start: Int) -> Int {
    let content = block.content
    guard let end = content[start...].firstIndex(where: isLineEnd) else { return content.count }
    return content[end] == 0x0D && end + 1 < content.count && content[end + 1] == 0x0A ? end + 2 : end + 1
  }

  /// True where a record is nothing but delimiters, blanks and empty quotes.
  package func isBlank(_ place: RecordPlace) -> Bool { isBlank(place.bytes) }

  private func isBlank(_ range: Range<Int>) -> Bool {
    var bytes = block.content[range]
    while let byte = bytes.first {
      if byte == 0xC2, bytes.count > 1, bytes[bytes.startIndex + 1] == 0xA0 {
        bytes = bytes.dropFirst(2)
        continue
      }
      let isQuote = dialect.hasQuotes && byte == UInt8(ascii: "\"")
      guard byte == dialect.delimiter || byte == 0x20 || byte == 0x09 || isLineEnd(byte) || isQuote else {
        return false
      }
      bytes = bytes.dropFirst()
    }
    return true
  }
}
