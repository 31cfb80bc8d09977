import Foundation
import Logging
import RxDecode
import RxMeasure
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
  try loaded.input.decodeRequest.checkHeaders(isRegularFile)
  return "\(loaded.input.study.title)\n\(file) is in order.\n\n" + (try studyText(loaded)) + "\n"
    + (try firstRowsText(loaded)) + (try suppressionText(loaded))
}

private func studyText(_ loaded: LoadedStudy) throws(RxFault) -> String {
  let study = loaded.input.study
  let intervals = study.period.intervals
  var text = "Period: \(study.period.days.start) to \(study.period.days.end), "
  text +=
    intervals.count == 1
    ? "one interval\n" : "\(intervals.count) intervals by \(study.period.kind.rawValue)\n"
  text +=
    "Groups: everyone"
    + study.groupings.map { grouping in
      "; " + grouping.map { study.variables[$0].name }.joined(separator: " x ")
    }.joined() + "\n"
  text += "Measures:\n"
  for line in try MeasureSummary.lines(study, drugSets: loaded.input.drugSets) { text += "  \(line)\n" }
  text +=
    "Code list: \(loaded.input.drugs.origin.joined(separator: ", ")), \(loaded.input.drugs.entries.count) entries\n"
  text += "Files:\n"
  for kind in InputKind.allCases {
    for input in loaded.input.files[kind] ?? [] { text += "  \(kind.rawValue): \(input.name)\n" }
  }
  let policy = study.disclosurePolicy
  return text + "Disclosure control: \(policy.preset.rawValue). \(policy.statement)\n"
}

/// The text on what would be suppressed of each table, which only the whole data tell.
private func suppressionText(_ loaded: LoadedStudy) throws(RxFault) -> String {
  let study = loaded.input.study
  guard study.disclosurePolicy.minCell > 0, loaded.input.files.values.joined().allSatisfy(isRegularFile)
  else { return "" }
  let options = RunOptions(threads: ProcessInfo.processInfo.activeProcessorCount)
  let decoded = try decode(loaded.input.decodeRequest, options.readOptions)
  let input = try loaded.input.resolved(by: decoded)
  let figures = try DisclosureControl.figures(
    of: try measure(decoded, input).counts, input.study.period, study.disclosurePolicy,
    threads: options.threads)
  let suppressed = figures.count { $0.status == .suppressed }
  return "Of all \(figures.count) figures \(suppressed) would be suppressed.\n"
    + suppressionNotes(figures, "would be").map { "  \($0)\n" }.joined()
}

private func firstRowsText(_ loaded: LoadedStudy) throws(RxFault) -> String {
  let unread = loaded.input.files.values.joined().filter { !isRegularFile($0) }
  guard unread.isEmpty else {
    return
      "The first rows were not looked at: \(unread.map(\.name).joined(separator: ", ")) can be read only once.\n"
  }
  var options = ReadOptions()
  options.blocksPerFile = 1
  let decoded = try decode(loaded.input.decodeRequest, options)
  let input = try loaded.input.resolved(by: decoded)
  return text(
    of: DisclosureControl.firstRows(
      of: input.study, try measure(decoded, input).attrition, decoded.facts(input)))
}

private func text(of rows: FirstRows) -> String {
  var text = "In the first \(rows.read.map { "\($0) rows" } ?? "rows") of the prescriptions:\n"
  for (step, amount) in rows.steps { text += "  \(step.name): \(amount.text)\n" }
  for row in rows.rejects {
    text +=
      "  \(row.file):\(row.line): rejected, \(row.reason.text)\(row.field.isEmpty ? "" : " (\(row.field))")\n"
  }
  for (input, share) in rows.beyondTolerance {
    let part = share.map { "\(fixed(100 * $0, decimals: 2))%" } ?? "more than tolerated"
    text += "  \(part) of these rows of \(input.rawValue) are rejected: if that goes on, the run "
    text += "ends with 65 (tolerance.rejected_rows)\n"
  }
  for note in rows.notes { text += "  \(note)\n" }
  if rows.lackPatients {
    text += "Not all of the roster was looked at, so rows can read as not in it here that are.\n"
  }
  return text
}
