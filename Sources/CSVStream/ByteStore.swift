import Synchronization

/// Memory that blocks and batches share: bytes, and room behind them, so that a field's last word can be read whole;
/// who does so masks off what is not the field's, which may be anything.
// SAFETY: it is written by its maker alone, before it is handed on; from then on it is only read.
final class ByteStore: @unchecked Sendable {
  /// How many bytes can be read behind the last that is asked for.
  private static let padding = 64

  /// The bytes, without the room behind them.
  let bytes: UnsafeMutableRawBufferPointer

  private let whole: UnsafeMutableRawBufferPointer

  /// `byteCount` bytes that are not set.
  init(byteCount: Int) {
    let size = (byteCount + Self.padding + Self.grain - 1) / Self.grain * Self.grain
    whole = Self.spare.take(size) ?? .allocate(byteCount: size, alignment: 64)
    bytes = UnsafeMutableRawBufferPointer(rebasing: whole[..<byteCount])
  }

  deinit { if !Self.spare.put(whole) { whole.deallocate() } }

  /// Sizes are multiples of this, so that the memory of one block does for the next: fresh memory costs the system a
  /// pass over it.
  private static let grain = 64 << 10
  private static let spare = SpareMemory()
}

/// Some memory that is free, by size.
private final class SpareMemory: Sendable {
  private static let mostPieces = 16
  // SAFETY: whoever takes a piece has it alone.
  private struct Piece: @unchecked Sendable { let memory: UnsafeMutableRawBufferPointer }
  private let pieces = Mutex<[Piece]>([])

  func take(_ size: Int) -> UnsafeMutableRawBufferPointer? {
    pieces.withLock { pieces in
      pieces.lastIndex { $0.memory.count == size }.map { pieces.remove(at: $0) }
    }?.memory
  }

  /// Keeps a piece; false where there are enough.
  func put(_ memory: UnsafeMutableRawBufferPointer) -> Bool {
    let piece = Piece(memory: memory)
    return pieces.withLock { pieces in
      guard pieces.count < Self.mostPieces else { return false }
      pieces.append(piece)
      return true
    }
  }
}
