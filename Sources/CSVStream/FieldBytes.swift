import CByteScan

/// The bytes in which fields lie, with room behind them, so that a field's last word can be read whole.
package struct FieldBytes: Sendable {
  private let store: ByteStore
  /// The number of bytes.
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

  /// Fields that lie end to end and fill these bytes, with their hashes.
  /// - Parameters:
  ///   - counts: the length of each in bytes.
  ///   - path: where the bytes are from, for the fault.
  /// - Returns: one field for each length, in their order.
  /// - Throws: `StreamFault` (`defect`) where the lengths do not add up to as many bytes as there are.
  package func fields(counts: [UInt32], path: String) throws(StreamFault) -> [Field] {
    let total = counts.reduce(0) { $0 + Int($1) }
    guard total == count, UInt32(exactly: total) != nil else {
      throw StreamFault(
        .defect, path: path, "gave back \(count) bytes of fields that are \(total) bytes long")
    }
    var offset: UInt32 = 0
    return counts.map { fieldCount in
      defer { offset += fieldCount }
      // SAFETY: the field lies within the memory, behind which 64 bytes can be read.
      let hash = rx_fixed_hash_padded(memory.baseAddress.map { $0 + Int(offset) }, Int(fieldCount))
      return Field(offset: offset, count: fieldCount, value: hash)
    }
  }
}
