import CPosix
import CSVStream
import Glibc
import RxModel
import RxReport
import RxText

/// The place of an output, and what is there: only what rxuse has put there itself is ever replaced.
struct OutputPlace: Sendable {
  /// The ending of the rejects file beside an output.
  static let rejectsSuffix = ".rejects.csv"

  /// The folder of the output, without a slash at its end.
  let path: String
  /// Its last name.
  let name: String
  /// The part of the path before that: empty, or with a slash at its end.
  private let prefix: String

  /// The folder that the output is in.
  var parent: String { prefix.isEmpty ? "." : prefix }
  /// The name of the hidden folder beside it in which it is built.
  var partialName: String { ".\(name).rxuse-partial" }
  /// The name of the old output while it is set aside.
  var asideName: String { partialName + "-old" }
  /// The hidden folder beside it to which a run goes whose files are compared with it.
  var verification: String { "\(prefix).\(name).rxuse-verify" }
  /// The path of the hidden folder.
  var partial: String { prefix + partialName }
  /// The path of the old output while it is set aside.
  var aside: String { prefix + asideName }
  /// The path of the record of the runs that have made it.
  var record: String { "\(prefix).\(name).rxuse-runs.json" }
  /// The path of the rejects file of a run that fails for its data.
  var rejects: String { path + Self.rejectsSuffix }

  /// The place `path`.
  /// - Throws: `RxFault` (73) where it can't be a folder of its own.
  init(_ path: String) throws(RxFault) {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    name = String(path[(path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex)...])
    guard path != "-" else {
      throw RxFault(
        .cantCreate, "the output can't be '-': an output is a folder, and not standard output",
        remedy: "name a folder of its own, like out")
    }
    guard !["", ".", "..", "/"].contains(name) else {
      throw RxFault(
        .cantCreate, "the output can't be '\(path)'", remedy: "name a folder of its own, like out")
    }
    self.path = path
    prefix = String(path.dropLast(name.count))
  }

  /// Refuses a place that is no folder, can't be replaced, or holds what is none of rxuse's.
  /// - Throws: `RxFault` (73).
  func checkReplaceable() throws(RxFault) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      let isLink = status.st_mode & S_IFMT == S_IFLNK
      throw RxFault(
        .cantCreate, "\(path) is there and is \(isLink ? "a link" : "no folder")",
        remedy: isLink ? "name the folder that it leads to" : "name another output")
    }
    guard rx_is_mount_point(path, parent) == 0 else {
      throw RxFault(
        .cantCreate, "\(path) is a mount point, which can't be replaced",
        remedy: "name a folder in it, like \(path)/results")
    }
    for name in try entries("") {
      let isFolder = ReportFormat.folders.contains(name)
      let isFile = OutputName(rawValue: name) != nil || Self.isReport(name)
      try check(name, isOwn: isFolder || isFile, kind: isFolder ? S_IFDIR : S_IFREG)
      for file in isFolder ? try entries("/\(name)") : [] {
        try check("\(name)/\(file)", isOwn: Self.isReport("\(name)/\(file)"), kind: S_IFREG)
      }
    }
  }

  /// Refuses where an input is what a run replaces or removes.
  /// - Parameter inputs: the paths of all files that the run reads.
  /// - Throws: `RxFault` (73).
  func checkInputs(_ inputs: [String]) throws(RxFault) {
    let taken = [path, partial, aside, record, rejects, rejects + ".partial"].compactMap {
      Self.place(of: $0)
    }
    for input in inputs where input != "-" {
      // The file itself, and the entry that names it, which can be a link.
      let own = [Self.realpath(input), Self.place(of: input)].compactMap { $0 }
      guard own.contains(where: { file in taken.contains { Self.holds($0, file) } }) else { continue }
      throw RxFault(
        .cantCreate, "the input \(input) is where a run to \(path) replaces or removes what is there",
        remedy: "name another output, or move the input")
    }
  }

  /// True for a file of a report, or one that was to take its place when a `rxuse report` was killed.
  private static func isReport(_ path: String) -> Bool {
    let suffix = CheckedFile.partialSuffix
    return ReportFormat.own(path.hasSuffix(suffix) ? String(path.dropLast(suffix.count)) : path)
  }

  private func check(_ entry: String, isOwn: Bool, kind: mode_t) throws(RxFault) {
    var status = stat()
    let hasKind = lstat("\(path)/\(entry)", &status) == 0 && status.st_mode & S_IFMT == kind
    guard !isOwn || !hasKind else { return }
    let what = !isOwn ? "none of rxuse's" : kind == S_IFDIR ? "no folder" : "no regular file"
    throw RxFault(
      .cantCreate, "\(path) holds '\(entry)', which is \(what), so it is not replaced",
      remedy: "name a folder of its own, or empty this one")
  }

  /// The names in a folder of the output.
  private func entries(_ below: String) throws(RxFault) -> [String] {
    guard let folder = opendir(path + below) else {
      // The check of the entry says what it is in place of a folder.
      guard errno != ENOENT, errno != ENOTDIR else { return [] }
      throw RxFault(.cantCreate, "\(path)\(below) can't be listed: \(errorText(errno))")
    }
    defer { closedir(folder) }
    var names: [String] = []
    while true {
      errno = 0
      guard let entry = readdir(folder) else {
        guard errno == 0 else {
          throw RxFault(.cantCreate, "\(path)\(below) can't be listed: \(errorText(errno))")
        }
        return names.sorted()
      }
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
  }

  /// The absolute path of an entry of a folder, links on the way to it followed; nil where there is no such folder.
  static func place(of path: String) -> String? {
    let name = path.lastIndex(of: "/").map { path[path.index(after: $0)...] } ?? path[...]
    let folder = path.dropLast(name.count)
    return realpath(folder.isEmpty ? "." : String(folder)).map { "\($0 == "/" ? "" : $0)/\(name)" }
  }

  /// The absolute path of what is at `path`, links followed; nil where nothing is.
  static func realpath(_ path: String) -> String? {
    guard let found = Glibc.realpath(path, nil) else { return nil }
    defer { free(found) }
    return String(cString: found)
  }

  /// True if the second path is the first or within it, by their bytes.
  static func holds(_ folder: String, _ path: String) -> Bool {
    "\(path)/".utf8.starts(with: "\(folder)/".utf8)
  }
}
