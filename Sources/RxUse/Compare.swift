import RxDisclosure
import RxModel
import RxReport
import RxText

/// Settings of a comparison of two releases.
package struct CompareOptions: Sendable {
  /// The greatest change of an estimate that is tolerated, as a share of the old one.
  package var tolerance = 0.0
  /// The least difference of a count that is not small; nil takes the larger of the releases' own.
  package var minCell: Int?
  /// True where the user asserts that the new release has all persons and fills of the old one.
  package var isGrown = false
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
///   came or went, a count that differs by so few that people are given away, a count that both together give away, or,
///   where the data are the same, a figure that only one of them keeps back.
/// - Throws: `RxFault`: 66 where a folder is no output of a run, 65 where its results can't be read, or the new run does not
///   hold what it is said to hold.
package func compare(
  _ old: String, _ new: String, _ options: CompareOptions
) throws(RxFault) -> (text: String, isAlarm: Bool) {
  let (before, after) = (try WrittenRelease(old), try WrittenRelease(new))
  let minCell =
    options.minCell ?? [before, after].map(\.manifest.leastCell).max() ?? DisclosurePolicy(.cms11).minCell
  var comparison = Comparison(
    old: before.rows, new: after.rows, tolerance: options.tolerance, minCell: minCell)
  let inputs = InputChanges(from: before.manifest.inputs, to: after.manifest.inputs)
  try addTogether(&comparison, before, after, inputs, options, minCell)
  let alarms: [Comparison.Finding] =
    [.changed, .smallDifference, .added, .removed, .givenAway]
    + (inputs.keepData ? [.suppressedNow, .shownNow] : [])
  let isAlarm = alarms.contains { comparison.count($0) > 0 }
  // Rows that only the old one has can be of groups by other variables.
  let others = before.variables.filter { !after.variables.contains($0) }
  if options.asCSV {
    let columns = after.columns.flatMap { $0 == "numerator" ? others + [$0] : [$0] }
    return (comparisonCSV(comparison, columns: columns), isAlarm)
  }
  let reasons = before.manifest.differences(from: after.manifest, inputs)
  var text = "OLD \(old)\nNEW \(new)\n\nWhat differs between the runs:\n"
  text += reasons.isEmpty ? "  nothing: version, study and data are the same\n" : ""
  text += reasons.map { "  \($0)\n" }.joined() + "\n"
  text += comparisonText(comparison, variables: after.variables + others, most: 20)
  return (text, isAlarm)
}

/// Adds what both releases give away together.
private func addTogether(
  _ comparison: inout Comparison, _ old: WrittenRelease, _ new: WrittenRelease, _ inputs: InputChanges,
  _ options: CompareOptions, _ minCell: Int
) throws(RxFault) {
  if old.manifest.isRounded || new.manifest.isRounded {
    return comparison.leaveOpen(
      "counts are rounded, so that they don't add up: both releases were not solved together")
  }
  let (before, after): (PublishedRelease, PublishedRelease)
  do throws(RxFault) {
    (before, after) = (try old.published(), try new.published())
  } catch {
    return comparison.leaveOpen("\(error.message): both releases were not solved together")
  }
  let isSame = inputs.keepData && old.manifest.rxuseVersion == new.manifest.rxuseVersion
  let together = try KnownTogether(
    old: before, new: after,
    basis: isSame
      ? .sameData(sameDrugs: inputs.keepDefinitions) : options.isGrown ? .grown : .otherData,
    minCell: minCell)
  for finding in together.findings {
    comparison.give(
      away: finding.what, range: finding.from...max(finding.from, finding.to),
      old: finding.oldRow.map { old.rows[$0] }, new: finding.newRow.map { new.rows[$0] })
  }
  for note in together.notes { comparison.leaveOpen(note) }
}

/// What a comparison reads of the output of a run, which can be of an older version.
private struct WrittenRelease {
  let manifest: ReleaseManifest
  let columns: [String]
  let rows: [PublishedRow]
  /// The grouping variables.
  let variables: [String]
  private let results: Publication.Table
  private let ranges: Publication.Table?

  init(_ path: String) throws(RxFault) {
    let folder = PublishedFolder(path: path)
    let (manifest, table, ranges) = try folder.unchanged {
      () throws(RxFault) -> (ReleaseManifest, Publication.Table, Publication.Table?) in
      (try folder.decoded(), try folder.table(.results), try folder.tableIfThere(.ranges))
    }
    (self.manifest, results, self.ranges) = (manifest, table, ranges)
    columns = table.columns
    variables = table.variables
    rows = table.rowsByColumn.map(PublishedRow.init)
    guard columns.contains("denominator_unit"), columns.contains("status") else {
      throw RxFault(
        .data, "\(path)/results.csv is no results.csv of rxuse", remedy: "name the output folder of a run")
    }
  }

  /// What it publishes of its figures.
  /// - Throws: `RxFault` (65) where another version wrote it in another way.
  func published() throws(RxFault) -> PublishedRelease {
    PublishedRelease(figures: try results.figures(ranges: ranges), variables: variables)
  }
}
