import CPosix
import Glibc

/// A file in memory, for a library that writes only to a path: it is gone with this, however the process ends.
final class MemoryFile {
  private let descriptor: Int32

  /// The path by which it can be opened.
  var path: String { "/proc/self/fd/\(descriptor)" }

  /// An empty file.
  /// - Throws: `Workbook.Failure` where the system gives none.
  init() throws(Workbook.Failure) {
    descriptor = rx_open_memory()
    guard descriptor >= 0 else { throw Workbook.Failure(message: String(cString: strerror(errno))) }
  }

  deinit { close(descriptor) }

  /// All that is in it.
  /// - Throws: `Workbook.Failure` where it can't be read.
  func contents() throws(Workbook.Failure) -> [UInt8] {
    let size = Int(lseek(descriptor, 0, SEEK_END))
    guard size > 0 else { throw Workbook.Failure(message: "nothing was written") }
    var failed = false
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while count < size {
        let got = pread(descriptor, buffer.baseAddress.map { $0 + count }, size - count, off_t(count))
        guard got > 0 else {
          if got < 0, errno == EINTR { continue }
          failed = true
          return
        }
        count += got
      }
    }
    guard !failed else { throw Workbook.Failure(message: String(cString: strerror(errno))) }
    return bytes
  }
}
