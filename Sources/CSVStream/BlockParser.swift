import CByteScan
import CLibCSV
import Glibc

/// A parser that turns blocks into record batches: the one place that knows libcsv. One for each worker.
///
/// Records without doubled quotes take the plain lane, which finds delimiters and line ends many bytes at a
/// time and hands out fields where they lie; every other record goes through libcsv, which is the definition
/// of what is right: the tests compare the lanes record by record.
package final class BlockParser {
  private var parser = csv_parser()
  private let dialect: Dialect
  private var fieldEnds: [UInt32] = []

  /// A strict parser of `dialect`.
  package init(dialect: Dialect) {
    self.dialect = dialect
    csv_init(&parser, UInt8(CSV_STRICT | CSV_STRICT_FINI))
    csv_set_delim(&parser, dialect.delimiter)
    csv_set_blk_size(&parser, 4096)
  }

  deinit { csv_free(&parser) }

  /// The state that libcsv's callbacks fill. Plain pointers: a class with arrays behind it costs 2.7 times as
  /// much.
  private struct Sink {
    let block: Block
    /// The memory that holds the fields: the block's own, or where that has no room for libcsv's fields behind its bytes,
    /// a copy that has.
    var store: ByteStore
    var bytes: UnsafeMutableRawPointer
    var used = 0
    var fields: UnsafeMutablePointer<Field>
    var flaws: UnsafeMutablePointer<RecordFlaws>
    var records = 0
    var column = 0
    var flaw = RecordFlaws()
    var hasFlaws = false
    let columnCount: Int
    let slotCount: Int
    let slots: UnsafePointer<Int32>
    let readings: UnsafePointer<rx_reading>
    let mayHoldNul: Bool
    /// True where a field begins or ends with a blank within its quotes.
    var hasInnerBlanks = false
  }

  /// Where quotes are bytes like any other, gives libcsv a quote that is not among `content`.
  private func hideQuotes(in content: UnsafeRawBufferPointer, path: String) throws(StreamFault) {
    guard !dialect.hasQuotes else { return }
    let absent = (UInt8.min...UInt8.max).first { byte in
      byte != dialect.delimiter && byte != 0x20 && byte != 0x09 && !isLineEnd(byte) && !content.holds(byte)
    }
    guard let absent else {
      throw StreamFault(.badData, path: path, "holds every byte that there is: it is no text")
    }
    csv_set_quote(&parser, absent)
  }

  /// The selected fields of the block's records.
  /// - Throws: `StreamFault` (`defect`) where libcsv refuses bytes that the splitter found well-formed.
  package func parse(_ block: Block, _ selection: ColumnSelection, path: String) throws(StreamFault)
    -> RecordBatch
  {
    let content = block.content
    if dialect.lane.instructions == nil { try hideQuotes(in: content, path: path) }
    let byteCounts = block.byteCounts
    let lineEnds = byteCounts.lineEnds
    let recordLimit = lineEnds + block.malformedSpans.count + 2
    var store = block.store
    var byteCount = content.count
    var flaws: [RecordFlaws] = []
    var (hasFlaws, hasInnerBlanks) = (false, false)
    var complete = true
    // SAFETY: every record but a segment's last ends with a line end, so `recordLimit` records are never
    // exceeded.
    let fields = [Field](unsafeUninitializedCapacity: recordLimit * selection.slotCount) {
      fieldBuffer, fieldCount in
      flaws = [RecordFlaws](unsafeUninitializedCapacity: recordLimit) { flawBuffer, flawCount in
        selection.slotOfColumn.withUnsafeBufferPointer { slots in
          selection.readings.withUnsafeBufferPointer { readings in
            guard let byteBase = block.store.bytes.baseAddress, let fieldBase = fieldBuffer.baseAddress,
              let flawBase = flawBuffer.baseAddress, let slotBase = slots.baseAddress,
              let readingBase = readings.baseAddress
            else { return }
            var sink = Sink(
              block: block, store: block.store, bytes: byteBase, used: content.count, fields: fieldBase,
              flaws: flawBase,
              columnCount: selection.columnCount, slotCount: selection.slotCount, slots: slotBase,
              readings: readingBase, mayHoldNul: byteCounts.has_nul)
            complete = fill(&sink, content, block.malformedSpans, selection.wanted)
            store = sink.store
            byteCount = sink.used
            hasFlaws = sink.hasFlaws
            hasInnerBlanks = sink.hasInnerBlanks
            fieldCount = sink.records * selection.slotCount
            flawCount = sink.records
          }
        }
      }
    }
    guard complete else {
      throw StreamFault(
        .defect, path: path,
        "has a record that libcsv refuses, though it was found well-formed (block \(block.ordinal))")
    }
    return RecordBatch(
      block: block, dialect: dialect, store: store, byteCount: byteCount, fields: fields, flaws: flaws,
      hasFlaws: hasFlaws, slotCount: selection.slotCount, lineEnds: lineEnds,
      hasHighBytes: byteCounts.has_high_byte, hasInnerBlanks: hasInnerBlanks)
  }

  /// The fields of a block that holds one record, the header.
  func header(_ block: Block, path: String) throws(StreamFault) -> [String] {
    var names: [String] = []
    try hideQuotes(in: block.content, path: path)
    let consumed = withUnsafeMutablePointer(to: &names) { context in
      // SAFETY: the callback gets `context` back, which points to `names`, only during these two calls.
      let field: @convention(c) (UnsafeMutableRawPointer?, Int, UnsafeMutableRawPointer?) -> Void = {
        text, count, context in
        let name = String(decoding: UnsafeRawBufferPointer(start: text, count: count), as: UTF8.self)
        context?.assumingMemoryBound(to: [String].self).pointee.append(name)
      }
      let consumed = csv_parse(&parser, block.content.baseAddress, block.count, field, nil, context)
      csv_fini(&parser, field, nil, context)
      return consumed
    }
    guard consumed == block.count else {
      throw StreamFault(
        .defect, path: path, "has a header that libcsv refuses, though it was found well-formed")
    }
    return names
  }

  private func fill(
    _ sink: inout Sink, _ content: UnsafeRawBufferPointer, _ malformedSpans: [MalformedSpan],
    _ wanted: [rx_wanted]
  ) -> Bool {
    var start = 0
    for span in malformedSpans + [MalformedSpan(start: content.count, end: content.count, reason: nil)] {
      let segment = start..<span.start
      let isParsed =
        if let instructions = dialect.lane.instructions {
          parsePlain(&sink, content, segment, wanted, instructions)
        } else {
          parse(&sink, content, segment)
        }
      guard isParsed else { return false }
      start = span.end
    }
    return true
  }

  /// Parses a segment in the plain lane, and in libcsv each record that the lane leaves to it.
  private func parsePlain(
    _ sink: inout Sink, _ content: UnsafeRawBufferPointer, _ segment: Range<Int>, _ wanted: [rx_wanted],
    _ instructions: rx_instructions
  ) -> Bool {
    guard let base = content.baseAddress else { return true }
    let missing = sink.columnCount + Int(RX_MORE_FIELD_ENDS) - fieldEnds.count
    if missing > 0 { fieldEnds += repeatElement(0, count: missing) }
    var start = segment.lowerBound
    while start < segment.upperBound {
      // SAFETY: Field and RecordFlaws are laid out as their C counterparts; the records fit as those of
      // libcsv do.
      let (stop, end) = sink.fields.withMemoryRebound(to: rx_field.self, capacity: 1) { fields in
        sink.flaws.withMemoryRebound(to: UInt8.self, capacity: 1) { flaws in
          wanted.withUnsafeBufferPointer { wanted in
            fieldEnds.withUnsafeMutableBufferPointer { fieldEnds in
              var plain = rx_plain_sink(
                base: base.assumingMemoryBound(to: UInt8.self), fields: fields, flaws: flaws,
                wanted: wanted.baseAddress, field_ends: fieldEnds.baseAddress, wanted_count: wanted.count,
                column_count: sink.columnCount, slot_count: sink.slotCount, records: sink.records,
                record_end: 0, instructions: instructions, delimiter: dialect.delimiter, any_flaw: 0,
                may_hold_nul: sink.mayHoldNul, may_hold_return: sink.block.byteCounts.returns > 0,
                has_quotes: dialect.hasQuotes, any_inner_blank: false)
              let stop = rx_plain_records(&plain, start, segment.upperBound)
              sink.records = plain.records
              sink.hasFlaws = sink.hasFlaws || plain.any_flaw != 0
              sink.hasInnerBlanks = sink.hasInnerBlanks || plain.any_inner_blank
              return (stop, plain.record_end)
            }
          }
        }
      }
      guard stop < segment.upperBound else { return true }
      guard parse(&sink, content, stop..<end) else { return false }
      start = end
    }
    return true
  }

  private func parse(_ sink: inout Sink, _ content: UnsafeRawBufferPointer, _ range: Range<Int>) -> Bool {
    let segment = UnsafeRawBufferPointer(rebasing: content[range])
    guard !segment.isEmpty else { return true }
    // libcsv's unquoted fields come behind the block's bytes; they are never longer than their quoted text.
    if sink.store.bytes.count < content.count * 2 {
      sink.store = ByteStore(byteCount: content.count * 2)
      sink.store.bytes.copyMemory(from: content)
      sink.bytes = UnsafeMutableRawPointer(sink.store.bytes.baseAddress.unsafelyUnwrapped)
    }
    return withUnsafeMutablePointer(to: &sink) { context in
      // SAFETY: the callbacks get `context` back and use it only during these two calls.
      let field: @convention(c) (UnsafeMutableRawPointer?, Int, UnsafeMutableRawPointer?) -> Void = {
        BlockParser.takeField($0, $1, $2)
      }
      let record: @convention(c) (Int32, UnsafeMutableRawPointer?) -> Void = { BlockParser.takeRecord($1) }
      let consumed = csv_parse(&parser, segment.baseAddress, segment.count, field, record, context)
      return consumed == segment.count && csv_fini(&parser, field, record, context) == 0
    }
  }

  @inline(__always)
  private static func takeField(
    _ text: UnsafeMutableRawPointer?, _ count: Int, _ context: UnsafeMutableRawPointer?
  ) {
    // SAFETY: libcsv passes back the context of `parse`, which is a Sink.
    guard let sink = context?.assumingMemoryBound(to: Sink.self) else { return }
    let column = sink.pointee.column
    sink.pointee.column = column + 1
    if sink.pointee.mayHoldNul, let text, memchr(text, 0, count) != nil { sink.pointee.flaw.insert(.nul) }
    guard column < sink.pointee.columnCount else { return }
    let slot = Int(sink.pointee.slots[column])
    guard slot >= 0 else { return }
    let used = sink.pointee.used
    let target = sink.pointee.bytes + used
    if count > 0, let text {
      target.copyMemory(from: text, byteCount: count)
      let (first, last) = (text.load(as: UInt8.self), text.load(fromByteOffset: count - 1, as: UInt8.self))
      if first == 0x20 || first == 0x09 || last == 0x20 || last == 0x09 { sink.pointee.hasInnerBlanks = true }
    }
    // SAFETY: 64 bytes behind the store's last can be read.
    let value = rx_value(sink.pointee.readings[slot], target.assumingMemoryBound(to: UInt8.self), count)
    sink.pointee.fields[sink.pointee.records * sink.pointee.slotCount + slot] = Field(
      offset: UInt32(truncatingIfNeeded: used), count: UInt32(truncatingIfNeeded: count), value: value)
    sink.pointee.used = used + count
  }

  @inline(__always)
  private static func takeRecord(_ context: UnsafeMutableRawPointer?) {
    // SAFETY: as in takeField.
    guard let sink = context?.assumingMemoryBound(to: Sink.self) else { return }
    var flaw = sink.pointee.flaw
    if sink.pointee.column != sink.pointee.columnCount {
      flaw.insert(sink.pointee.column < sink.pointee.columnCount ? .tooFewFields : .tooManyFields)
    }
    let record = sink.pointee.records
    if !flaw.isEmpty {
      // Slots that the record had no field for are not initialised yet.
      let first = sink.pointee.fields + record * sink.pointee.slotCount
      first.initialize(repeating: Field(), count: sink.pointee.slotCount)
      sink.pointee.flaw = []
      sink.pointee.hasFlaws = true
    }
    sink.pointee.flaws[record] = flaw
    sink.pointee.records = record + 1
    sink.pointee.column = 0
  }
}
