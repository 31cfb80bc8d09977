import Foundation
import Logging
import RxAggregate
import RxCounts
import RxDisclosure
import RxModel
import RxRelease
import RxReport
import RxText

/// Says what a run of the study would do, from the study, the files' headers and their first rows. Writes nothing.
/// - Throws: `RxFault` with the exit code that the run would end with.
package func check(study file: String, log: Logger) throws(RxFault) -> String {
  let loaded = try LoadedStudy(file: file)
  for warning in loaded.warnings { log.warning("\(warning)") }
  let study = loaded.input.study
  try loaded.input.checkHeaders(isRegularFile)
  var text = "\(study.title)\n\(file) is in order.\n\n"
  let intervals = study.period.intervals
  text += "Period: \(study.period.days.start) to \(study.period.days.end), "
  text +=
    intervals.count == 1
    ? "one interval\n" : "\(intervals.count) intervals by \(study.period.kind.rawValue)\n"
  text +=
    "Groups: everyone"
    + study.groupings.map { grouping in
      "; " + grouping.map { study.variables[$0].name }.joined(separator: " x ")
    }.joined() + "\n"
  text += "Measures:\n"
  for line in try MeasureSummary.lines(study, groups: loaded.input.groups) { text += "  \(line)\n" }
  text +=
    "Code list: \(loaded.input.drugs.origin.joined(separator: ", ")), \(loaded.input.drugs.entries.count) entries\n"
  text += "Files:\n"
  for kind in InputKind.allCases {
    for input in loaded.input.files[kind] ?? [] { text += "  \(kind.rawValue): \(input.name)\n" }
  }
  let policy = study.disclosure ?? DisclosurePolicy(.none)
  text += "Disclosure control: \(policy.preset.rawValue). \(policy.statement)\n"
  return text + "\n" + (try firstRows(loaded)) + (try suppression(loaded, policy))
}

/// What would be suppressed of each table, which only the whole data tell.
private func suppression(_ loaded: LoadedStudy, _ policy: DisclosurePolicy) throws(RxFault) -> String {
  guard policy.minCell > 0, loaded.input.files.values.joined().allSatisfy(isRegularFile) else { return "" }
  let reading = try Reading(
    loaded.input, RunOptions(threads: ProcessInfo.processInfo.activeProcessorCount).readOptions)
  var counts = try reading.analyse().counts
  _ = try protect(&counts, policy, threads: ProcessInfo.processInfo.activeProcessorCount)
  let rows = resultRows(counts, loaded.input.study.period)
  let suppressed = rows.count { $0.status == .suppressed }
  return "Of all \(rows.count) figures \(suppressed) would be suppressed.\n"
    + suppressionWarnings(rows, "would be").map { "  \($0)\n" }.joined()
}

private func firstRows(_ loaded: LoadedStudy) throws(RxFault) -> String {
  let unread = loaded.input.files.values.joined().filter { !isRegularFile($0) }
  guard unread.isEmpty else {
    return
      "The first rows were not looked at: \(unread.map(\.name).joined(separator: ", ")) can be read only once.\n"
  }
  var options = ReadOptions()
  options.blocksPerFile = 1
  let reading = try Reading(loaded.input, options)
  let attrition = try reading.analyse().attrition
  let policy = loaded.input.study.disclosure ?? DisclosurePolicy(.none)
  // A number would tell, with what the run publishes, how many the few of another kind are.
  func told(_ rows: Int) -> String {
    policy.isControlled ? (2 * rows > attrition.read.rows ? "most" : "some") : "\(rows)"
  }
  let rows = policy.isControlled ? "rows" : "\(attrition.read.rows) rows"
  var text = "In the first \(rows) of the prescriptions:\n"
  for step in attrition.kinds where step.rows > 0 { text += "  \(step.name): \(told(step.rows))\n" }
  for kind in InputKind.allCases {
    guard let totals = reading.rejects[kind], totals.rejected > 0 else { continue }
    // How many are listed would tell how many there are.
    for row in totals.first.prefix(policy.isControlled ? 0 : 3) {
      text +=
        "  \(row.file):\(row.line): rejected, \(row.reason.text)\(row.field.isEmpty ? "" : " (\(row.field))")\n"
    }
  }
  for (kind, share) in reading.beyondTolerance {
    let part = policy.isControlled ? "more than tolerated" : "\(fixed(100 * share, decimals: 2))%"
    text += "  \(part) of these rows of \(kind.rawValue) are rejected: if that goes on, the run "
    text += "ends with 65 (tolerance.rejected_rows)\n"
  }
  if let hint = unmatchedHint(attrition) { text += "  \(hint)\n" }
  if attrition.rows(of: .notInRoster) > 0 {
    text += "Not all of the roster was looked at, so rows can read as not in it here that are.\n"
  }
  return text
}
