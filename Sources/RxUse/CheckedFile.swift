import CPosix
import CSVStream
import Foundation
import Glibc
import RxModel
import RxReport
import RxText

/// The writer of whole files, every call checked: a full disk is an error here, and never a silent loss.
enum CheckedFile {
  /// Creates `path`, which must not exist, with `contents`, and has it on the disk when this returns. Nobody but its owner
  /// can read a file that `isPrivate`; others are as the umask says.
  /// - Throws: `RxFault` (73 or 74).
  static func write(_ contents: FileContents, to path: String, isPrivate: Bool = false) throws(RxFault) {
    let descriptor = rx_create(path, isPrivate ? 0o600 : 0o666)
    guard descriptor >= 0 else { throw RxFault(.cantCreate, "\(path) can't be created: \(errorText(errno))") }
    let failure = contents.withBytes { write($0, to: descriptor) }
    let synced = failure != nil || fsync(descriptor) == 0 ? failure : errno
    let closed = close(descriptor) == 0 ? synced : synced ?? errno
    if let code = closed {
      throw RxFault(
        .inputOutput, "\(path) can't be written: \(errorText(code))",
        remedy: "make room on the disk and run again")
    }
  }

  /// Puts `contents` at `path` in one step, its folder made if need be; a file of the same bytes stays as it is, with its
  /// times.
  /// - Throws: `RxFault` (73 or 74).
  static func replace(_ path: String, with contents: FileContents) throws(RxFault) {
    let partial = path + partialSuffix
    unlink(partial)
    let isSame = contents.withBytes { bytes in
      FileManager.default.contents(atPath: path).map { old in
        old.withUnsafeBytes { old in
          guard old.count == bytes.count, let ours = old.baseAddress, let theirs = bytes.baseAddress else {
            return old.count == bytes.count
          }
          return memcmp(ours, theirs, old.count) == 0
        }
      } ?? false
    }
    if isSame { return }
    try makeFolder(path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ".")
    do throws(RxFault) {
      try write(contents, to: partial)
      try keepMode(of: path, on: partial)
      guard rename(partial, path) == 0 else {
        throw RxFault(.cantCreate, "\(path) can't be replaced: \(errorText(errno))")
      }
    } catch {
      unlink(partial)
      throw error
    }
  }

  /// Puts `bytes` at `path` in one step, for nobody but its owner, and whole or not at all, however the process ends.
  /// - Throws: `RxFault` (73 or 74).
  static func replacePrivate(_ path: String, with bytes: [UInt8]) throws(RxFault) {
    let partial = path + partialSuffix
    unlink(partial)
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    let descriptor = rx_open_unnamed(folder)
    defer { if descriptor >= 0 { close(descriptor) } }
    do throws(RxFault) {
      // A file that has no name until it is whole; not every file system has such.
      let isLinked =
        descriptor >= 0 && bytes.withUnsafeBytes({ write($0, to: descriptor) }) == nil
        && fsync(descriptor) == 0 && rx_name(descriptor, partial) == 0
      if !isLinked { try write(.bytes(bytes), to: partial, isPrivate: true) }
      guard rename(partial, path) == 0 else {
        throw RxFault(.cantCreate, "\(path) can't be replaced: \(errorText(errno))")
      }
    } catch {
      unlink(partial)
      throw error
    }
  }

  /// The ending of a file that is to take the place of another.
  static let partialSuffix = ".rxuse-partial"

  /// Gives the new file the mode of the old one, where there is one: who has closed it to others wants the next closed too.
  private static func keepMode(of path: String, on new: String) throws(RxFault) {
    var old = stat()
    guard lstat(path, &old) == 0, old.st_mode & S_IFMT == S_IFREG else { return }
    guard chmod(new, old.st_mode & 0o7777) != 0 else { return }
    throw RxFault(.cantCreate, "\(new) can't get the mode of \(path): \(errorText(errno))")
  }

  /// Makes a folder where there is none. A link in its place is refused: what is behind it is somebody else's.
  /// - Throws: `RxFault` (73).
  static func makeFolder(_ folder: String) throws(RxFault) {
    guard mkdir(folder, 0o777) != 0 else { return }
    let code = errno
    var status = stat()
    guard code == EEXIST, lstat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      throw RxFault(
        .cantCreate,
        "\(folder) can't be created: \(code == EEXIST ? "it is there and no folder" : errorText(code))")
    }
  }

  /// Writes all bytes; the system's error number where that fails, else nil.
  static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32? {
    var done = 0
    while done < bytes.count {
      let written = Glibc.write(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done)
      if written < 0 {
        if errno == EINTR { continue }
        return errno
      }
      done += written
    }
    return nil
  }
}

extension FileContents {
  /// Hands the bytes that are written to `body`, and returns what it returns.
  func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    switch self {
    case .text(var text): text.withUTF8 { body(UnsafeRawBufferPointer($0)) }
    case .bytes(let bytes): bytes.withUnsafeBytes(body)
    }
  }
}

/// Bytes in a file without a name, for what can read only files: it is gone with this, and when the process is, however
/// that ends.
final class UnnamedFile {
  private let descriptor: Int32

  /// The path by which it can be opened.
  var path: String { "/proc/self/fd/\(descriptor)" }

  /// Writes `bytes` to the disk of `folder`.
  /// - Throws: `RxFault` (73 or 74).
  init(_ bytes: [UInt8], in folder: String) throws(RxFault) {
    descriptor = rx_open_unnamed(folder)
    guard descriptor >= 0 else {
      throw RxFault(
        .cantCreate, "no temporary file can be made in \(folder): \(errorText(errno))",
        remedy: "set TMPDIR to another folder")
    }
    let failure = bytes.withUnsafeBytes { CheckedFile.write($0, to: descriptor) }
    guard let code = failure else { return }
    throw RxFault(
      .inputOutput, "a temporary file in \(folder) can't be written: \(errorText(code))",
      remedy: "make room on the disk, or set TMPDIR to another folder")
  }

  deinit { if descriptor >= 0 { close(descriptor) } }
}

/// Standard output, checked.
package enum StandardOutput {
  /// Writes `text`, to a terminal without what would control it. A reader that went away (a broken pipe) is no error.
  /// - Throws: `RxFault` (74) where it can't be written.
  package static func write(_ text: String) throws(RxFault) {
    var text = isatty(STDOUT_FILENO) != 0 ? withoutControls(text) : text
    let failure = text.withUTF8 { CheckedFile.write(UnsafeRawBufferPointer($0), to: STDOUT_FILENO) }
    guard let code = failure, code != EPIPE else { return }
    throw RxFault(.inputOutput, "standard output can't be written: \(errorText(code))")
  }
}
