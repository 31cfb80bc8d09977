import Logging
import RxDecode
import RxDisclosure
import RxMeasure
import RxModel
import RxReport

/// Counts one part of a study's patients.
/// - Parameters:
///   - file: the study file.
///   - part: the part; the rows of all patients are read.
///   - state: the file for what it comes to, which nobody but its owner can read.
///   - options: threads and memory.
///   - log: with `info` what is being done.
/// - Throws: `RxFault` with the exit code of the contract; the file is then as it was.
package func map(
  study file: String, _ part: PatientPart, state: String, options: RunOptions, log: Logger
) throws(RxFault) {
  let unresolved = try LoadedStudy(file: file)
  try unresolved.input.decodeRequest.checkHeaders(isRegularFile)
  let digests = InputDigests([])
  var readOptions = options.readOptions
  readOptions.observer = digests.observer
  readOptions.part = part
  log.info("reading for part \(part.number) of \(part.count)")
  let decoded = try decode(unresolved.input.decodeRequest, readOptions)
  let loaded = try unresolved.resolved(by: decoded.reading)
  log.info("measuring")
  let result = StudyState(
    version: rxuseVersion, study: loaded.definition, partCount: part.count, parts: [part.number],
    fillDays: decoded.reading.fillDays.map { $0.start...$0.end },
    inputs: digests.entries, reading: part.number == 1 ? decoded.reading : nil,
    counts: try count(decoded, loaded.input))
  try CheckedFile.replacePrivate(state, with: try result.bytes())
}

/// Adds states up.
/// - Parameters:
///   - files: states of several parts of one study, in any order.
///   - out: the file for the sum.
/// - Throws: `RxFault`: 66 where a file can't be read, 65 where one is no state, or is not of the same study, version and
///   division, or holds a part that another has.
package func merge(_ files: [String], to out: String) throws(RxFault) {
  guard let first = files.first else {
    throw RxFault(.usage, "there is nothing to merge", remedy: "name the states of parts")
  }
  var sum = try StudyState(path: first)
  var origins = Dictionary(uniqueKeysWithValues: sum.parts.map { ($0, first) })
  for file in files.dropFirst() {
    let state = try StudyState(path: file)
    // The file is told that has the part which comes again.
    let own = state.parts.lazy.compactMap { origins[$0] }.first ?? first
    try sum.check(state, file: file, own: own)
    for part in state.parts { origins[part] = file }
    sum = sum + state
  }
  try CheckedFile.replacePrivate(out, with: try sum.bytes())
}

/// Makes the output of a study of the counts of all its parts.
/// - Parameters:
///   - file: the state of all parts.
///   - out: the folder of the output.
///   - options: threads.
///   - log: warnings, and with `info` what is being done.
/// - Throws: `RxFault` with the exit code of the contract; the output is then as it was.
package func finish(_ file: String, out: String, options: RunOptions, log: Logger) throws(RxFault) {
  var clock = StageClock()
  let state = try StudyState(path: file)
  guard state.missing.isEmpty else {
    let missing = state.missing.prefix(10).map(String.init).joined(separator: ", ")
    throw RxFault(
      .data,
      "\(file) lacks \(state.missing.count) of \(state.partCount) parts: \(missing)\(state.missing.count > 10 ? ", ..." : "")",
      remedy: "merge them first")
  }
  guard state.version == rxuseVersion else {
    throw RxFault(
      .data, "\(file) was made by rxuse \(state.version), and this is \(rxuseVersion)",
      remedy: "finish it with the version that made it")
  }
  guard let reading = state.reading else {
    throw RxFault(.data, "\(file) does not say what was read", remedy: "make part 1 again")
  }
  guard reading.fillDays.map({ $0.start...$0.end }) == state.fillDays else {
    throw RxFault(
      .data, "\(file): its parts were measured by other first and last days of fills than the data have",
      remedy: "make the parts of the same data")
  }
  let unresolved = try LoadedStudy(state.study, temporaryFolder: options.temporaryFolder)
  let output = try OutputDirectory(out, inputs: [file])
  for warning in unresolved.warnings { log.warning("\(warning)") }
  clock.finish("load")
  if let refusal = DisclosureControl.refusal(of: unresolved.input.study, reading.facts(unresolved.input)) {
    throw try output.refuse(refusal)
  }
  let loaded = try unresolved.resolved(by: reading)
  let counts = Aggregator(state.counts, reading, loaded.input, threads: options.threads)
  try publish(
    CountedStudy(try counts.aggregation(), reading, loaded.input), loaded, loaded.tables + state.inputs,
    output,
    options, log, &clock)
}
