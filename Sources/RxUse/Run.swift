import Logging
import RxDecode
import RxMeasure
import RxDisclosure
import RxModel
import RxRelease
import RxReport

/// Runs a study: reads, measures, releases, writes the output whole or not at all.
/// - Parameters:
///   - file: the study file.
///   - out: the folder of the output.
///   - options: threads and blocks.
///   - log: warnings, and with `info` what is being done.
///     A strict run ends with 65 where there are any.
///   - name: the study file as the record names it; nil as `file` does.
/// - Returns: what has changed in the output.
/// - Throws: `RxFault` with the exit code of the contract; the output is then as it was.
@discardableResult
package func run(
  study file: String, out: String, options: RunOptions, log: Logger, recordedAs name: String? = nil
) throws(RxFault) -> OutputChanges {
  var clock = StageClock(options.progress)
  return try run(try LoadedStudy(file: file).recorded(as: name ?? file), out, options, log, &clock)
}

/// Runs a study that is loaded, as `run(study:)` does; the clock has run since before it was. `begun` is called when the run
/// has the output to itself, and `ended` before its result takes the place of the old one, where another run may follow, or
/// before it lets go of it otherwise.
func run(
  _ unresolved: LoadedStudy, _ out: String, _ options: RunOptions, _ log: Logger, _ clock: inout StageClock,
  begun: () -> Void = {}, ended: () -> Void = {}
) throws(RxFault) -> OutputChanges {
  let output = try OutputDirectory(out, inputs: unresolved.paths, waiting: options.lockWait)
  begun()
  defer { withExtendedLifetime(output) { ended() } }
  for warning in unresolved.warnings { log.warning("\(warning)") }
  let cache = try options.cache.map { (own) throws(RxFault) in
    try RunCache(own, unresolved, output: output.path, threads: options.threads, log)
  }
  try unresolved.input.decodeRequest.checkHeaders { isRegularFile($0) && cache?.hasSeen($0) != true }
  clock.begin(.read)

  let read = try ReadStudy.read(unresolved, output, options, cache, log, &clock)
  let changes = try publish(
    read.measured, read.loaded, read.digests.entries, output, options, log, &clock,
    spilledBytes: read.decoded.spilledBytes, ended: ended)
  cache?.keep(read.decoded, read.measured.aggregator.counts, read.digests, read.loaded.input)
  return changes
}

/// Releases what was counted, puts the output in its place, and says what would keep more of it.
/// - Returns: what has changed in the output.
/// - Throws: `RxFault` with the exit code of the contract; the output is then as it was.
@discardableResult
func publish(
  _ measured: MeasuredStudy, _ loaded: LoadedStudy, _ inputs: [RunRecord.Input], _ output: OutputDirectory,
  _ options: RunOptions, _ log: Logger, _ clock: inout StageClock, spilledBytes: Int = 0,
  ended: () -> Void = {}
) throws(RxFault) -> OutputChanges {
  let release = try DisclosureControl.release(of: measured.counted, threads: options.threads)
  clock.begin(.write)
  let suppressed = suppressionNotes(release.figures, "are")
  let notes = release.notes + suppressed
  for note in notes { log.warning("\(note)") }
  if options.isStrict { try refuseWarnings(loaded.warnings + notes) }

  log.info("writing \(output.path)")
  let record = RunRecord(loaded, inputs: inputs, release, warnings: loaded.warnings + notes)
  try output.write(publishedFiles(of: release, loaded, record), threads: options.threads)
  // Reports are made from what is published, as it is written.
  let report = Report(try PublishedFolder(path: output.partial).publication())
  let formats = loaded.input.study.formats
  try output.write(ReportFormat.files(report, formats).map(OutputFile.init), threads: options.threads)
  clock.end()
  let timing = RunTiming(clock, threads: options.threads, spilledBytes: spilledBytes)
  let json = try timing.json(of: OutputName.timing.rawValue)
  try output.write([OutputFile(.timing) { json }], threads: 1)
  let changes = try output.publish(ended: ended)
  options.progress.begin(.advise)
  if !suppressed.isEmpty { advise(on: loaded, measured, release, threads: options.threads, log) }
  return changes
}

/// Warns of what costs most figures, and says what would show more of them. Nothing of it is in the output, which is in
/// its place already: it follows from what that keeps back.
private func advise(
  on loaded: LoadedStudy, _ measured: MeasuredStudy, _ release: Release, threads: Int, _ log: Logger
) {
  var log = log
  log[metadataKey: RunLog.forOperator] = "true"
  guard log.logLevel <= .warning else { return }
  do throws(RxFault) {
    guard let adviser = Adviser(loaded, measured, release, threads: threads), let cause = adviser.cause
    else { return }
    log.warning("\(cause)")
    for line in adviser.lines(try adviser.hints(log)) { log.warning("\(line)") }
    log.warning("'rxuse check --suggest \(loaded.file)' tries more changes, on all intervals")
  } catch {
    log.warning("what would show more could not be found out: \(error.message)")
  }
}

/// Refuses a release that there are warnings of.
/// - Throws: `RxFault` (65).
private func refuseWarnings(_ warnings: [String]) throws(RxFault) {
  guard !warnings.isEmpty else { return }
  throw RxFault(
    .data,
    "nothing was written, since the run is strict (--strict) and there \(warnings.count == 1 ? "is a warning" : "are \(warnings.count) warnings")",
    remedy: "mend what they tell of, or run without --strict")
}

/// The files of a release that reports are made from, the largest first, so that none is left for one thread at the end.
/// Their texts are made when they are written.
private func publishedFiles(
  of release: Release, _ loaded: LoadedStudy, _ record: RunRecord
) throws(RxFault) -> [OutputFile] {
  let study = loaded.input.study
  let variables = study.variables.map(\.name)
  let json = try record.json(of: OutputName.record.rawValue)
  var files = [OutputFile(.results) { resultsCSV(release.figures, variables: variables) }]
  if study.disclosurePolicy.preset == .cms11 {
    files.append(OutputFile(.ranges) { rangesCSV(release.figures, variables: variables) })
  }
  if study.sensitivity != nil {
    files.append(OutputFile(.sensitivity) { sensitivityCSV(release.sensitivity, variables: variables) })
  }
  files.append(OutputFile(.attrition) { attritionCSV(release.attrition) })
  files.append(OutputFile(.flow) { flowCSV(release.flow) })
  files.append(OutputFile(.inputs) { inputsCSV(release.inputs) })
  if let products = release.products { files.append(OutputFile(.products) { productsCSV(products) }) }
  let codes = UsedCode.all(loaded.input, release)
  files.append(OutputFile(.codes) { codesCSV(codes) })
  files.append(OutputFile(.rejects, isPrivate: study.showsRejectedValues) { rejectsCSV(release.rejects) })
  files.append(OutputFile(.record) { json })
  return files
}
