import CSVStream
import Foundation
import Glibc
import RxDecode
import RxModel
import RxReport
import RxText

/// The files that a study's patterns stand for.
struct StudyPaths {
  /// The folder that relative paths start from; empty is the current one.
  let folder: String

  /// Paths relative to the study file `study`.
  init(study: String) {
    folder = study.lastIndex(of: "/").map { String(study[...$0]) } ?? ""
  }

  /// A path as the system needs it.
  func resolve(_ path: String) -> String { path.hasPrefix("/") || path == "-" ? path : folder + path }

  /// The names of what is in a folder as the study names it; empty is the study's own. None where it can't be read.
  func names(in folder: String) -> [String] {
    let path = resolve(folder)
    return (try? FileManager.default.contentsOfDirectory(atPath: path.isEmpty ? "." : path)) ?? []
  }

  /// The files of `patterns`, as listed, a glob's by name; each once, however it is spelled.
  /// - Parameters:
  ///   - patterns: paths and globs.
  ///   - warn: told of a file that two patterns name.
  /// - Returns: at least one file for each pattern.
  /// - Throws: `RxFault` (66) with all patterns without a file.
  func files(_ patterns: [Sourced], warn: (String) -> Void) throws(RxFault) -> [InputFile] {
    var names: [String] = []
    var faults: [RxFault] = []
    for pattern in patterns {
      do throws(RxFault) {
        names += try expand(pattern)
      } catch {
        faults.append(error)
      }
    }
    if let fault = RxFault(all: faults) { throw fault }
    return distinct(names, warn: warn).map { InputFile(path: resolve(names[$0]), name: names[$0]) }
  }

  /// The first name of each file among `names`.
  /// - Parameters:
  ///   - names: paths as the study names them.
  ///   - warn: told of a file that is named again.
  /// - Returns: their places.
  func distinct(_ names: [String], warn: (String) -> Void) -> [Int] {
    var places: [Int] = []
    var firstNames: [FileIdentity: String] = [:]
    for (place, name) in names.enumerated() {
      let identity = FileIdentity(name, at: resolve(name))
      if let first = firstNames[identity] {
        warn(
          first == name
            ? "\(name) is named twice and is read once"
            : "\(name) is the same file as \(first) and is read once")
      } else {
        firstNames[identity] = name
        places.append(place)
      }
    }
    return places
  }

  /// The folders in which a pattern looks for what it stands for; none where it is no pattern.
  func foldersLookedInto(_ pattern: String) -> [String] {
    guard isPattern(pattern) else { return [] }
    let parts = resolve(pattern).split(separator: "/", omittingEmptySubsequences: false)
    return parts.indices.filter { Self.hasWildcard(parts[$0]) }.flatMap { place in
      let above = parts[..<place].joined(separator: "/")
      // What is in the root, or in the current folder.
      guard !above.isEmpty else { return [place == 0 ? "." : "/"] }
      return Self.hasWildcard(above) ? Self.folders(above) : [above]
    }
  }

  private func isPattern(_ name: String) -> Bool {
    Self.hasWildcard(name) && access(resolve(name), F_OK) != 0
  }

  private static func hasWildcard(_ name: some StringProtocol) -> Bool {
    name.contains { "*?[".contains($0) }
  }

  private static func folders(_ pattern: String) -> [String] {
    var found = glob_t()
    defer { globfree(&found) }
    guard glob(pattern, GLOB_ONLYDIR, nil, &found) == 0 else { return [] }
    return (0..<Int(found.gl_pathc)).compactMap { found.gl_pathv[$0].map { String(cString: $0) } }
  }

  private func expand(_ pattern: Sourced) throws(RxFault) -> [String] {
    guard isPattern(pattern.name) else {
      guard pattern.name == "-" || access(resolve(pattern.name), F_OK) == 0 else {
        throw RxFault(
          .noInput, "no file '\(pattern.name)'", at: pattern.place,
          remedy: "the path is relative to the study file's folder")
      }
      return [pattern.name]
    }
    var found = glob_t()
    defer { globfree(&found) }
    guard glob(resolve(pattern.name), 0, nil, &found) == 0 else {
      throw RxFault(
        .noInput, "no file matches '\(pattern.name)'", at: pattern.place,
        remedy: "the pattern is relative to the study file's folder")
    }
    var names: [String] = []
    var rejects: String?
    for index in 0..<Int(found.gl_pathc) {
      guard let path = found.gl_pathv[index] else { continue }
      let text = String(cString: path)
      guard !isRejectsFile(text) else {
        rejects = text
        continue
      }
      names.append(pattern.name.hasPrefix("/") ? text : String(text.dropFirst(folder.count)))
    }
    if names.isEmpty, let rejects {
      throw RxFault(
        .noInput, "no file matches '\(pattern.name)' but \(rejects), the rejects of a run that failed",
        at: pattern.place, remedy: "the pattern is relative to the study file's folder")
    }
    // glob sorts by the locale; byte order is the same everywhere.
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}

/// True if the file can be opened, looked into and opened again: a pipe can't.
func isRegularFile(_ file: InputFile) -> Bool {
  CSVFile.canBeReadAgain(file.path)
}

/// The identity of a file or folder: neither links nor other spellings of its path make another of it.
enum FileIdentity: Hashable {
  case file(device: UInt64, number: UInt64)
  /// Standard input, and what is not there.
  case name(String)

  /// That of what is at `path` and is called `name`.
  init(_ name: String, at path: String) {
    var status = stat()
    self =
      name != "-" && stat(path, &status) == 0
      ? .file(device: UInt64(status.st_dev), number: UInt64(status.st_ino)) : .name(name)
  }
}

/// True if a run that failed for its rejects has left the file beside its output: a pattern that takes in the
/// output's name would have the next run fail for it.
private func isRejectsFile(_ path: String) -> Bool {
  guard path.hasSuffix(OutputPlace.rejectsSuffix), isRegularFile(InputFile(path: path, name: path)),
    let file = fopen(path, "re")
  else { return false }
  defer { fclose(file) }
  let header = Array(rejectsCSV([]).utf8)
  var bytes = [UInt8](repeating: 0, count: header.count)
  return fread(&bytes, 1, bytes.count, file) == bytes.count && bytes == header
}

/// The text of a file of at most 1 MiB.
/// - Throws: `RxFault` (66 where it can't be opened, 78 where it is no text or too long).
func smallText(at path: String) throws(RxFault) -> String {
  guard let file = fopen(path, "re") else {
    throw RxFault(
      .noInput, "\(path) can't be opened: \(errorText(errno))", remedy: "check the path")
  }
  defer { fclose(file) }
  var bytes = [UInt8](repeating: 0, count: (1 << 20) + 1)
  let count = bytes.withUnsafeMutableBytes { fread($0.baseAddress, 1, $0.count, file) }
  guard ferror(file) == 0 else {
    throw RxFault(
      .noInput, "\(path) can't be read: \(errorText(errno))", remedy: "name the study file, not a folder")
  }
  guard count <= 1 << 20 else { throw RxFault(.config, "\(path) is longer than 1 MiB: no study file") }
  guard let text = String(validating: bytes[..<count], as: UTF8.self) else {
    throw RxFault(.config, "\(path) is not UTF-8", remedy: "save it as UTF-8")
  }
  return text
}
