import CSVStream
import Foundation
import Glibc
import Logging
import RxAggregate
import RxCounts
import RxDisclosure
import RxModel
import RxRelease
import RxReport
import RxText

/// How a run is carried out; nothing here changes a result.
package struct RunOptions: Sendable {
  /// Workers; 1 is no Dispatch at all.
  package var threads: Int
  /// Bytes read at a time.
  package var blockBytes = 256 << 10
  /// How records are taken apart.
  package var lane = Lane.best
  /// How much memory may be held; what does not fit goes to the disk.
  package var memory = MemoryBudget(bytes: MachineMemory.bytes / 2)
  /// Where it goes, in a file without a name.
  package var temporaryFolder = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
  /// What the progress line shows.
  package var progress = ReadProgress()

  /// With `threads` workers.
  package init(threads: Int) { self.threads = threads }

  /// The same for the reader.
  var readOptions: ReadOptions {
    var options = ReadOptions()
    options.threads = threads
    options.blockBytes = blockBytes
    options.lane = lane
    options.memory = memory
    options.temporaryFolder = temporaryFolder
    options.progress = progress
    return options
  }
}

/// Runs a study: reads, aggregates, writes the output whole or not at all.
/// - Parameters:
///   - file: the study file.
///   - out: the folder of the output.
///   - options: threads and blocks.
///   - log: warnings, and with `info` what is being done.
/// - Throws: `RxFault` with the exit code of the contract; the output is then as it was.
package func run(study file: String, out: String, options: RunOptions, log: Logger) throws(RxFault) {
  var clock = StageClock()
  let loaded = try LoadedStudy(file: file)
  let study = loaded.input.study
  let output = try OutputDirectory(out, inputs: loaded.paths)
  for warning in loaded.warnings { log.warning("\(warning)") }
  try loaded.input.checkHeaders(isRegularFile)
  let digests = InputDigests(loaded.tables)
  clock.finish("load")

  log.info("reading \(loaded.input.files.values.joined().count) files with \(options.threads) threads")
  var readOptions = options.readOptions
  readOptions.tap = digests.tap
  let reading = try Reading(loaded.input, readOptions)
  clock.finish("read")
  if reading.spilledBytes > 0 {
    log.info("\(reading.spilledBytes / 1_000_000) MB went to \(options.temporaryFolder) for want of memory")
  }
  let rejects = InputKind.allCases.flatMap { reading.rejects[$0]?.first ?? [] }
  let policy = study.disclosure ?? DisclosurePolicy(.none)
  try refuseBeyondTolerance(
    reading, rejects, output, isPrivate: study.showsRejectedValues || policy.isControlled,
    tellsCounts: !policy.isControlled)

  log.info("measuring")
  var aggregation = try reading.analyse()
  let isOfNobody = aggregation.counts.isOfNobody
  clock.finish("measure")
  let disclosure = try protect(&aggregation.counts, policy, threads: options.threads)
  protect(&aggregation.sensitivity, own: aggregation.counts, policy)
  let attrition = try protect(
    AttritionCounts(aggregation.attrition, persons: aggregation.persons, conflicts: aggregation.conflicts),
    with: aggregation.counts, policy)
  clock.finish("protect")
  var warnings = loaded.warnings
  warnings += dataWarnings(study, policy, reading, aggregation, attrition, isOfNobody: isOfNobody)
  let variables = study.variables.map(\.name)
  let rows = resultRows(aggregation.counts, study.period)
  warnings += residentWarnings(rows, variables: variables)
  warnings += suppressionWarnings(rows, "are")
  for warning in warnings.dropFirst(loaded.warnings.count) { log.warning("\(warning)") }

  log.info("writing \(out)")
  let listed = listedRejects(reading, attrition, policy)
  let tables = readingTables(
    rows, groups: aggregation.counts.cells.map(\.levels), intervals: aggregation.counts.intervals,
    variables: variables)
  let report = ReportInput(
    study: study, drugs: loaded.input.drugs, groups: loaded.input.groups, tables: tables,
    attrition: attrition, disclosure: disclosure,
    // The first day and the last are somebody's.
    fillDays: policy.isControlled ? nil : reading.fillDays, warnings: warnings)
  let sensitivity = sensitivityFigures(
    aggregation.sensitivity, own: aggregation.counts, variables: variables.count)
  // The largest first, so that none is left for one thread at the end.
  var files = [OutputFile("results.csv") { resultsCSV(rows, variables: variables) }]
  if study.formats.contains(.markdown) { files.append(OutputFile("report.md") { reportMarkdown(report) }) }
  if study.formats.contains(.csv) {
    files += tables.map { table in OutputFile("tables/\(table.kind.rawValue).csv") { table.csv } }
  }
  if study.sensitivity != nil {
    files.append(
      OutputFile("sensitivity.csv") { sensitivityCSV(sensitivity, variables: variables) })
  }
  files.append(OutputFile("attrition.csv") { attritionCSV(attrition) })
  files.append(OutputFile("rejects.csv", isPrivate: study.showsRejectedValues) { rejectsCSV(listed) })
  try output.write(files, threads: options.threads)
  clock.finish("write")
  let manifest = RunManifest(
    loaded: loaded, digests: digests.entries, rejects: reading.rejects,
    listed: listed.count,
    attrition: attrition, disclosure: disclosure, threads: options.threads,
    spilledBytes: reading.spilledBytes,
    clock: clock)
  let json = try manifest.json()
  try output.write([OutputFile("run.json") { json }], threads: 1)
  try output.publish()
}

