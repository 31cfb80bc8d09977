import CPosix
import Glibc
import Synchronization

/// A file without a name, for what does not fit into memory: it is gone when the process is, however it ends,
/// and only its owner can read it.
package final class TemporaryFile: Sendable {
  private let folder: String
  private let descriptor: Int32
  private let end = Atomic<Int>(0)

  /// An empty file in `folder`.
  /// - Throws: `StreamFault` where none can be made there.
  package init(in folder: String) throws(StreamFault) {
    self.folder = folder
    descriptor = rx_open_unnamed(folder)
    guard descriptor >= 0 else {
      throw StreamFault(
        .inputOutput, path: folder, "can't hold a temporary file: \(errorText(errno))",
        remedy: "name another folder with --tmp-dir, or allow more memory with --memory")
    }
  }

  deinit { close(descriptor) }

  /// Bytes written so far.
  package var byteCount: Int { end.load(ordering: .relaxed) }

  /// Writes the values behind all that was written, and returns where they begin. Workers may write at the
  /// same time.
  /// - Throws: `StreamFault` where the disk is full or fails.
  package func append<Value: BitwiseCopyable>(_ values: [Value]) throws(StreamFault) -> Int {
    let size = values.count * MemoryLayout<Value>.stride
    let start = end.add(size, ordering: .relaxed).oldValue
    var code: Int32 = 0
    values.withUnsafeBytes { bytes in
      var done = 0
      while done < size {
        let wrote = pwrite(descriptor, bytes.baseAddress.map { $0 + done }, size - done, off_t(start + done))
        if wrote < 0, errno == EINTR { continue }
        guard wrote > 0 else {
          code = wrote < 0 ? errno : ENOSPC
          return
        }
        done += wrote
      }
    }
    guard code == 0 else {
      throw StreamFault(
        .inputOutput, path: folder, "has a temporary file that can't be written: \(errorText(code))",
        remedy: "make room, name another folder with --tmp-dir, or allow more memory with --memory")
    }
    return start
  }

  /// Reads `count` values that were written at `start`.
  /// - Throws: `StreamFault` where the disk fails.
  package func read<Value: BitwiseCopyable>(
    _ count: Int, at start: Int, as type: Value.Type = Value.self
  ) throws(StreamFault) -> [Value] {
    // The library would write the length of an empty array into memory that all of these share.
    guard count > 0 else { return [] }
    var fault: StreamFault?
    // SAFETY: all bytes are read, of values that `append` wrote; where they can't be, none counts.
    let values = [Value](unsafeUninitializedCapacity: count) { buffer, filled in
      do throws(StreamFault) {
        try fill(UnsafeMutableRawBufferPointer(buffer), at: start)
        filled = count
      } catch { fault = error }
    }
    if let fault { throw fault }
    return values
  }

  /// Reads `count` bytes that were written at `start`.
  /// - Throws: `StreamFault` where the disk fails.
  package func readBytes(_ count: Int, at start: Int) throws(StreamFault) -> FieldBytes {
    let store = ByteStore(byteCount: count)
    try fill(store.bytes, at: start)
    return FieldBytes(store, count: count)
  }

  private func fill(_ target: UnsafeMutableRawBufferPointer, at start: Int) throws(StreamFault) {
    var done = 0
    while done < target.count {
      let got = pread(
        descriptor, target.baseAddress.map { $0 + done }, target.count - done, off_t(start + done))
      if got < 0, errno == EINTR { continue }
      guard got > 0 else {
        throw StreamFault(
          .inputOutput, path: folder,
          "has a temporary file that can't be read: \(got < 0 ? errorText(errno) : "it ends too soon")")
      }
      done += got
    }
  }
}
