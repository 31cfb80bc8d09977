import Foundation
import Logging
import RxCounts
import RxDecode
import RxMeasure
import RxDisclosure
import RxModel
import RxRelease
import RxReport

/// Says what a run of the study would do, from the study and its files, which are read whole. Writes nothing.
/// - Parameters:
///   - file: the study file.
///   - suggests: whether changes to the study that keep more figures are looked for at length.
///   - progress: told how far the check is.
///   - log: warnings, and with `info` what is being done.
/// - Returns: the text.
/// - Throws: `RxFault` with the exit code that the run would end with.
package func check(
  study file: String, suggests: Bool = false, progress: RunProgress = RunProgress(), log: Logger
) throws(RxFault) -> String {
  let loaded = try LoadedStudy(file: file)
  for warning in loaded.warnings { log.warning("\(warning)") }
  try loaded.input.decodeRequest.checkHeaders(isRegularFile)
  let (rows, resolved) = try rowsText(loaded, suggests: suggests, progress, log)
  return "\(loaded.input.study.title)\n\(file) is in order.\n\n"
    + periodText(resolved, of: loaded.input.study)
    + (try studyText(loaded)) + "\n" + rows
}

/// The text on the period: as the data have it, or where they were not read, as the study does.
private func periodText(_ resolved: LoadedStudy?, of study: Study) -> String {
  guard let period = resolved?.input.study.period ?? (study.period.end == .day ? study.period : nil) else {
    return "Period: from \(study.period.days.start) to where the data end\n"
  }
  let intervals = period.intervals
  return "Period: \(period.days.start) to \(period.days.end), "
    + (intervals.count == 1 ? "one interval\n" : "\(intervals.count) intervals by \(period.kind.rawValue)\n")
}

private func studyText(_ loaded: LoadedStudy) throws(RxFault) -> String {
  let study = loaded.input.study
  var text =
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

/// The text on the rows and on what would be suppressed, from one reading of all files, with the study as these resolve
/// it; what a run would warn of is told.
/// - Throws: `RxFault` as a run would, where more rows are rejected than the study tolerates.
private func rowsText(
  _ unresolved: LoadedStudy, suggests: Bool, _ progress: RunProgress, _ log: Logger
) throws(RxFault) -> (text: String, resolved: LoadedStudy?) {
  let unread = unresolved.input.files.values.joined().filter { !isRegularFile($0) }
  guard unread.isEmpty else {
    return (
      "The rows were not looked at: \(unread.map(\.name).joined(separator: ", ")) can be read only once.\n",
      nil
    )
  }
  var options = RunOptions(threads: ProcessInfo.processInfo.activeProcessorCount)
  options.progress = progress
  let decoded = try decode(unresolved.input.decodeRequest, options.readOptions)
  if let refusal = DisclosureControl.refusal(
    of: unresolved.input.study, decoded.reading.facts(unresolved.input))
  {
    throw refusal.fault(rejectsFile: nil)
  }
  let loaded = try unresolved.resolved(by: decoded.fillDays, decoded.reading.population)
  let measured = try MeasuredStudy(decoded, loaded.input)
  let (study, counted) = (loaded.input.study, measured.counted)
  progress.begin(.protect)
  let release = try DisclosureControl.release(of: counted, threads: options.threads)
  for note in release.notes { log.warning("\(note)") }
  progress.begin(.advise)
  let adviser = Adviser(loaded, measured, release, threads: options.threads)
  let rows = text(of: DisclosureControl.checkedRows(of: study, counted.rows.attrition, counted.data))
  let advice = try adviser.map { adviser throws(RxFault) in try adviceText(adviser, suggests: suggests, log) }
  return (
    rows + text(of: release.flow) + suppressionText(of: release.figures, study) + (advice ?? ""), loaded
  )
}

/// The text on how many persons come how far.
private func text(of flow: ReleasedFlow) -> String {
  let width = flow.steps.map(\.name.count).max() ?? 0
  return "Persons:\n"
    + flow.steps.map { step in
      let name = step.name + String(repeating: " ", count: width - step.name.count)
      return "  \(name)  \(step.persons.text)\n"
    }.joined()
}

/// The text on what costs most, and on what would show more.
/// - Throws: `RxFault` (70) for a defect, 74 where what went to the disk can't be read.
private func adviceText(_ adviser: Adviser, suggests: Bool, _ log: Logger) throws(RxFault) -> String {
  guard let cause = adviser.cause else { return "" }
  if suggests { return "  \(cause)\n\n" + adviser.text(try adviser.suggestions(log)) }
  return ([cause] + adviser.lines(try adviser.hints(log))).map { "  \($0)\n" }.joined()
    + "  --suggest tries more changes, on all intervals\n"
}

/// The text on what would be suppressed of each table.
private func suppressionText(of figures: [Figure], _ study: Study) -> String {
  guard study.disclosurePolicy.minCell > 0 else { return "" }
  let suppressed = figures.count { $0.status == .suppressed }
  return "Of all \(figures.count) figures \(suppressed) would be suppressed.\n"
    + suppressionNotes(figures, "would be").map { "  \($0)\n" }.joined()
}

private func text(of rows: CheckedRows) -> String {
  var text = "In \(rows.read.map { "all \($0) rows" } ?? "the rows") of the prescriptions:\n"
  for (step, amount) in rows.steps { text += "  \(step.name): \(amount.text)\n" }
  for row in rows.rejects {
    text +=
      "  \(row.file):\(row.line): rejected, \(row.reason.text)\(row.field.isEmpty ? "" : " (\(row.field))")\n"
  }
  return text
}
