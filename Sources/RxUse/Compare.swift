import CSVStream
import Foundation
import RxInput
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

/// The output of a run, read again.
private struct WrittenRelease {
  let manifest: ReleaseManifest
  let columns: [String]
  let rows: [PublishedRow]

  init(_ folder: String) throws(RxFault) {
    let path = "\(folder)/run.json"
    guard let data = FileManager.default.contents(atPath: path) else {
      throw RxFault(.noInput, "\(path) can't be read", remedy: "name the output folder of a run")
    }
    do {
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      manifest = try decoder.decode(ReleaseManifest.self, from: data)
    } catch {
      throw RxFault(.data, "\(path) is no run.json of rxuse", remedy: "name the output folder of a run")
    }
    let results = "\(folder)/results.csv"
    var badRow: SmallTable.BadRow?
    do throws(StreamFault) {
      let dialect = Dialect()
      let file = try CSVFile(path: results, name: results, index: 0, dialect: dialect)
      let table = try SmallTable(file, dialect: dialect, badRow: &badRow)
      columns = table.header
      let names = columns
      rows = table.rows.map { row in
        PublishedRow(Dictionary(names.map { ($0, row[$0]) }, uniquingKeysWith: { first, _ in first }))
      }
    } catch {
      throw RxFault(error)
    }
    if let badRow {
      throw RxFault(.data, badRow.message, at: RxFault.Place(file: results, line: badRow.line))
    }
    guard columns.contains("denominator_unit"), columns.contains("status") else {
      throw RxFault(.data, "\(results) is no results.csv of rxuse", remedy: "name the output folder of a run")
    }
  }

  /// The grouping variables.
  var variables: [String] {
    guard let before = columns.firstIndex(of: "period_end"), let after = columns.firstIndex(of: "numerator"),
      before < after
    else { return [] }
    return Array(columns[(before + 1)..<after])
  }
}
