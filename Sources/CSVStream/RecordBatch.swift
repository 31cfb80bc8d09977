/// One field of a record: where its bytes lie in the batch, and their fixed hash where the selection asks for it.
package struct Field: Sendable {
  /// Offset of the first byte in the batch's `bytes`.
  package var offset: UInt32 = 0
  /// How many bytes.
  package var count: UInt32 = 0
  /// `fixedHash` of the bytes; 0 where the selection does not ask for it.
  package var hash: UInt64 = 0
}

/// What is wrong with a record as such, before its fields are looked at.
package struct RecordFlaws: OptionSet, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }
  /// A field holds a NUL byte.
  package static let nul = RecordFlaws(rawValue: 1)
  /// Fewer fields than the header.
  package static let tooFewFields = RecordFlaws(rawValue: 2)
  /// More fields than the header.
  package static let tooManyFields = RecordFlaws(rawValue: 4)
}

/// The selected fields of a block's records, as values that plain Swift can read.
package struct RecordBatch: Sendable {
  /// Which file the records are from, and which of its blocks.
  package let file: Int
  package let ordinal: Int
  /// The fields' bytes, unquoted.
  package let bytes: [UInt8]
  /// `slotCount` fields a record, record after record.
  package let fields: [Field]
  /// What is wrong with each record; a flawed record's fields are empty.
  package let flaws: [RecordFlaws]
  /// How many fields are selected of each record.
  package let slotCount: Int
  /// How many lines end in the block.
  package let lineEnds: Int
  /// Whether any byte of the block is above ASCII: where not, every field is UTF-8.
  package let hasHighBytes: Bool
  /// The block's holes that are rejects: why, in order.
  package let malformed: [Malformation]
  private let block: Block
  private let dialect: Dialect

  init(
    block: Block, dialect: Dialect, bytes: [UInt8], fields: [Field], flaws: [RecordFlaws], slotCount: Int,
    lineEnds: Int, hasHighBytes: Bool
  ) {
    file = block.file
    ordinal = block.ordinal
    self.block = block
    self.dialect = dialect
    self.bytes = bytes
    self.fields = fields
    self.flaws = flaws
    self.slotCount = slotCount
    self.lineEnds = lineEnds
    self.hasHighBytes = hasHighBytes
    malformed = block.holes.compactMap(\.reason)
  }

  /// How many records there are, well-formed or flawed.
  package var recordCount: Int { flaws.count }

  /// The lines (from 0 at the block's first) on which the records and the malformed stretches begin.
  /// - Complexity: O(bytes of the block); for rejects only.
  package func locate() -> (records: [Int], malformed: [Int]) {
    let locator = RecordLocator(block.content, holes: block.holes, dialect: dialect)
    let counted = zip(locator.holeLines, block.holes).filter { $0.1.reason != nil }.map(\.0)
    return (locator.recordLines, counted)
  }
}
