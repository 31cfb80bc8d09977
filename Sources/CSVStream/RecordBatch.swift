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
  package let fields: [Field]
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
  /// The reason why each of the block's malformed spans is a reject, in order.
  package let malformed: [Malformation]
  private let block: Block
  private let dialect: Dialect
  private let store: ByteStore
  private let byteCount: Int

  /// The bytes in which the fields lie, for those who look fields up or keep them.
  package var fieldBytes: FieldBytes { FieldBytes(store, count: byteCount) }

  init(
    block: Block, dialect: Dialect, store: ByteStore, byteCount: Int, fields: [Field], flaws: [RecordFlaws],
    hasFlaws: Bool, slotCount: Int, lineEnds: Int, hasHighBytes: Bool
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
    malformed = block.malformedSpans.compactMap(\.reason)
  }

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

  /// The lines (from 0 at the block's first) on which the records and the malformed stretches begin.
  /// - Complexity: O(bytes of the block), and O(records) where each is a line; for rejects only.
  package func locate() -> (records: [Int], malformed: [Int]) {
    // A record ends at least one line, but for the block's last, which may lack its line end.
    let endsOpen = block.content.last.map { !isLineEnd($0) } ?? false
    if block.malformedSpans.isEmpty, recordCount == lineEnds + (endsOpen ? 1 : 0) {
      return (Array(0..<recordCount), [])
    }
    let locator = RecordLocator(block.content, malformedSpans: block.malformedSpans, dialect: dialect)
    let counted = zip(locator.malformedLines, block.malformedSpans).filter { $0.1.reason != nil }.map(\.0)
    return (locator.recordLines, counted)
  }
}
