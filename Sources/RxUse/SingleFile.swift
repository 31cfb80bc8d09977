import CPosix
import CSVStream
import Glibc
import RxModel

/// A file that a command writes by itself: whole or not at all, and in the place of nothing but an earlier one of its kind.
final class SingleFile {
  /// Its path.
  let path: String
  /// The open file, which has no name of its own yet.
  let descriptor: Int32
  private let partial: String
  private let isPrivate: Bool

  /// The path by which the file can be opened while it is written.
  var openPath: String { "/proc/self/fd/\(descriptor)" }

  /// Begins a file.
  /// - Parameters:
  ///   - path: where it will be.
  ///   - kind: what it is, for messages.
  ///   - isPrivate: whether only its owner may read it.
  ///   - isOwn: whether a file that begins so is of this kind, and so may be replaced.
  /// - Throws: `RxFault` (73) where it can't be there.
  init(_ path: String, _ kind: String, isPrivate: Bool, isOwn: (_ beginning: [UInt8]) -> Bool) throws(RxFault)
  {
    try Self.check(path, kind, isOwn)
    self.path = path
    self.isPrivate = isPrivate
    partial = path + CheckedFile.partialSuffix
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    unlink(partial)
    // What is secret has no name before it is whole: a process that is killed leaves nothing of it.
    descriptor = isPrivate ? rx_open_unnamed(folder) : rx_create(partial, 0o666)
    guard descriptor >= 0 else {
      throw RxFault(
        .cantCreate, "\(path) can't be created: \(errorText(errno))",
        remedy: "check that the folder above it is there")
    }
  }

  deinit {
    close(descriptor)
    unlink(partial)
  }

  /// Writes all bytes behind those that are there.
  /// - Throws: `RxFault` (74).
  func append(_ bytes: [UInt8]) throws(RxFault) {
    if let code = bytes.withUnsafeBytes({ CheckedFile.write($0, to: descriptor) }) { throw fault(code) }
  }

  /// Puts the file in its place in one step.
  /// - Throws: `RxFault` (73 or 74); what was there before then stays.
  func finish() throws(RxFault) {
    guard fsync(descriptor) == 0 else { throw fault(errno) }
    if isPrivate, rx_name(descriptor, partial) != 0 { try copy() }
    guard rename(partial, path) == 0 else {
      throw RxFault(.cantCreate, "\(path) can't be put in its place: \(errorText(errno))")
    }
  }

  /// Writes the file again under a name, where the file system can't give one to a file that has none.
  private func copy() throws(RxFault) {
    let target = rx_create(partial, 0o600)
    guard target >= 0 else { throw RxFault(.cantCreate, "\(path) can't be created: \(errorText(errno))") }
    defer { close(target) }
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    var done = 0
    while true {
      let got = buffer.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, off_t(done)) }
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else { throw fault(errno) }
      if got == 0 { break }
      if let code = buffer[..<got].withUnsafeBytes({ CheckedFile.write($0, to: target) }) {
        throw fault(code)
      }
      done += got
    }
    guard fsync(target) == 0 else { throw fault(errno) }
  }

  private func fault(_ code: Int32) -> RxFault {
    RxFault(
      .inputOutput, "\(path) can't be written: \(errorText(code))",
      remedy: "make room on the disk and try again")
  }

  private static func check(_ path: String, _ kind: String, _ isOwn: ([UInt8]) -> Bool) throws(RxFault) {
    guard path != "-", !path.isEmpty else {
      throw RxFault(
        .cantCreate, "\(kind) can't go to standard output", remedy: "name a file, like results.zip or out.csv"
      )
    }
    try refuseOutput(path, kind)
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFREG, let file = fopen(path, "re") else {
      throw RxFault(
        .cantCreate, "\(path) is there and is no file that can be replaced", remedy: "name another file")
    }
    defer { fclose(file) }
    var beginning = [UInt8](repeating: 0, count: 128)
    let count = fread(&beginning, 1, beginning.count, file)
    guard isOwn(Array(beginning[..<count])) else {
      throw RxFault(
        .cantCreate, "\(path) is there and is not \(kind), so it is not replaced", remedy: "name another file"
      )
    }
  }

  /// Refuses a place in the output of a run: who passes an output on would pass it on too, and the next run would find
  /// what is none of its own.
  private static func refuseOutput(_ path: String, _ kind: String) throws(RxFault) {
    let name = path.lastIndex(of: "/").map { path[path.index(after: $0)...] } ?? path[...]
    let folder = path.dropLast(name.count)
    guard let found = realpath(folder.isEmpty ? "." : String(folder), nil) else { return }
    defer { free(found) }
    var above = String(cString: found)
    while !above.isEmpty {
      let isOutput = [OutputName.record, .results].allSatisfy { access("\(above)/\($0.rawValue)", F_OK) == 0 }
      guard !isOutput else {
        throw RxFault(
          .cantCreate, "\(path) is in the output folder of a run, \(above), where \(kind) can't be",
          remedy: "name a file outside of it")
      }
      above = above.lastIndex(of: "/").map { String(above[..<$0]) } ?? ""
    }
  }
}
