import CSVStream
import Glibc

/// The files of a cache on the disk.
struct CacheFolder {
  private struct Entry {
    let path: String
    let bytes: Int
    /// Seconds since 1970 at which it was used last.
    let used: Int
  }

  /// A file that is written takes less than these seconds.
  private static let longestWritingSeconds = 86_400

  private let folder: String

  /// The cache in `folder`.
  init(_ folder: String) { self.folder = folder }

  /// Removes what was used longest ago, so that the rest comes to `mostBytes`, and what killed runs have left half-written.
  /// - Parameters:
  ///   - mostBytes: the bytes that may stay; what this run has used stays in any case.
  ///   - used: the paths of that.
  func clear(mostBytes: Int, used: Set<String>) {
    for path in used { utimes(path, nil) }
    let now = time(nil)
    for entry in entries(endingWith: ".partial") where entry.used < now - Self.longestWritingSeconds {
      SegmentFile.remove(entry.path)
    }
    let all = entries(endingWith: SegmentFile.suffix).sorted { ($0.used, $0.path) < ($1.used, $1.path) }
    var bytes = all.reduce(0) { $0 + $1.bytes }
    for entry in all where bytes > mostBytes && !used.contains(entry.path) {
      SegmentFile.remove(entry.path)
      bytes -= entry.bytes
    }
  }

  private func entries(endingWith ending: String) -> [Entry] {
    SegmentFile.paths(in: folder, prefix: "", suffix: ending).compactMap { path in
      var status = stat()
      guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
      return Entry(path: path, bytes: Int(status.st_size), used: status.st_mtim.tv_sec)
    }
  }
}
