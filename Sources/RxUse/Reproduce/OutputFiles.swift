import Foundation
import Glibc
import RxModel
import RxParallel
import RxReport

/// The files of an output folder: what a run published, and what else is there.
struct OutputFiles {
  let folder: String
  /// The paths of all files in it, in byte order.
  let all: [String]

  /// The files of `folder`.
  init(_ folder: String) {
    self.folder = folder
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    all = names.flatMap { name in
      guard ReportFormat.folders.contains(name) else { return [name] }
      return ((try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(name)")) ?? []).map {
        "\(name)/\($0)"
      }
    }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Those that a run publishes.
  var published: [String] {
    all.filter { name in
      OutputName(rawValue: name).map { !OutputName.kept.contains($0) } ?? ReportFormat.own(name)
    }
  }

  /// Those that no run and no report writes.
  var others: [String] { all.filter { OutputName(rawValue: $0) == nil && !ReportFormat.own($0) } }

  /// The bytes of a file.
  /// - Throws: `RxFault` (65) where it is no regular file or can't be read.
  func bytes(_ name: String) throws(RxFault) -> [UInt8] {
    let path = "\(folder)/\(name)"
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      let data = FileManager.default.contents(atPath: path)
    else {
      throw RxFault(.data, "\(path) is no file that can be read", remedy: "run again")
    }
    return Array(data)
  }

  /// The differences between the files and what the run left: what datapackage.json has of the published tables, and, of
  /// the same version of rxuse, the reports as these tables give them.
  /// - Returns: a line each.
  /// - Throws: `RxFault`: 66 where it is no output of a run, 65 where run.json is none.
  func differences() throws(RxFault) -> [String] {
    let published = PublishedFolder(path: folder)
    let manifest: ReleaseManifest = try published.decoded()
    let lacking = [OutputName.results, .attrition, .inputs].map(\.rawValue).filter { !all.contains($0) }
    if !lacking.isEmpty { return lacking.map { "\($0) is missing" } }
    let changed = changedTables
    // What is made of other tables would differ too, and say nothing more.
    guard changed.isEmpty, manifest.rxuseVersion == rxuseVersion else { return changed }
    do throws(RxFault) {
      return try changedReports(try published.publication())
    } catch {
      guard error.code == .data else { throw error }
      return [error.text]
    }
  }

  /// The tables that are not as datapackage.json describes them.
  private var changedTables: [String] {
    guard let data = FileManager.default.contents(atPath: "\(folder)/\(StoredPackage.name)") else {
      return []
    }
    guard let package = try? JSONDecoder().decode(StoredPackage.self, from: data) else {
      return ["\(StoredPackage.name) is not as rxuse writes it"]
    }
    return package.resources.compactMap { resource in
      guard let hash = resource.hash else { return nil }
      guard all.contains(resource.path) else { return "\(resource.path) is missing" }
      let digest = FileDigest(at: "\(folder)/\(resource.path)")
      return digest.map { "sha256:\($0.sha256)" } == hash
        ? nil : "\(resource.path) has other bytes than \(StoredPackage.name) says"
    }
  }

  /// The reports that are not what the published tables give.
  private func changedReports(_ publication: Publication) throws(RxFault) -> [String] {
    // Formats of which there is a file may have been added by 'rxuse report'.
    let formats = OutputFormat.allCases.filter { format in
      publication.record.formats.contains(format.rawValue) || all.contains { ReportFormat.own($0, [format]) }
    }
    let files = ReportFormat.files(Report(publication), formats).sorted { $0.path < $1.path }
    let lines = parallelMap(files.count, workers: ProcessInfo.processInfo.activeProcessorCount) { index, _ in
      Result { () throws(RxFault) in try difference(files[index]) }
    }
    let paths = Set(files.map(\.path))
    var found: [String] = []
    for line in lines { if let line = try line.get() { found.append(line) } }
    let more = all.filter { ReportFormat.own($0) && !paths.contains($0) }
    return found + more.map { "\($0) is none of the reports that the tables give" }
  }

  private func difference(_ file: RenderedFile) throws(RxFault) -> String? {
    guard all.contains(file.path) else { return "\(file.path) is missing" }
    let (there, made) = (try bytes(file.path), try file.contents().withBytes { Array($0) })
    return firstDifference(there, made).map { "\(file.path) is not what the tables give, from \($0) on" }
  }

  private struct StoredPackage: Decodable {
    static let name = "datapackage.json"

    struct Resource: Decodable {
      let path: String
      let hash: String?
    }
    let resources: [Resource]
  }
}

/// The place from which on two files differ, `line 3` or of what is no text `byte 17`; nil where they don't.
func firstDifference(_ a: [UInt8], _ b: [UInt8]) -> String? {
  guard a != b else { return nil }
  let place = zip(a, b).enumerated().first { $1.0 != $1.1 }?.offset ?? min(a.count, b.count)
  guard String(validating: a, as: UTF8.self) != nil else { return "byte \(place + 1)" }
  return "line \(a[..<place].count { $0 == UInt8(ascii: "\n") } + 1)"
}
