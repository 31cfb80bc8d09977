import CByteScan
import Glibc

/// Rules by which a field means something else than its bytes do.
package struct FieldRules: Sendable {
  private let missing: [[UInt8]]
  /// Ones for the lengths that the missing texts have.
  private let missingLengths: UInt64
  /// The slots whose values are keys: blanks around them are no part of them, within quotes and no-break spaces too.
  private let keySlots: [Int]

  /// Rules by which the texts of `missing` are empty fields, and blanks are no part of the keys in `keySlots`.
  package init(missing: [String], keySlots: [Int]) {
    self.missing = missing.map { Array($0.utf8) }
    missingLengths = self.missing.reduce(0) { $0 | 1 << UInt64(min($1.count, 63)) }
    self.keySlots = keySlots
  }

  /// True where some texts are empty fields.
  fileprivate var hasMissing: Bool { !missing.isEmpty }

  /// True where a batch has to be looked at for them.
  fileprivate func concern(_ batch: RecordBatch) -> Bool {
    !missing.isEmpty || (!keySlots.isEmpty && batch.mayHoldUntrimmedFields)
  }

  /// True if the bytes are a missing text.
  fileprivate func isMissing(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard missingLengths >> UInt64(min(bytes.count, 63)) & 1 == 1 else { return false }
    return missing.contains { $0.count == bytes.count && $0.elementsEqual(bytes) }
  }

  fileprivate func applyToKeys(of batch: inout RecordBatch, _ selection: ColumnSelection) {
    for (place, slot) in keySlots.enumerated() where slot < batch.slotCount {
      for record in batch.recordsThatMayBeUntrimmed(slot) {
        let field = batch.field(record, slot)
        let trimmed = batch.trimmed(field)
        guard trimmed.count < field.count else { continue }
        batch.setField(record, slot, trimmed, selection)
        if place == 0, batch.content(field).contains(0xA0) { batch.noteTrimmedKey() }
      }
    }
  }

  fileprivate func applyMissing(to batch: inout RecordBatch, _ selection: ColumnSelection) {
    for record in 0..<batch.recordCount {
      for slot in 0..<batch.slotCount {
        let field = batch.field(record, slot)
        guard field.count > 0 else { continue }
        var trimmed = batch.trimmed(field)
        guard isMissing(batch.content(trimmed)) else { continue }
        trimmed.count = 0
        batch.setField(record, slot, trimmed, selection)
      }
    }
  }
}

extension RecordBatch {
  /// Applies `rules` to the fields, which were selected by `selection`.
  package mutating func apply(_ rules: FieldRules, _ selection: ColumnSelection) {
    guard rules.concern(self) else { return }
    rules.applyToKeys(of: &self, selection)
    if rules.hasMissing { rules.applyMissing(to: &self, selection) }
  }

  fileprivate func field(_ record: Int, _ slot: Int) -> Field { fields[record * slotCount + slot] }

  fileprivate func content(_ field: Field) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: memory[field.range])
  }

  /// The records in whose field a blank may stand around it: by its first byte and its last.
  fileprivate func recordsThatMayBeUntrimmed(_ slot: Int) -> [Int] {
    var records: [Int] = []
    let (fields, bytes) = (fields.span, bytes)
    var place = slot
    for record in 0..<recordCount {
      let range = fields[place].range
      place &+= slotCount
      guard !range.isEmpty else { continue }
      let (first, last) = (bytes[range.lowerBound], bytes[range.upperBound &- 1])
      if first <= 0x20 || first == 0xC2 || last <= 0x20 || last == 0xA0 { records.append(record) }
    }
    return records
  }

  /// The field without the blanks around it: spaces, tabs and no-break spaces.
  fileprivate func trimmed(_ field: Field) -> Field {
    var (start, end) = (field.range.lowerBound, field.range.upperBound)
    let bytes = memory
    func blank(_ place: Int) -> Int {
      if bytes[place] == 0x20 || bytes[place] == 0x09 { return 1 }
      return place + 1 < end && bytes[place] == 0xC2 && bytes[place + 1] == 0xA0 ? 2 : 0
    }
    while start < end, blank(start) > 0 { start += blank(start) }
    while start < end {
      if bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 {
        end -= 1
      } else if end - 2 >= start, bytes[end - 2] == 0xC2, bytes[end - 1] == 0xA0 {
        end -= 2
      } else {
        break
      }
    }
    return Field(
      offset: UInt32(truncatingIfNeeded: start), count: UInt32(truncatingIfNeeded: end - start),
      value: field.value)
  }
}
