import Foundation
import RxModel
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
  let publication = try PublishedFolder(path: folder).publication()
  let keys = if let formats { formats } else { try written(publication, folder) }
  let files = ReportFormat.files(Report(publication), keys)
  let target = out ?? folder
  if let out {
    // What is none of rxuse's is not mixed with reports.
    try OutputPlace(out).checkReplaceable()
    try CheckedFile.makeFolder(out)
  }
  for file in files {
    let path = "\(target)/\(file.path)"
    try CheckedFile.replace(path, with: try file.contents())
  }
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
  try DataTable(selection, of: try PublishedFolder(path: folder).publication()).text(format)
}
