import CSVStream
import Glibc
import RxModel

/// A file that grows by whole lines. Each is written by one call under O_APPEND, so that several processes may write to it
/// at once, and logrotate may take it away between two of them.
struct LineFile {
  private let path: String
  private let kind: String

  /// The file at `path`, which is `kind` for messages; it is made where it is not there.
  init(_ path: String, _ kind: String) { (self.path, self.kind) = (path, kind) }

  /// Makes the file where it is not there.
  /// - Throws: `RxFault` (73) where it can't be.
  func create() throws(RxFault) { close(try open()) }

  /// Adds a line, whose line end is put to it where it has none. After one that a full disk has cut off it begins anew.
  /// - Throws: `RxFault` (73 or 74).
  func append(_ line: String) throws(RxFault) {
    let descriptor = try open()
    defer { close(descriptor) }
    var text = (isCutOff(descriptor) ? "\n" : "") + line + (line.hasSuffix("\n") ? "" : "\n")
    let failure = text.withUTF8 { CheckedFile.write(UnsafeRawBufferPointer($0), to: descriptor) }
    guard let code = failure else { return }
    throw RxFault(
      .inputOutput, "\(kind) \(path) can't be written: \(errorText(code))",
      remedy: "make room on the disk; the results are not touched by it")
  }

  private func open() throws(RxFault) -> Int32 {
    let descriptor = Glibc.open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, 0o666)
    // What can only be written to, as a pipe, has no line before.
    guard descriptor < 0 else { return descriptor }
    let plain = Glibc.open(path, O_WRONLY | O_APPEND | O_CLOEXEC | O_NOCTTY)
    guard plain < 0 else { return plain }
    throw RxFault(
      .cantCreate, "\(kind) \(path) can't be opened: \(errorText(errno))",
      remedy: "check that the folder above it is there, and that you may write to it")
  }

  private func isCutOff(_ descriptor: Int32) -> Bool {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size > 0 else {
      return false
    }
    var last: UInt8 = 0
    return pread(descriptor, &last, 1, status.st_size - 1) == 1 && last != UInt8(ascii: "\n")
  }
}