/// How many rejects rejects.csv lists.
let mostListedRejects = 10_000

/// The rejects that rejects.csv lists. Where the number of rows rejected for a reason is kept back, or rounded, these
/// would give it away.
private func listedRejects(
  _ reading: Reading, _ attrition: PublishedAttrition, _ policy: DisclosurePolicy
) -> [RejectedRow] {
  guard policy.roundTo == 1 else { return [] }
  let all = InputKind.allCases.flatMap { kind in
    (reading.rejects[kind]?.first ?? []).filter { row in
      !attrition.hidesRows(.rejected(row.reason, of: kind))
    }
  }
  return Array(all.prefix(mostListedRejects))
}

/// Whether the file can be opened, looked into and opened again: a pipe can't.
func isRegularFile(_ file: InputFile) -> Bool {
  var status = stat()
  return file.path != "-" && stat(file.path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
}

private func refuseBeyondTolerance(
  _ reading: Reading, _ rejects: [RejectedRow], _ output: OutputDirectory, isPrivate: Bool,
  tellsCounts: Bool
) throws(RxFault) {
  guard let worst = reading.beyondTolerance.first, let totals = reading.rejects[worst.kind] else { return }
  let beside = output.rejectsBeside
  let partial = beside + ".partial"
  unlink(partial)
  try CheckedFile.write(
    rejectsCSV(Array(rejects.prefix(mostListedRejects))), to: partial, isPrivate: isPrivate)
  guard rename(partial, beside) == 0 else {
    throw RxFault(.cantCreate, "\(beside) can't be created: \(errorText(errno))")
  }
  let common = totals.counts.sorted { ($0.value, $1.key.rawValue) > ($1.value, $0.key.rawValue) }.first
  throw RxFault(
    .data,
    (tellsCounts
      ? "\(totals.rejected) of \(totals.rows) rows of \(worst.kind.rawValue) were rejected "
        + "(\(fixed(100 * worst.share, decimals: 2))%), more than the study tolerates"
      : "more rows of \(worst.kind.rawValue) were rejected than the study tolerates")
      + (common.map { "; most for \($0.key.text)" + (tellsCounts ? " (\($0.value))" : "") } ?? ""),
    remedy: "see \(beside); mend the data, or raise tolerance.rejected_rows")
}
