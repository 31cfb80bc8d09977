/// Memory that blocks and batches share: bytes, and room behind them, so that a field's last word can be read whole.
// SAFETY: it is written by its maker alone, before it is handed on; from then on it is only read.
final class ByteStore: @unchecked Sendable {
  /// How many bytes can be read behind the last that is asked for.
  private static let padding = 64

  /// The bytes, without the room behind them.
  let bytes: UnsafeMutableRawBufferPointer
  private let whole: UnsafeMutableRawBufferPointer

  /// `byteCount` bytes that are not set.
  init(byteCount: Int) {
    whole = .allocate(byteCount: byteCount + Self.padding, alignment: 16)
    bytes = UnsafeMutableRawBufferPointer(rebasing: whole[..<byteCount])
    // The padding is set once, so that what is read there is defined.
    UnsafeMutableRawBufferPointer(rebasing: whole[byteCount...]).initializeMemory(
      as: UInt8.self, repeating: 0)
  }

  deinit { whole.deallocate() }
}
