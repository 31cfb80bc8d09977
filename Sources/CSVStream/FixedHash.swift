/// A 64-bit hash of bytes that is the same in every process, on every machine and in every version: it decides
/// which shard a key belongs to, so `Hasher`, which differs per process, must not be used in its place.
///
/// Eight bytes at a time, each step a multiplication by an odd constant and a fold of the high half
/// (after wyhash's mixing step). - Complexity: O(bytes).
@inline(__always)
package func fixedHash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
  var hash: UInt64 = 0x9E37_79B9_7F4A_7C15 ^ UInt64(truncatingIfNeeded: bytes.count)
  var offset = 0
  while offset + 8 <= bytes.count {
    // SAFETY: offset + 8 is within the buffer.
    let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    hash = mix(hash ^ word)
    offset += 8
  }
  if offset < bytes.count {
    var tail: UInt64 = 0
    var shift: UInt64 = 0
    while offset < bytes.count {
      tail |= UInt64(bytes[offset]) << shift
      shift += 8
      offset += 1
    }
    hash = mix(hash ^ tail)
  }
  return mix(hash)
}

@inline(__always)
private func mix(_ value: UInt64) -> UInt64 {
  let product = (value ^ 0xA076_1D64_78BD_642F).multipliedFullWidth(by: 0xE703_7ED1_A0B4_28DB)
  return product.high ^ product.low
}

/// The fixed hash of an array's bytes.
package func fixedHash(of bytes: [UInt8]) -> UInt64 {
  bytes.withUnsafeBytes { fixedHash($0) }
}
