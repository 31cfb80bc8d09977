import Logging
import RxDecode
import RxDisclosure
import RxMeasure
import RxModel
import RxReport
import RxStudy

/// The rows that a part is counted from.
package enum PartRows: Sendable {
  /// Those of all patients, of whom the part's are counted.
  case all(PatientPart)
  /// Those of the part's patients alone; the first and the last day of all patients' fills, where these are told.
  case own(PatientPart, fills: DaySpan?)
}

/// Counts one part of a study's patients.
/// - Parameters:
///   - file: the study file, or that of a part which `partition` has made.
///   - rows: the part and the rows that are there; nil where the study file says it.
///   - state: the file for what it comes to, which nobody but its owner can read.
///   - options: threads and memory.
///   - log: with `info` what is being done.
/// - Throws: `RxFault` with the exit code of the contract; the file is then as it was.
package func map(
  study file: String, _ rows: PartRows?, state: String, options: RunOptions, log: Logger
) throws(RxFault) {
  let result: StudyState
  let text = try smallText(at: file)
  if let part = try PartFile(text, file: file) {
    guard rows == nil else {
      throw RxFault(.usage, "\(file) says which part it is", remedy: "leave --part out")
    }
    result = try counted(part, of: file, options, log)
  } else {
    guard let rows else {
      throw RxFault(.usage, "which part is not said", remedy: "say --part K/N")
    }
    result = try counted(try LoadedStudy(text: text, of: file), rows, options, log)
  }
  try CheckedFile.replacePrivate(state, with: try result.bytes())
}

/// The counts of a part of a study that `partition` has divided.
private func counted(
  _ part: PartFile, of file: String, _ options: RunOptions, _ log: Logger
) throws(RxFault) -> StudyState {
  let paths = StudyPaths(study: file)
  let whole = try DividedStudy(path: paths.resolve(part.whole))
  guard whole.version == rxuseVersion, whole.partCount == part.count else {
    throw RxFault(
      .data, "\(part.whole) is of another version of rxuse or another division than \(file)",
      remedy: "divide the data again")
  }
  let loaded = try LoadedStudy(whole.study, temporaryFolder: options.temporaryFolder)
  log.info("reading part \(part.number) of \(part.count)")
  var readOptions = options.readOptions
  readOptions.refusesCopies = false
  var decoded = try decode(
    DecodeRequest(loaded.input.study, files: try whole.files(part.number, in: paths.folder)), readOptions)
  guard decoded.reading.rejects.values.allSatisfy({ $0.rejected == 0 }) else {
    throw RxFault(
      .data, "rows of part \(part.number) can't be read, which could be when the data were divided",
      remedy: "divide the data again")
  }
  decoded.fillDays = whole.fillDays
  let reading =
    part.number > 1
    ? nil
    : try DividedStudy.reading.value(
      at: StudyPaths(study: paths.resolve(part.whole)).resolve(DividedStudy.readingName)
    ) { _ in true }
  return try counts(
    of: decoded, loaded, PatientPart(part.number, of: part.count), inputs: whole.inputs, reading: reading,
    hasOwnRows: false, log)
}

private func counted(
  _ loaded: LoadedStudy, _ rows: PartRows, _ options: RunOptions, _ log: Logger
) throws(RxFault) -> StudyState {
  try loaded.input.decodeRequest.checkHeaders(isRegularFile)
  let digests = InputDigests([])
  var readOptions = options.readOptions
  readOptions.observer = digests.observer
  switch rows {
  case .all(let part):
    readOptions.part = part
    log.info("reading for part \(part.number) of \(part.count)")
    let decoded = try decode(loaded.input.decodeRequest, readOptions)
    return try counts(
      of: decoded, loaded, part, inputs: digests.entries, reading: part.number == 1 ? decoded.reading : nil,
      hasOwnRows: false, log)
  case .own(let part, let fills):
    readOptions.refusesCopies = false
    log.info("reading part \(part.number) of \(part.count)")
    var decoded = try decode(loaded.input.decodeRequest, readOptions)
    decoded.fillDays = fills ?? decoded.fillDays
    var reading = decoded.reading
    reading.forgetEnds()
    // Residents are nobody's: one part has them.
    if part.number > 1 {
      reading.population = nil
      reading.rejects[.population] = nil
    }
    return try counts(
      of: decoded, loaded, part, inputs: digests.entries, reading: reading, hasOwnRows: true, log)
  }
}

