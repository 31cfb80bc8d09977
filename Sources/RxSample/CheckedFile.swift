import Glibc

/// A file that is written through one buffer, every write(2) checked: a full disk is an error, a short write
/// is continued, an interrupted call repeated.
struct CheckedFile: ~Copyable {
  /// The file's path, as it stands in errors.
  let path: String
  /// Bytes not yet written. Callers append to it and call `flushIfFull` at record ends.
  var buffer: [UInt8] = []

  private var descriptor: Int32
  private static let flushAt = 1 << 18

  /// Creates the file; where it exists it is emptied, or, with `isNew`, an error.
  init(path: String, isNew: Bool) throws(SampleError) {
    self.path = path
    // SAFETY: the path is a NUL-terminated copy that lives for the call.
    let opened = unsafe open(
      path, O_WRONLY | O_CREAT | (isNew ? O_EXCL : O_TRUNC) | O_CLOEXEC, 0o644)
    guard opened >= 0 else { throw SampleError.system("open", path, errno) }
    descriptor = opened
    buffer.reserveCapacity(Self.flushAt + 4096)
  }

  /// Writes the buffer out when it is large enough to be worth a system call.
  @inline(__always)
  mutating func flushIfFull() throws(SampleError) {
    if buffer.count >= Self.flushAt { try flush() }
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
    var written = 0
    while written < buffer.count {
      // SAFETY: the pointer is used inside the closure only, over the bytes from `written` to the end.
      let (result, code) = unsafe buffer.withUnsafeBytes { bytes in
        let count = unsafe write(
          descriptor, bytes.baseAddress.map { unsafe $0 + written }, bytes.count - written)
        return (count, errno)
      }
      if result > 0 {
        written += result
      } else if result == 0 || code != EINTR {
        throw SampleError.system("write", path, result == 0 ? EIO : code)
      }
    }
    buffer.removeAll(keepingCapacity: true)
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
