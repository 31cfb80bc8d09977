import CPosix
import CSVStream
import Glibc
import RxModel
import RxParallel
import RxRelease
import RxReport
import RxText
import Synchronization

/// A file of a run's output.
struct OutputFile: Sendable {
  /// The path within the output.
  let name: String
  /// True where nobody but the owner may read it.
  let isPrivate: Bool
  /// Makes what is in it.
  let contents: @Sendable () throws(RxFault) -> FileContents

  /// The folder of the output that it is in; nil at the top level.
  var folder: String? { name.lastIndex(of: "/").map { String(name[..<$0]) } }

  /// A file at the top level.
  init(_ name: OutputName, isPrivate: Bool = false, _ text: @escaping @Sendable () -> String) {
    self.name = name.rawValue
    self.isPrivate = isPrivate
    contents = { () throws(RxFault) in .text(text()) }
  }

  /// A file of a report.
  init(_ file: RenderedFile) {
    name = file.path
    isPrivate = false
    contents = file.contents
  }
}

/// A run's output: built in a folder beside the one that is asked for, and put in its place in one step.
///
/// The folder under construction is also the lock: it is held by `flock`, which the system gives back however a run
/// ends. What a killed run leaves behind its guard clears, and where that was killed too the next run.
final class OutputDirectory {
  /// The outputs under construction in this process, and whether the process was interrupted.
  private static let active = Mutex<(partials: Set<String>, isInterrupted: Bool)>(([], false))

  private let place: OutputPlace
  /// Where it will be.
  let path: String
  /// The folder in which it is built.
  let partial: String
  private let guardian: OutputGuard
  private let lock: Int32
  private var published = false

  /// The path of the rejects file of a run that fails for its data.
  var rejectsBeside: String { place.rejects }

  /// Takes the output `path` for this run.
  /// - Parameters:
  ///   - path: the folder of the output.
  ///   - inputs: the paths of all files that the run reads.
  ///   - seconds: for how long a run that holds it is waited for.
  /// - Throws: `RxFault`: 73 where it can't be created or is something else, 75 where another run holds it.
  init(_ path: String, inputs: [String], waiting seconds: Double = 0) throws(RxFault) {
    place = try OutputPlace(path)
    (self.path, partial) = (place.path, place.partial)
    try place.checkReplaceable()
    try place.checkInputs(inputs)
    guardian = OutputGuard(
      parent: place.parent, folder: place.partialName,
      file: "\(place.name)\(OutputPlace.rejectsSuffix).partial",
      aside: place.asideName, place: place.name)
    lock = try Self.take(partial, for: place.path, waiting: seconds)
    unlink(rejectsBeside + ".partial")
    try recover()
    try keepMode()
  }

  deinit {
    if !published { try? HiddenFolder.clear(partial) }
    Self.active.withLock { _ = $0.partials.remove(partial) }
    close(lock)
  }

  /// Takes the folder for this run, again and again for so many seconds while another run holds it.
  private static func take(
    _ partial: String, for target: String, waiting seconds: Double
  ) throws(RxFault) -> Int32 {
    let end = ContinuousClock.now + .seconds(seconds)
    while true {
      // An interruption comes either before this, and nothing is created, or after, and it is cleared.
      let (held, isInterrupted) = active.withLock { active -> (Result<Int32, RxFault>, Bool) in
        guard !active.isInterrupted else {
          return (.failure(RxFault(.temporary, "the run was interrupted")), true)
        }
        let held = Result { () throws(RxFault) in try HiddenFolder.hold(partial, for: target) }
        // One that another run holds is not this run's to clear.
        if case .success = held { active.partials.insert(partial) }
        return (held, false)
      }
      do throws(RxFault) {
        return try held.get()
      } catch {
        guard error.code == .temporary, !isInterrupted, ContinuousClock.now < end else { throw error }
        usleep(100_000)
      }
    }
  }

  /// True while a run holds the output at `place`.
  static func isHeld(_ place: OutputPlace) -> Bool {
    let descriptor: Int32
    do throws(RxFault) {
      descriptor = try HiddenFolder.open(place.partial)
    } catch {
      // It is there, and another user's.
      return true
    }
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
  }

  /// True if a run was interrupted.
  static var isAbandoned: Bool { active.withLock { $0.isInterrupted } }

  /// Removes what is under construction, for a run that is interrupted; nothing is put in its place after that.
  static func abandon() {
    let partials = active.withLock { active in
      active.isInterrupted = true
      return active.partials
    }
    for partial in partials {
      // A file that is being created just now can come in between; no other is begun any more.
      for _ in 0..<100 {
        do throws(RxFault) {
          try HiddenFolder.clear(partial)
          break
        } catch {
          usleep(1000)
        }
      }
    }
  }

