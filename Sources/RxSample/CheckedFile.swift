import CZstd
import Glibc

/// A file that is written through one buffer, every write(2) checked: a full disk is an error, a short write
/// is continued, an interrupted call repeated.
struct CheckedFile: ~Copyable {
  /// The file's path, as it stands in errors.
  let path: String
  /// Bytes not yet written. Callers append to it and call `flushIfFull` at record ends.
  var buffer: [UInt8] = []

  private var descriptor: Int32
  private let isCompressed: Bool
  private let flushAt: Int

  /// Creates the file; where it exists it is emptied, or, with `isNew`, an error. Compressed, each flush is a frame.
  init(path: String, isNew: Bool, isCompressed: Bool) throws(SampleError) {
    self.path = path
    self.isCompressed = isCompressed
    flushAt = isCompressed ? 1 << 22 : 1 << 18
    // SAFETY: the path is a NUL-terminated copy that lives for the call.
    let opened = unsafe open(
      path, O_WRONLY | O_CREAT | (isNew ? O_EXCL : O_TRUNC) | O_CLOEXEC, 0o644)
    guard opened >= 0 else { throw SampleError.system("open", path, errno) }
    descriptor = opened
    buffer.reserveCapacity(flushAt + 4096)
  }

  /// Writes the buffer out when it is large enough to be worth a system call.
  @inline(__always)
  mutating func flushIfFull() throws(SampleError) {
    if buffer.count >= flushAt { try flush() }
  }

  /// Appends the UTF-8 bytes of `text`.
  mutating func append(_ text: String) {
    buffer.append(contentsOf: text.utf8)
  }

  /// Writes what is left and closes the file. A file that is only let go of is closed too, without a check:
  /// that happens after another error.
  mutating func finish() throws(SampleError) {
    try flush()
    let closing = descriptor
    descriptor = -1
    // EINTR after close(2) leaves the descriptor closed on Linux.
    guard close(closing) == 0 || errno == EINTR else { throw SampleError.system("close", path, errno) }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// Removes a file that could not be finished. One that is gone already is as good.
  static func remove(_ path: String) {
    // SAFETY: the path is a NUL-terminated copy that lives for the call.
    _ = unsafe unlink(path)
  }

  private mutating func flush() throws(SampleError) {
    try write(isCompressed ? try compressed() : buffer)
    buffer.removeAll(keepingCapacity: true)
  }

  /// The buffer as a frame of zstd.
  private func compressed() throws(SampleError) -> [UInt8] {
    let room = ZSTD_compressBound(buffer.count)
    var result = 0
    let frame = [UInt8](unsafeUninitializedCapacity: room) { frame, count in
      // SAFETY: zstd writes at most `room` bytes, and says how many.
      result = unsafe buffer.withUnsafeBytes {
        unsafe ZSTD_compress(frame.baseAddress, room, $0.baseAddress, $0.count, 1)
      }
      count = ZSTD_isError(result) == 0 ? result : 0
    }
    guard ZSTD_isError(result) == 0 else { throw SampleError.system("write", path, ENOMEM) }
    return frame
  }

  private func write(_ bytes: [UInt8]) throws(SampleError) {
    var written = 0
    while written < bytes.count {
      // SAFETY: the pointer is used inside the closure only, over the bytes from `written` to the end.
      let (result, code) = unsafe bytes.withUnsafeBytes { bytes in
        let count = unsafe Glibc.write(
          descriptor, bytes.baseAddress.map { unsafe $0 + written }, bytes.count - written)
        return (count, errno)
      }
      if result > 0 {
        written += result
      } else if result == 0 || code != EINTR {
        throw SampleError.system("write", path, result == 0 ? EIO : code)
      }
    }
  }
}

extension SampleError {
  /// The error of a system call, with the system's text for `code`.
  static func system(_ what: String, _ path: String, _ code: Int32) -> SampleError {
    // SAFETY: strerror gives a NUL-terminated text, copied before any other call.
    let reason = unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
    return SampleError(what: what, path: path, code: code, reason: reason)
  }
}
