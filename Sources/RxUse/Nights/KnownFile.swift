import Glibc
import RxModel
import RxReport
import RxText

/// The marks by which the system tells whether a file is the one that it was.
struct FileMarks: Codable, Equatable {
  let device: UInt64
  let number: UInt64
  let bytes: Int
  /// Nanoseconds since 1970 of the last change of its bytes, and of its entry.
  let modified: Int
  let changed: Int

  /// The marks of the regular file at `path`; nil where there is none.
  init?(_ path: String) {
    var status = stat()
    guard path != "-", stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    func nanoseconds(_ time: timespec) -> Int { time.tv_sec * 1_000_000_000 + time.tv_nsec }
    device = UInt64(status.st_dev)
    number = UInt64(status.st_ino)
    bytes = Int(status.st_size)
    modified = nanoseconds(status.st_mtim)
    changed = nanoseconds(status.st_ctim)
  }

  /// True if it has been as it is for two seconds: a younger file can change again without another time, which the system
  /// counts in steps.
  var isSettled: Bool {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    return max(modified, changed) < (now.tv_sec - 2) * 1_000_000_000 + now.tv_nsec
  }
}

/// The name of a file among those of a run.
struct FileName: Codable, Hashable {
  /// What it is: the kind of an input, or `output`.
  let kind: String
  /// Its path, as the study or the output folder has it.
  let name: String
}

/// A file as a run has known it.
struct KnownFile: Codable, Equatable {
  /// Its name.
  let file: FileName
  /// Nil where it is no regular file: a pipe can't be known again.
  private(set) var marks: FileMarks?
  /// True where the same marks are the same bytes.
  private(set) var isSettled: Bool
  /// The SHA-256 of its bytes.
  var sha256: String

  /// The file at `path`, as it is now.
  /// - Parameters:
  ///   - file: its name.
  ///   - path: its path, as the system needs it.
  ///   - sha256: the SHA-256 of its bytes, where somebody has taken it; empty where that is still to be done.
  init(_ file: FileName, at path: String, sha256: String = "") {
    (self.file, self.sha256) = (file, sha256)
    marks = FileMarks(path)
    isSettled = marks?.isSettled ?? false
  }

  /// Looks whether the file at `path` still has these bytes, and takes its marks anew where it has.
  /// - Parameters:
  ///   - path: where it is.
  ///   - rehashes: true where its marks are not trusted.
  /// - Returns: what is wrong; nil where nothing is.
  mutating func difference(at path: String, rehashes: Bool) -> String? {
    guard path != "-" else { return "is standard input, which can't be known again" }
    let now = KnownFile(file, at: path, sha256: sha256)
    guard let marks = now.marks else {
      return access(path, F_OK) == 0 ? "is no regular file, which can't be known again" : "is missing"
    }
    if !rehashes, isSettled, marks == self.marks { return nil }
    guard let digest = FileDigest(at: path) else { return "can't be read" }
    guard digest.sha256 == sha256 else { return "has other bytes" }
    self = now
    return nil
  }
}
