import CSVStream
import Foundation
import Glibc
import RxModel
import RxParallel
import RxReport
import RxText

/// Renders the reports of a run again, from its published files alone.
/// - Parameters:
///   - folder: the output folder of the run.
///   - formats: the formats; nil for those that the run wrote.
///   - out: the folder for the files; nil for the output folder itself. Made if it is not there.
/// - Throws: `RxFault`: 66 where it is no output of a run, 65 where its files can't be read, 73 or 74 where a report can't
///   be written.
package func report(_ folder: String, formats: [OutputFormat]?, out: String?) throws(RxFault) {
  if let out {
    // What is none of rxuse's is not mixed with reports.
    try OutputPlace(out).checkReplaceable()
  }
  let published = PublishedFolder(path: folder)
  try published.unchanged { () throws(RxFault) in
    let before = FileIdentity(folder, at: folder)
    let publication = try published.publication()
    let keys = if let formats { formats } else { try written(publication, folder) }
    let files = ReportFormat.files(Report(publication), keys)
    let contents = parallelMap(files.count, workers: ProcessInfo.processInfo.activeProcessorCount) {
      index, _ in
      Result { () throws(RxFault) in try files[index].contents() }
    }
    if let out {
      try CheckedFile.makeFolder(out)
      try write(contents, of: files, keys, to: out)
    } else {
      let hold = try HiddenFolder.holdPublished(OutputPlace(folder).path)
      defer { close(hold) }
      guard FileIdentity(folder, at: folder) == before else { return }
      try write(contents, of: files, keys, to: folder)
    }
  }
}

/// Writes files of these formats, and removes what an earlier report had more of.
private func write(
  _ contents: [Result<FileContents, RxFault>], of files: [RenderedFile], _ keys: [OutputFormat],
  to folder: String
) throws(RxFault) {
  for (file, contents) in zip(files, contents) {
    try CheckedFile.replace("\(folder)/\(file.path)", with: try contents.get())
  }
  let paths = Set(files.map(\.path))
  for path in ReportFormat.folders.flatMap({ filesInside("\(folder)/\($0)", named: $0) })
  where !paths.contains(path) && ReportFormat.own(path, keys) {
    guard unlink("\(folder)/\(path)") == 0 || errno == ENOENT else {
      throw RxFault(.cantCreate, "\(folder)/\(path) can't be removed: \(errorText(errno))")
    }
  }
}

/// The paths of what is in a folder, behind its name.
private func filesInside(_ folder: String, named name: String) -> [String] {
  ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted().map { "\(name)/\($0)" }
}

/// The formats that the run wrote.
private func written(_ publication: Publication, _ folder: String) throws(RxFault) -> [OutputFormat] {
  try publication.record.formats.map { name throws(RxFault) in
    guard let format = OutputFormat(rawValue: name) else {
      throw RxFault(
        .data, "\(folder)/run.json names the format '\(name)', which this version does not know",
        remedy: "choose formats with --formats")
    }
    return format
  }
}

/// One table of a run's results.
/// - Parameters:
///   - folder: the output folder of the run.
///   - selection: what it holds.
///   - format: how it is written.
/// - Returns: its text.
/// - Throws: `RxFault`: 66 where it is no output of a run, 65 where its files can't be read, 64 where it has no such
///   figures.
package func table(
  _ folder: String, _ selection: TableSelection, _ format: TableFormat
) throws(RxFault) -> String {
  let published = PublishedFolder(path: folder)
  let publication = try published.unchanged { () throws(RxFault) in try published.publication() }
  return try DataTable(selection, of: publication).text(format)
}
