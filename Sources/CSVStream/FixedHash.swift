import CByteScan

/// A 64-bit hash of bytes that is the same in every process, on every machine and in every version: it
/// decides which shard a key belongs to, so `Hasher`, which differs per process, must not be used in its
/// place.
///
/// Sixteen bytes at a time, each step a multiplication of two words and a fold of the high half (after
/// wyhash's mixing step). - Complexity: O(bytes).
@inline(__always)
package func fixedHash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
  rx_fixed_hash(bytes.baseAddress, bytes.count)
}

/// The fixed hash of an array's bytes.
package func fixedHash(of bytes: [UInt8]) -> UInt64 {
  bytes.withUnsafeBytes { fixedHash($0) }
}
