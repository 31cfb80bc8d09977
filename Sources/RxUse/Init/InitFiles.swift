import Foundation
import Glibc
import RxDecode
import RxModel

/// The files that `init` looks into.
struct InitFiles {
  /// The files, as the study will name them.
  private(set) var files: [InputFile] = []
  /// The places of those that were found in a folder: what of them is no table is passed over.
  private(set) var found: Set<Int> = []
  /// The number of files with each name, numbers in it aside.
  private var shapes: [String: Int] = [:]

  private static let endings = ["csv", "tsv", "txt", "psv", "dat"].flatMap {
    [".\($0)", ".\($0).gz", ".\($0).zst"]
  }

  /// The files that are named, and those with the endings of tables in folders that are.
  /// - Parameters:
  ///   - names: paths as the user named them.
  ///   - study: the path of the study file, from whose folder on it names files.
  /// - Throws: `RxFault` (66) where there is nothing of a name.
  init(_ names: [String], study: String) throws(RxFault) {
    var paths: [(path: String, isFound: Bool)] = []
    for name in names {
      var status = stat()
      guard name != "-", stat(name, &status) == 0 else {
        throw RxFault(
          .noInput, name == "-" ? "init can't look into standard input" : "no file '\(name)'",
          remedy: "name a file or a folder")
      }
      guard status.st_mode & S_IFMT == S_IFDIR else {
        paths.append((name, false))
        continue
      }
      let folder = name.hasSuffix("/") ? name : name + "/"
      let inside = StudyPaths(study: "").names(in: folder).filter { file in
        !file.hasPrefix(".") && Self.endings.contains { file.lowercased().hasSuffix($0) }
      }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      guard !inside.isEmpty else {
        throw RxFault(
          .noInput, "\(name) holds no tables",
          remedy: "name files that end in .csv, .tsv, .txt, .csv.gz or .csv.zst")
      }
      paths += inside.map { (folder == "./" ? $0 : folder + $0, true) }
    }
    let places = StudyPaths(study: "").distinct(paths.map(\.path)) { _ in }
    for place in places {
      if paths[place].isFound { found.insert(files.count) }
      files.append(InputFile(path: paths[place].path, name: Self.name(paths[place].path, from: study)))
    }
    for file in files { shapes[Self.shape(file), default: 0] += 1 }
  }

  /// The number of files, it among them, whose names differ from a file's in numbers at most.
  func alike(_ file: InputFile) -> Int { shapes[Self.shape(file), default: 1] }

  /// The number of names that differ in more than numbers.
  var kinds: Int { max(1, shapes.count) }

  /// The names of all files in the folders of these, as a study at `study` gives them.
  func neighbours(study: String) -> [String] {
    let paths = StudyPaths(study: study)
    let folders = files.map { $0.name[...($0.name.lastIndex(of: "/") ?? $0.name.startIndex)] }.map {
      $0.hasSuffix("/") ? String($0) : ""
    }
    return folders.distinct().flatMap { folder in paths.names(in: folder).map { folder + $0 } }
  }

  private static func shape(_ file: InputFile) -> String { file.name.filter { !$0.isNumber } }

  /// A path as a study in another folder names it.
  private static func name(_ path: String, from study: String) -> String {
    let folder = StudyPaths(study: study).folder
    guard path.hasPrefix("/") || !folder.isEmpty else { return path }
    guard let here = absolute(folder.isEmpty ? "." : folder), let there = absolute(path) else { return path }
    let from = here.split(separator: "/")
    let to = there.split(separator: "/")
    let common = zip(from, to).prefix { $0 == $1 }.count
    // What is named from the root and lies elsewhere is meant to be found from anywhere.
    guard !path.hasPrefix("/") || common == from.count else { return path }
    return (Array(repeating: "..", count: from.count - common) + to[common...].map(String.init)).joined(
      separator: "/")
  }

  private static func absolute(_ path: String) -> String? {
    guard let found = realpath(path, nil) else { return nil }
    defer { free(found) }
    return String(cString: found)
  }
}
