import Archive
import Foundation
import Logging
import RxModel
import RxReport
import RxText

/// Packs an output with what defines it into a zip, without a patient's data: what a reader needs to check it, and, with the
/// data, to make it again.
/// - Parameters:
///   - folder: the output folder of a run.
///   - study: the study file; nil for the one that run.json names.
///   - out: the zip.
///   - log: warnings: what of the folder is left out.
/// - Throws: `RxFault`: 66 where a file that goes in is missing, 65 where one is not what the run read or wrote, 73 or 74
///   where the zip can't be written.
package func bundle(_ folder: String, study: String?, out: String, log: Logger) throws(RxFault) {
  let published = PublishedFolder(path: folder)
  let (manifest, output) = try published.unchanged {
    () throws(RxFault) -> (ReleaseManifest, [ZipArchive.Entry]) in
    let manifest: ReleaseManifest = try published.decoded()
    return (manifest, try outputEntries(folder, log))
  }
  let layout = BundleLayout(manifest)
  var entries =
    output + (try studyEntries(RecordedStudy(manifest, of: folder, named: study), manifest, layout))
  entries.append(ZipArchive.Entry(BundleLayout.readme, Array(bundleText(manifest, layout).utf8)))
  entries.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  let sums = entries.map { "\(FileDigest(of: $0.bytes).sha256)  \($0.name)\n" }.joined()
  entries.append(ZipArchive.Entry(BundleLayout.digests, Array(sums.utf8)))
  entries.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }

  let file = try SingleFile(out, "a bundle", isPrivate: false) { beginning in
    // The header of the first file of a zip is 30 bytes and its name.
    beginning.starts(with: [0x50, 0x4B, 3, 4])
      && beginning.dropFirst(30).starts(with: BundleLayout.readme.utf8)
  }
  do throws(ZipArchive.Failure) {
    try ZipArchive.write(entries, to: file.openPath)
  } catch {
    throw RxFault(
      .inputOutput, "\(out) can't be written: \(error.message)", remedy: "make room on the disk and try again"
    )
  }
  try file.finish()
}

/// What the run wrote, as far as it may be passed on.
private func outputEntries(_ folder: String, _ log: Logger) throws(RxFault) -> [ZipArchive.Entry] {
  let output = OutputFiles(folder)
  for name in output.others {
    log.warning("\(folder)/\(name) is left out: it is none of what a run publishes")
  }
  if let difference = try output.differences().first {
    throw RxFault(
      .data, "\(folder): \(difference)",
      remedy: "see 'rxuse verify', and run again or make the reports again with 'rxuse report'")
  }
  var entries: [ZipArchive.Entry] = []
  for name in output.published {
    entries.append(ZipArchive.Entry("\(BundleLayout.output)/\(name)", try output.bytes(name)))
  }
  return entries
}

/// The study file and its tables, each with the bytes that the run read.
private func studyEntries(
  _ study: RecordedStudy, _ manifest: ReleaseManifest, _ layout: BundleLayout
) throws(RxFault) -> [ZipArchive.Entry] {
  guard let path = study.path else { throw study.missing }
  var entries = [ZipArchive.Entry(layout.study, try readBytes(path, sha256: manifest.study.sha256))]
  for input in manifest.inputs where BundleLayout.kinds.contains(input.kind) {
    guard let path = study.path(of: input) else { throw study.missing }
    let name = layout.path(of: input)
    // A list that is read in two ways is one file.
    guard !entries.contains(where: { $0.name == name }) else { continue }
    entries.append(ZipArchive.Entry(name, try readBytes(path, sha256: input.sha256)))
  }
  return entries
}

/// The bytes of a file that must have this SHA-256.
/// - Throws: `RxFault`: 66 where it can't be read, 65 where it has another.
private func readBytes(_ path: String, sha256: String) throws(RxFault) -> [UInt8] {
  guard let data = FileManager.default.contents(atPath: path) else {
    throw RxFault(.noInput, "\(path) can't be read", remedy: "put it back, or name the study with --study")
  }
  let bytes = Array(data)
  guard FileDigest(of: bytes).sha256 == sha256 else {
    throw RxFault(
      .data, "\(path) is not what the run read: it has other bytes than run.json says",
      remedy: "put back what the run read, or run again")
  }
  return bytes
}
