/// Memory that blocks and batches share: bytes, and room behind them, so that a field's last word can be read whole;
/// who does so masks off what is not the field's, which may be anything.
// SAFETY: it is written by its maker alone, before it is handed on; from then on it is only read.
final class ByteStore: @unchecked Sendable {
  /// How many bytes can be read behind the last that is asked for.
  private static let padding = 64

  /// The bytes, without the room behind them.
  let bytes: UnsafeMutableRawBufferPointer

  /// `byteCount` bytes that are not set.
  init(byteCount: Int) {
    let whole = UnsafeMutableRawBufferPointer.allocate(byteCount: byteCount + Self.padding, alignment: 16)
    bytes = UnsafeMutableRawBufferPointer(rebasing: whole[..<byteCount])
  }

  deinit { bytes.deallocate() }
}
