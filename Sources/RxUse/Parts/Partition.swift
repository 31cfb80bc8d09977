import CPosix
import CSVStream
import Glibc
import Logging
import RxDecode
import RxModel
import RxReport
import RxStudy
import Synchronization

/// Divides a study's rows by patient: a folder a part with files and a study file of its own, and one file with what is the
/// whole's.
/// - Parameters:
///   - file: the study file.
///   - count: the number of parts.
///   - out: the folder, which is made; nobody but its owner can enter it.
///   - options: threads.
///   - log: with `info` what is being done.
/// - Throws: `RxFault` with the exit code of the contract; there is then no folder.
package func partition(
  study file: String, into count: Int, out: String, options: RunOptions, log: Logger
) throws(RxFault) {
  let loaded = try LoadedStudy(file: file)
  let request = loaded.input.decodeRequest
  try request.checkHeaders(isRegularFile)
  let folder = try PartsFolder(out, count)
  try folder.create(loaded, request.partHeaders)
  let digests = InputDigests([])
  var readOptions = options.readOptions
  readOptions.observer = digests.observer
  readOptions.partition = Partition(into: count, folder.append)
  log.info("dividing the rows into \(count) parts")
  let decoded = try decode(request, readOptions)
  let whole = DividedStudy(
    version: rxuseVersion, study: loaded.definition, partCount: count, inputs: digests.entries,
    fillDays: decoded.fillDays, sizes: folder.sizes)
  try CheckedFile.replacePrivate("\(folder.partial)/\(DividedStudy.name)", with: try whole.bytes())
  try CheckedFile.replacePrivate(
    "\(folder.partial)/\(DividedStudy.readingName)", with: try DividedStudy.reading.bytes(decoded.reading))
  try folder.publish()
}

/// The folder of the parts while it is made.
private final class PartsFolder: Sendable {
  /// By name, the sizes of a part's files in bytes. One thread at a time writes to a part, so that lines stay whole.
  private final class Part: Sendable {
    let sizes = Mutex<[String: Int]>([:])
  }

  private let path: String
  let partial: String
  private let parts: [Part]
  private let lock: Int32
  private let isPublished = Atomic(false)

  init(_ path: String, _ count: Int) throws(RxFault) {
    let place = try OutputPlace(path)
    self.path = place.path
    partial = place.partial
    parts = (0..<count).map { _ in Part() }
    try Self.checkAbsent(place.path)
    lock = try HiddenFolder.hold(partial, for: place.path, mode: 0o700)
    // Another could have put its own there meanwhile.
    try Self.checkAbsent(place.path)
  }

  private static func checkAbsent(_ path: String) throws(RxFault) {
    guard access(path, F_OK) == 0 else { return }
    throw RxFault(.cantCreate, "\(path) is there already", remedy: "name a folder that is not")
  }

  deinit {
    if !isPublished.load(ordering: .relaxed) { try? HiddenFolder.clear(partial) }
    close(lock)
  }

  /// By part, the bytes of its files.
  var sizes: [[String: Int]] { parts.map { $0.sizes.withLock { $0 } } }

  private func folder(_ part: Int) -> String {
    "\(partial)/\(DividedStudy.folder(part + 1, of: parts.count))"
  }

  /// Makes the parts' folders, with their study files and the first lines of the others.
  func create(_ loaded: LoadedStudy, _ headers: [InputKind: [UInt8]]) throws(RxFault) {
    for part in parts.indices {
      let folder = folder(part)
      guard mkdir(folder, 0o700) == 0 else {
        throw RxFault(.cantCreate, "\(folder) can't be created: \(errorText(errno))")
      }
      let study = PartFile(part + 1, of: parts.count, whole: "../\(DividedStudy.name)")
      try CheckedFile.write(
        .text(study.text(of: loaded.input.study.title, sha256: loaded.sha256)), to: "\(folder)/study.yml",
        isPrivate: true)
      for (kind, header) in headers {
        for file in (loaded.input.files[kind] ?? []).indices {
          let name = DividedStudy.name(kind, file)
          try CheckedFile.write(.bytes(header), to: "\(folder)/\(name)", isPrivate: true)
          parts[part].sizes.withLock { $0[name] = header.count }
        }
      }
    }
  }

  /// Adds lines to a file of a part.
  @Sendable func append(
    _ kind: InputKind, _ file: Int, _ part: Int, _ lines: [UInt8]
  ) throws(RxFault) {
    let name = DividedStudy.name(kind, file)
    let path = "\(folder(part))/\(name)"
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
    defer { if descriptor >= 0 { close(descriptor) } }
    guard descriptor >= 0 else {
      throw RxFault(.cantCreate, "\(path) can't be opened: \(errorText(errno))")
    }
    let failure = parts[part].sizes.withLock { sizes -> Int32? in
      sizes[name, default: 0] += lines.count
      return lines.withUnsafeBytes { CheckedFile.write($0, to: descriptor) }
    }
    guard let failure else { return }
    throw RxFault(
      .inputOutput, "\(path) can't be written: \(errorText(failure))", remedy: "make room on the disk")
  }

  /// Puts the folder in its place.
  func publish() throws(RxFault) {
    let descriptor = open(partial, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    defer { if descriptor >= 0 { close(descriptor) } }
    guard descriptor >= 0, rx_sync_all(descriptor) == 0, rename(partial, path) == 0 else {
      throw RxFault(.cantCreate, "\(path) can't be put in its place: \(errorText(errno))")
    }
    isPublished.store(true, ordering: .relaxed)
  }
}