private func counts(
  of decoded: DecodedStudy, _ unresolved: LoadedStudy, _ part: PatientPart, inputs: [RunRecord.Input],
  reading: StudyReading?, hasOwnRows: Bool, _ log: Logger
) throws(RxFault) -> StudyState {
  let loaded = try unresolved.resolved(by: decoded.fillDays, hasOwnRows ? decoded.reading.population : nil)
  log.info("measuring")
  return StudyState(
    version: rxuseVersion, study: loaded.definition, partCount: part.count, parts: [part.number],
    hasOwnRows: hasOwnRows, basis: .init(loaded.input.study.period, decoded.fillDays),
    inputs: [part.number: inputs], reading: reading,
    counts: try count(decoded, loaded.input))
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
    guard state.basis == sum.basis else { throw try differentBasis(files, file, state, first, sum) }
    for part in state.parts { origins[part] = file }
    sum = sum + state
  }
  try CheckedFile.replacePrivate(out, with: try sum.bytes())
}

/// The fault of states whose patients were measured by other days: with the days to say, where the states tell them.
private func differentBasis(
  _ files: [String], _ file: String, _ state: StudyState, _ first: String, _ sum: StudyState
) throws(RxFault) -> RxFault {
  var days: [DaySpan] = []
  for file in files { if let own = try StudyState(path: file).reading?.fillDays { days.append(own) } }
  let start = days.map(\.start).min()
  let end = days.map(\.end).max()
  let fills = start.flatMap { start in end.map { " --fills \(start)/\($0)" } } ?? ""
  return RxFault(
    .data,
    "\(file): its patients were measured from \(state.basis.openStart) to \(state.basis.end), and those of \(first) from "
      + "\(sum.basis.openStart) to \(sum.basis.end)",
    remedy: state.hasOwnRows && !fills.isEmpty
      ? "make all parts again with\(fills)" : "make the parts of the same data")
}

/// Makes the output of a study of the counts of all its parts.
/// - Parameters:
///   - file: the state of all parts.
///   - out: the folder of the output.
///   - options: threads.
///   - log: warnings, and with `info` what is being done.
/// - Throws: `RxFault` with the exit code of the contract; the output is then as it was.
package func finish(_ file: String, out: String, options: RunOptions, log: Logger) throws(RxFault) {
  var clock = StageClock(options.progress)
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
  let unresolved = try LoadedStudy(state.study, temporaryFolder: options.temporaryFolder)
  let output = try OutputDirectory(out, inputs: [file], waiting: options.lockWait)
  for warning in unresolved.warnings { log.warning("\(warning)") }
  clock.begin(.protect)
  if let refusal = DisclosureControl.refusal(of: unresolved.input.study, reading.facts(unresolved.input)) {
    throw try output.refuse(refusal)
  }
  let loaded = try unresolved.resolved(by: reading.fillDays, reading.population)
  let basis = StudyState.Basis(loaded.input.study.period, reading.fillDays)
  guard basis == state.basis else {
    throw RxFault(
      .data,
      "the parts were measured from \(state.basis.openStart) to \(state.basis.end), and all fills together say \(basis.openStart) to \(basis.end)",
      remedy: reading.fillDays.map { "make the parts again with --fills \($0.start)/\($0.end)" } ?? "")
  }
  let counts = Aggregator(state.counts, reading, loaded.input, threads: options.threads)
  try publish(
    try MeasuredStudy(counts, reading, loaded.input), loaded,
    loaded.tables + state.readInputs,
    output,
    options, log, &clock)
}
