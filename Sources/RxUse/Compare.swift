import RxModel
import RxReport
import RxText

/// Settings of a comparison of two releases.
package struct CompareOptions: Sendable {
  /// The greatest change of an estimate that is tolerated, as a share of the old one.
  package var tolerance = 0.0
  /// The least difference of a count that is not small; nil takes the larger of the releases' own.
  package var minCell: Int?
  /// True where every finding is written as CSV, in place of a text.
  package var asCSV = false

  /// The settings with which nothing is tolerated.
  package init() {}
}

/// Compares the outputs of two runs: what changed and why, and what somebody who has both can work out.
/// - Parameters:
///   - old: the folder of the old run.
///   - new: the folder of the new one.
///   - options: what is tolerated.
/// - Returns: the text, and whether anything was found that is not tolerated: an estimate that moved too far, a row that
///   came or went, a count that differs by so few that people are given away, or, where the data are the same, a figure
///   that only one of them keeps back.
/// - Throws: `RxFault`: 66 where a folder is no output of a run, 65 where its results can't be read.
package func compare(
  _ old: String, _ new: String, _ options: CompareOptions
) throws(RxFault) -> (text: String, isAlarm: Bool) {
  let (before, after) = (try WrittenRelease(old), try WrittenRelease(new))
  let minCell =
    options.minCell ?? [before, after].map(\.manifest.leastCell).max() ?? DisclosurePolicy(.cms11).minCell
  let comparison = Comparison(
    old: before.rows, new: after.rows, tolerance: options.tolerance, minCell: minCell)
  let inputs = InputChanges(from: before.manifest.inputs, to: after.manifest.inputs)
  let alarms: [Comparison.Finding] =
    [.changed, .smallDifference, .added, .removed] + (inputs.keepData ? [.suppressedNow, .shownNow] : [])
  let isAlarm = alarms.contains { comparison.count($0) > 0 }
  if options.asCSV { return (comparisonCSV(comparison, columns: after.columns), isAlarm) }
  let reasons = before.manifest.differences(from: after.manifest, inputs)
  var text = "OLD \(old)\nNEW \(new)\n\nWhat differs between the runs:\n"
  text += reasons.isEmpty ? "  nothing: version, study and data are the same\n" : ""
  text += reasons.map { "  \($0)\n" }.joined() + "\n"
  text += comparisonText(comparison, variables: after.variables, most: 20)
  return (text, isAlarm)
}

/// What a comparison reads of the output of a run, which can be of an older version.
private struct WrittenRelease {
  let manifest: ReleaseManifest
  let columns: [String]
  let rows: [PublishedRow]
  /// The grouping variables.
  let variables: [String]

  init(_ path: String) throws(RxFault) {
    let folder = PublishedFolder(path: path)
    let (manifest, table) = try folder.unchanged {
      () throws(RxFault) -> (ReleaseManifest, Publication.Table) in
      (try folder.decoded(), try folder.table(.results))
    }
    self.manifest = manifest
    columns = table.columns
    variables = table.variables
    rows = table.rowsByColumn.map(PublishedRow.init)
    guard columns.contains("denominator_unit"), columns.contains("status") else {
      throw RxFault(
        .data, "\(path)/results.csv is no results.csv of rxuse", remedy: "name the output folder of a run")
    }
  }
}
