import Synchronization

/// Memory that blocks and batches share: bytes, and room behind them, so that a reader can load a field's
/// last word whole.
///
/// What lies behind the bytes is not set. A reader that loads a word across their end masks off what is not
/// its field's.
// SAFETY: it is written by its maker alone, before it is handed on, and behind a block's bytes by the one parser that has
// the block, which has let go of what it made of the block before; from then on it is only read.
final class ByteStore: @unchecked Sendable {
  /// The number of bytes that can be read behind the last that is asked for.
  private static let padding = 64

  /// The bytes, without the room behind them.
  let bytes: UnsafeMutableRawBufferPointer

  private let whole: UnsafeMutableRawBufferPointer

  /// `byteCount` bytes that are not set.
  init(byteCount: Int) {
    let size = (byteCount + Self.padding + Self.sizeClass - 1) / Self.sizeClass * Self.sizeClass
    whole = Self.pool.take(size) ?? .allocate(byteCount: size, alignment: 64)
    bytes = UnsafeMutableRawBufferPointer(rebasing: whole[..<byteCount])
  }

  deinit { if !Self.pool.put(whole) { whole.deallocate() } }

  /// The step between sizes in bytes, so that the memory of one block does for the next: fresh memory costs
  /// the system a pass over it.
  private static let sizeClass = 64 << 10
  private static let pool = BufferPool()
}

/// A pool of buffers that are free, asked for by size.
private final class BufferPool: Sendable {
  private static let mostBuffers = 16
  // SAFETY: whoever takes a buffer has it alone.
  private struct Buffer: @unchecked Sendable { let memory: UnsafeMutableRawBufferPointer }
  private let buffers = Mutex<[Buffer]>([])

  /// A buffer of exactly `size` bytes, or nil where none is free.
  func take(_ size: Int) -> UnsafeMutableRawBufferPointer? {
    buffers.withLock { buffers in
      buffers.lastIndex { $0.memory.count == size }.map { buffers.remove(at: $0) }
    }?.memory
  }

  /// Keeps a buffer; false where there are enough.
  func put(_ memory: UnsafeMutableRawBufferPointer) -> Bool {
    let buffer = Buffer(memory: memory)
    return buffers.withLock { buffers in
      guard buffers.count < Self.mostBuffers else { return false }
      buffers.append(buffer)
      return true
    }
  }
}
