import CPosix
import CSVStream
import Glibc
import RxModel

/// Folders under hidden names of ours, in which something is built beside its place: each is held by `flock`, a lock that
/// the system releases however a process ends, and cleared by whoever holds it next.
enum HiddenFolder {
  /// Holds a published output, so that no run puts another in its place. The run that made it lets go of it a moment after
  /// it has put it there.
  /// - Returns: a descriptor that holds it until it is closed.
  /// - Throws: `RxFault`: 73 where it can't be opened, 75 where somebody else holds it.
  static func holdPublished(_ path: String) throws(RxFault) -> Int32 {
    let descriptor = rx_open_own_directory(path)
    guard descriptor >= 0 else {
      throw RxFault(.cantCreate, "\(path) can't be opened: \(errorText(errno))")
    }
    for _ in 0..<10 { if try lock(descriptor, path) { return descriptor } }
    close(descriptor)
    throw RxFault(.temporary, "another run holds the output \(path)", remedy: "wait for it and run again")
  }

  /// Makes the folder and holds it. What a killed process has left there goes, whoever owned it and could enter it.
  /// - Parameters:
  ///   - partial: the folder.
  ///   - path: what is built in it, for messages.
  ///   - mode: its permissions, less the umask's.
  /// - Returns: a descriptor that holds it until it is closed.
  /// - Throws: `RxFault`: 73 where it can't be had, 75 where somebody else holds it.
  static func hold(_ partial: String, for path: String, mode: mode_t = 0o777) throws(RxFault) -> Int32 {
    while true {
      let isNew = mkdir(partial, mode) == 0
      guard isNew || errno == EEXIST else {
        throw RxFault(
          .cantCreate, "\(path) can't be created: \(errorText(errno))",
          remedy: "check that the folder above it is there, and that you may write to it")
      }
      let descriptor = try open(partial)
      guard descriptor >= 0 else { continue }
      guard try lock(descriptor, path) else {
        close(descriptor)
        throw RxFault(.temporary, "another run holds the output \(path)", remedy: "wait for it and run again")
      }
      // The run that held it may have put it in its place meanwhile; then this is not the folder any more.
      var ours = stat()
      var current = stat()
      if fstat(descriptor, &ours) == 0, lstat(partial, &current) == 0, ours.st_ino == current.st_ino,
        ours.st_dev == current.st_dev
      {
        if isNew { return descriptor }
        defer { close(descriptor) }
        try clear(partial)
        continue
      }
      close(descriptor)
    }
  }

  /// Opens a folder under one of rxuse's hidden names; -1 where there is none. A link in its place is never followed:
  /// whoever may write beside the output could have all that is behind it cleared.
  static func open(_ hidden: String) throws(RxFault) -> Int32 {
    let descriptor = rx_open_own_directory(hidden)
    guard descriptor < 0, errno != ENOENT else { return descriptor }
    guard errno != ENOTDIR, errno != ELOOP else {
      throw RxFault(
        .cantCreate, "\(hidden) is a link or a file, where rxuse would have a folder of its own",
        remedy: "see who put it there, and remove it")
    }
    throw RxFault(.cantCreate, "\(hidden) can't be opened: \(errorText(errno))")
  }

  /// Takes the lock; true where it could be had. A guard has it for a moment when it clears up after a run
  /// that was killed.
  private static func lock(_ descriptor: Int32, _ path: String) throws(RxFault) -> Bool {
    for _ in 0..<20 {
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
      guard errno == EWOULDBLOCK || errno == EINTR else {
        let code = errno
        close(descriptor)
        throw RxFault(.cantCreate, "\(path) can't be locked: \(errorText(code))")
      }
      usleep(10_000)
    }
    return false
  }

  /// Removes a folder under one of rxuse's hidden names and all in it; nothing where there is none. Links in it are
  /// removed, not followed.
  static func clear(_ path: String) throws(RxFault) {
    let descriptor = try open(path)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    guard rx_empty(descriptor) == 0 || errno == ENOENT else {
      throw RxFault(.cantCreate, "\(path) can't be emptied: \(errorText(errno))")
    }
    guard rmdir(path) != 0, errno != ENOENT else { return }
    throw RxFault(.cantCreate, "\(path) can't be removed: \(errorText(errno))")
  }

  /// Has a folder's names on the disk when it returns.
  static func sync(_ path: String) throws(RxFault) {
    let descriptor = rx_open_directory(path)
    defer { if descriptor >= 0 { close(descriptor) } }
    guard descriptor >= 0, fsync(descriptor) == 0 else {
      throw RxFault(.inputOutput, "\(path) can't be written through to the disk: \(errorText(errno))")
    }
  }
}