  /// Makes files of the output and writes them, several at a time.
  /// - Parameters:
  ///   - files: the files.
  ///   - threads: how many at a time.
  /// - Throws: `RxFault` of the first of the files that could not be written.
  func write(_ files: [OutputFile], threads: Int) throws(RxFault) {
    for folder in Set(files.compactMap(\.folder)).sorted() {
      guard mkdir("\(partial)/\(folder)", 0o777) == 0 || errno == EEXIST else {
        throw RxFault(.cantCreate, "\(partial)/\(folder) can't be created: \(errorText(errno))")
      }
    }
    let partial = partial
    let faults = parallelMap(files.count, workers: threads) { index, _ -> RxFault? in
      guard !Self.isAbandoned else { return RxFault(.temporary, "the run was interrupted") }
      let file = files[index]
      do throws(RxFault) {
        try CheckedFile.write(try file.contents(), to: "\(partial)/\(file.name)", isPrivate: file.isPrivate)
        return nil
      } catch { return error }
    }
    if let fault = faults.lazy.compactMap({ $0 }).first { throw fault }
  }

  /// Writes the rejects of a refused run beside the output.
  /// - Returns: the fault that the run ends with (65).
  /// - Throws: `RxFault` (73 or 74) where they can't be written.
  func refuse(_ refusal: Refusal) throws(RxFault) -> RxFault {
    let partial = rejectsBeside + ".partial"
    unlink(partial)
    try CheckedFile.write(
      .text(rejectsCSV(refusal.rejects)), to: partial, isPrivate: refusal.isPrivate)
    guard rename(partial, rejectsBeside) == 0 else {
      throw RxFault(.cantCreate, "\(rejectsBeside) can't be created: \(errorText(errno))")
    }
    return refusal.fault(rejectsFile: rejectsBeside)
  }

  /// Puts the output in its place. What was there before goes; a file of the same bytes keeps its times.
  /// - Parameter ended: called just before, since from then on another run may have the output.
  /// - Returns: what has changed.
  /// - Throws: `RxFault`: 73 or 74 where it can't be put there, 75 where the run was interrupted.
  @discardableResult
  func publish(ended: () -> Void = {}) throws(RxFault) -> OutputChanges {
    let changes = try OutputChanges(from: path, to: partial)
    try HiddenFolder.sync(partial)
    for folder in ReportFormat.folders.map({ "\(partial)/\($0)" }) where access(folder, F_OK) == 0 {
      try HiddenFolder.sync(folder)
    }
    ended()
    // An interruption either comes before this and leaves the old output, or after and leaves the new one.
    let outcome = Self.active.withLock { active -> Result<Void, RxFault> in
      guard !active.isInterrupted else { return .failure(RxFault(.temporary, "the run was interrupted")) }
      return Result { () throws(RxFault) in try putInPlace() }
    }
    try outcome.get()
    published = true
    try HiddenFolder.sync(place.parent)
    unlink(rejectsBeside)
    return changes
  }

  /// Puts an old output back: one that a run had set aside when it was killed, before its own was in the place.
  private func recover() throws(RxFault) {
    let old = place.aside
    let descriptor = try HiddenFolder.open(old)
    guard descriptor >= 0 else { return }
    close(descriptor)
    if access(path, F_OK) != 0, rename(old, path) == 0 { return }
    try HiddenFolder.clear(old)
  }

  /// Gives the new output the mode of the old one, before anything is in it: who has closed a folder to others wants the
  /// next result closed too. The owner can write in any case.
  private func keepMode() throws(RxFault) {
    var old = stat()
    var new = stat()
    guard lstat(path, &old) == 0, fstat(lock, &new) == 0 else { return }
    let mode = old.st_mode & 0o7777 | 0o700
    guard new.st_mode & 0o7777 != mode, fchmod(lock, mode) != 0 else { return }
    throw RxFault(.cantCreate, "\(partial) can't get the mode of \(path): \(errorText(errno))")
  }

  /// Gives the new output the owner of the old one, where that is allowed: a folder that only its owner can enter would
  /// else be closed to who had it before root ran.
  private func keepOwner() {
    var (old, new) = (stat(), stat())
    guard lstat(path, &old) == 0, fstat(lock, &new) == 0 else { return }
    if old.st_uid != new.st_uid || old.st_gid != new.st_gid { _ = fchown(lock, old.st_uid, old.st_gid) }
  }

  private func putInPlace() throws(RxFault) {
    keepOwner()
    guard rename(partial, path) != 0 else { return }
    guard [EEXIST, ENOTEMPTY].contains(errno) else {
      throw RxFault(.cantCreate, "\(path) can't be put in its place: \(errorText(errno))")
    }
    // The old output is for a moment where the next run would build its own: it is held until it is gone, or that run
    // would lose what it has written to the clearing.
    let old = try HiddenFolder.holdPublished(path)
    defer { close(old) }
    // What somebody has put there since the run began would be cleared too.
    try place.checkReplaceable()
    if rx_exchange(partial, path) == 0 {
      try HiddenFolder.clear(partial)
      return
    }
    // A file system that can't exchange: the old output steps aside first.
    let aside = place.aside
    try HiddenFolder.clear(aside)
    guard rename(path, aside) == 0, rename(partial, path) == 0 else {
      let code = errno
      rename(aside, path)
      throw RxFault(.cantCreate, "\(path) can't be put in its place: \(errorText(code))")
    }
    try HiddenFolder.clear(aside)
  }
}

/// True if `abandonOutput` was called.
package func outputIsAbandoned() -> Bool { OutputDirectory.isAbandoned }

/// Clears an output under construction; for a run that is interrupted.
package func abandonOutput() { OutputDirectory.abandon() }
