/// The eight bytes from `offset` on as one number, the first in its lowest bits. Traps where they are not all there.
@inlinable @inline(__always)
public func word(_ bytes: borrowing Span<UInt8>, at offset: Int) -> UInt64 {
  precondition(offset >= 0 && offset <= bytes.count &- 8)
  // SAFETY: all eight bytes lie within the span.
  return bytes.bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian
}
