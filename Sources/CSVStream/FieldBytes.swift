import CByteScan

/// The bytes in which fields lie, with room behind them, so that a field's last word can be read whole.
package struct FieldBytes: Sendable {
  private let store: ByteStore
  /// How many bytes there are.
  package let count: Int

  /// The first `count` bytes of `store`, which are set and no longer written.
  init(_ store: ByteStore, count: Int) {
    self.store = store
    self.count = count
  }

  /// The bytes themselves.
  var memory: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: store.bytes[..<count]) }

  /// Adds a field's bytes to `target`.
  package func append(_ field: Field, to target: inout [UInt8]) {
    target.append(contentsOf: UnsafeRawBufferPointer(rebasing: memory[field.range]))
  }

  /// Fields that lie end to end from the first byte on, with their hashes; each of `counts` is one's length. Those that
  /// go beyond the last byte are left out.
  package func fields(counts: [UInt32]) -> [Field] {
    var offset: UInt32 = 0
    var fields: [Field] = []
    fields.reserveCapacity(counts.count)
    for fieldCount in counts {
      guard Int(offset) + Int(fieldCount) <= count else { break }
      // SAFETY: the field lies within the memory, behind which 64 bytes can be read.
      let hash = rx_fixed_hash_padded(memory.baseAddress.map { $0 + Int(offset) }, Int(fieldCount))
      fields.append(Field(offset: offset, count: fieldCount, value: hash))
      offset += fieldCount
    }
    return fields
  }
}
