import Glibc
import RxModel
import RxReport

/// The study that an output was made from, as it is on the disk now.
struct RecordedStudy {
  /// The places where it was looked for, in this order.
  let places: [String]
  /// The study file; nil where there is none.
  let path: String?
  private let paths: StudyPaths?

  /// The study of the output `folder`: the one that is named; of a bundle the bundle's; else what run.json names, from the
  /// current folder or from the one that the output is in. The first with the run's bytes is taken, or else the first.
  /// - Parameters:
  ///   - manifest: the output's run.json.
  ///   - folder: the output.
  ///   - named: the study file, where the user names it.
  init(_ manifest: ReleaseManifest, of folder: String, named: String?) {
    let parent = Self.parent(of: folder)
    let recorded = manifest.study.path
    if let named {
      places = [named]
    } else {
      let bundled =
        access(parent + BundleLayout.digests, F_OK) == 0 ? [parent + BundleLayout(manifest).study] : []
      places = bundled + (recorded.hasPrefix("/") ? [recorded] : [recorded, parent + recorded]).distinct()
    }
    let found = places.filter { access($0, R_OK) == 0 }
    path = found.first { FileDigest(at: $0)?.sha256 == manifest.study.sha256 } ?? found.first
    paths = path.map { StudyPaths(study: $0) }
  }

  /// The folder that a folder is in: empty, or with a slash at its end.
  private static func parent(of folder: String) -> String {
    let path = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    let name = path.lastIndex(of: "/").map { path[path.index(after: $0)...] } ?? path[...]
    return [".", ".."].contains(name) ? path + "/../" : String(path.dropLast(name.count))
  }

  /// The path of an input, where the study is found.
  func path(of input: ReleaseManifest.Input) -> String? { paths?.resolve(input.path) }

  /// The fault (66) where the study is not found.
  var missing: RxFault {
    RxFault(
      .noInput, "no study file is at \(places.map { "'\($0)'" }.joined(separator: " or "))",
      remedy: "name it with --study")
  }
}

extension FileDigest {
  /// The digest of a file that is held.
  init(of bytes: [UInt8]) {
    let digest = ReadDigest()
    bytes.withUnsafeBytes(digest.take)
    self = digest.digest
  }

  /// The digest of the file at `path`; nil where it can't be read.
  init?(at path: String) {
    guard let file = fopen(path, "re") else { return nil }
    defer { fclose(file) }
    let digest = ReadDigest()
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = buffer.withUnsafeMutableBytes { fread($0.baseAddress, 1, $0.count, file) }
      buffer.withUnsafeBytes { digest.take(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
      if count < buffer.count { break }
    }
    guard ferror(file) == 0 else { return nil }
    self = digest.digest
  }
}
