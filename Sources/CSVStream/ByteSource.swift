import CPosix
import Glibc

/// A source of bytes: a plain file, a pipe, or a decompressor over one.
protocol ByteSource: AnyObject {
  /// Fills `buffer` from its start and returns how many bytes that were; 0 only at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(StreamFault) -> Int
  /// Checks what can only be known at the end, and closes.
  func finish() throws(StreamFault)
}

/// An observer of every byte that is read from the disk, in order: for a digest of the input.
package protocol ByteObserver: AnyObject {
  /// Called with each run of raw (still compressed) bytes.
  func take(_ bytes: UnsafeRawBufferPointer)
}

/// A file or standard input, read by `read(2)`. Not mapped: a pipe can't be, and a mapped file that shrinks
/// kills.
final class FileSource: ByteSource {
  private let path: String
  private let descriptor: Int32
  private let observer: (any ByteObserver)?
  private var atOpen = stat()
  private var bytesRead = 0

  /// Size in bytes of what was read so far.
  var byteCount: Int { bytesRead }

  /// The size that the file had when it was opened; nil where it is a pipe.
  var regularByteCount: Int? { atOpen.st_mode & S_IFMT == S_IFREG ? Int(atOpen.st_size) : nil }

  /// Opens `path`, or standard input for `-`.
  init(path: String, name: String, observer: (any ByteObserver)?) throws(StreamFault) {
    self.path = name
    self.observer = observer
    descriptor = path == "-" ? STDIN_FILENO : rx_open_read(path)
    guard descriptor >= 0 else {
      let code = errno
      throw StreamFault(
        .unreadable, path: name, "can't be opened: \(errorText(code))",
        remedy: code == ENOENT ? "check the path; it is relative to the study file" : "check its permissions")
    }
    guard fstat(descriptor, &atOpen) == 0 else {
      throw StreamFault(.inputOutput, path: name, "can't be examined: \(errorText(errno))")
    }
    if atOpen.st_mode & S_IFMT == S_IFIFO { rx_widen_pipe(descriptor) }
    if atOpen.st_mode & S_IFMT == S_IFDIR {
      throw StreamFault(
        .unreadable, path: name, "is a directory", remedy: "name the files in it, for example \(name)/*.csv")
    }
  }

  deinit {
    if descriptor > STDIN_FILENO { close(descriptor) }
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(StreamFault) -> Int {
    var filled = 0
    while filled < buffer.count {
      let got = Glibc.read(descriptor, buffer.baseAddress.map { $0 + filled }, buffer.count - filled)
      if got < 0 {
        if errno == EINTR { continue }
        throw StreamFault(
          .inputOutput, path: path, "can't be read from byte \(bytesRead + filled) on: \(errorText(errno))")
      }
      if got == 0 { break }
      filled += got
    }
    bytesRead += filled
    observer?.take(UnsafeRawBufferPointer(rebasing: buffer[..<filled]))
    return filled
  }

  func finish() throws(StreamFault) {
    var now = stat()
    guard atOpen.st_mode & S_IFMT == S_IFREG else { return }
    guard fstat(descriptor, &now) == 0 else {
      throw StreamFault(.inputOutput, path: path, "can't be examined: \(errorText(errno))")
    }
    // The time of the last change of status can't be set back, but moves too when the file is replaced or
    // deleted under this one's descriptor; then what was opened is whole.
    let isUntouched = now.st_ctim == atOpen.st_ctim || now.st_nlink != atOpen.st_nlink
    guard isUntouched, now.st_size == atOpen.st_size, now.st_mtim == atOpen.st_mtim, bytesRead == now.st_size
    else {
      throw StreamFault(
        .changed, path: path, "changed while it was read", remedy: "run again when it is complete")
    }
  }
}

extension timespec {
  fileprivate static func == (a: timespec, b: timespec) -> Bool {
    a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec
  }
}

/// The system's text for an error number.
package func errorText(_ code: Int32) -> String {
  guard let text = strerror(code) else { return "error \(code)" }
  return String(cString: text)
}
