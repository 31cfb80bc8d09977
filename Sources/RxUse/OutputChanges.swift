import CSVStream
import Glibc
import RxModel

/// What a run changes in its output.
package struct OutputChanges: Sendable, Equatable {
  /// The paths of the files that come, go, or have other bytes; timing.json is none of them.
  package var files: [String]
  /// The rows of results.csv that are not in the output before; nil where there was none.
  package var figures: Int?

  /// The changes from the output `old`, which need not be there, to `new`. A file whose bytes are the same gets the times
  /// of the old one.
  /// - Throws: `RxFault` (74) where a file of `new` can't be read, or can't be given its times.
  init(from old: String, to new: String) throws(RxFault) {
    let (before, after) = (OutputFiles(old), OutputFiles(new))
    let there = Set(before.all)
    var changed = there.subtracting(after.all)
    for name in after.all {
      if there.contains(name), try Self.keepTimes(of: name, from: before, to: after) { continue }
      changed.insert(name)
    }
    changed.remove(OutputName.timing.rawValue)
    files = changed.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let results = OutputName.results.rawValue
    guard there.contains(results) else { return }
    guard changed.contains(results) else {
      figures = 0
      return
    }
    // One that can't be read is as if it had not been there.
    if let old = try? before.bytes(results) {
      figures = Self.otherRows(old, try Self.written(results, in: after))
    }
  }

  /// Nothing changed in an output that is there.
  static let none = OutputChanges()

  private init() { (files, figures) = ([], 0) }

  /// Gives a file the times of the old one where its bytes are the same; true where they are.
  private static func keepTimes(
    of name: String, from old: OutputFiles, to new: OutputFiles
  ) throws(RxFault) -> Bool {
    var (before, after) = (stat(), stat())
    guard lstat("\(old.folder)/\(name)", &before) == 0, lstat("\(new.folder)/\(name)", &after) == 0,
      before.st_mode & S_IFMT == S_IFREG, before.st_size == after.st_size,
      let bytes = try? old.bytes(name), try bytes == written(name, in: new)
    else { return false }
    let path = "\(new.folder)/\(name)"
    guard utimensat(AT_FDCWD, path, [before.st_atim, before.st_mtim], AT_SYMLINK_NOFOLLOW) == 0 else {
      throw RxFault(.inputOutput, "\(path) can't keep its times: \(errorText(errno))")
    }
    return true
  }

  /// The bytes of a file that this run has written: where they can't be read, it is the disk's fault.
  private static func written(_ name: String, in files: OutputFiles) throws(RxFault) -> [UInt8] {
    do throws(RxFault) {
      return try files.bytes(name)
    } catch {
      throw RxFault(.inputOutput, error.message, remedy: error.remedy)
    }
  }

  /// The rows of a results.csv that another has not; all of them where the columns are others.
  private static func otherRows(_ old: [UInt8], _ new: [UInt8]) -> Int {
    let lines = new.split(separator: UInt8(ascii: "\n"))
    let before = old.split(separator: UInt8(ascii: "\n"))
    guard let header = lines.first, header == before.first else { return max(0, lines.count - 1) }
    let known = Set(before)
    return lines.count { !known.contains($0) }
  }
}
