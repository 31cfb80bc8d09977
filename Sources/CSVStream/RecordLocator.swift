/// The lines of a block on which its records and holes begin, counted from 0 at the block's first byte.
///
/// Only asked for where a row is rejected, so it may cost a pass over the block. - Complexity: O(bytes).
struct RecordLocator {
  /// The line of each record, in order.
  private(set) var recordLines: [Int] = []
  /// The line of each hole, in order.
  private(set) var holeLines: [Int] = []
  /// Where the first record ends, its line end included; nil without a record.
  private(set) var firstRecordEnd: Int?

  /// Walks the well-formed bytes outside `holes`.
  init(_ content: UnsafeRawBufferPointer, holes: [Hole], dialect: Dialect) {
    var line = 0
    var offset = 0
    for hole in holes + [Hole(start: content.count, end: content.count, reason: nil)] {
      var insideRecord = false
      var quoted = false
      while offset < hole.start {
        let byte = content[offset]
        offset += 1
        if byte == UInt8(ascii: "\"") { quoted.toggle() }
        if isLineEnd(byte) {
          if byte == 0x0D, offset < content.count, content[offset] == 0x0A { offset += 1 }
          line += 1
          if insideRecord, !quoted {
            insideRecord = false
            if firstRecordEnd == nil { firstRecordEnd = offset }
          }
        } else if !insideRecord, !dialect.isSpace(byte) {
          insideRecord = true
          recordLines.append(line)
        }
      }
      if insideRecord, firstRecordEnd == nil { firstRecordEnd = offset }
      if hole.start < content.count {
        holeLines.append(line)
        line += UnsafeRawBufferPointer(rebasing: content[hole.start..<hole.end]).lineEndCount
        offset = hole.end
      }
    }
  }
}
