import Foundation
import Glibc
import Logging
import RxModel
import RxReport
import RxText

/// What a run writes beside its output for whoever looks after it, and when it does nothing; none of it changes a result.
package struct NightOptions: Sendable {
  /// What tells this run from all others in the log and the history: its start, and the number of its process.
  package let id: String
  /// The file to which a line a run is added.
  package var history: String?
  /// The file of metrics.
  package var metrics: String?
  /// The log.
  package var log: RunLog?
  /// The file of make's prerequisites of the stamp, which goes with one.
  package var depfile: String?
  /// The file that is touched when all has ended well.
  package var stamp: String?
  /// True where every file is read to know whether it has changed.
  package var rehashes = false
  /// True where the study is run even where nothing has changed.
  package var runsAgain = false

  /// Nothing beside the output.
  package init() {
    let now = Date()
    id = now.formatted(.iso8601.dateSeparator(.omitted).timeSeparator(.omitted)) + "-\(getpid())"
  }

  /// Leaves out the file that an option names.
  mutating func leaveOut(_ option: String) {
    switch option {
    case "--history": history = nil
    case "--metrics": metrics = nil
    case "--log": log = nil
    case "--depfile": depfile = nil
    case "--stamp": stamp = nil
    default: break
    }
  }

  /// The files that are written beside the output, by the options that name them.
  var files: [(option: String, path: String)] {
    [
      ("--history", history), ("--metrics", metrics), ("--log", log?.path), ("--depfile", depfile),
      ("--stamp", stamp),
    ].compactMap { option, path in path.map { (option, $0) } }
  }
}

/// Runs a study as `run` does, unless nothing has changed since the run before, and tells of it in the files that are asked
/// for.
/// - Parameters:
///   - file: the study file.
///   - out: the folder of the output.
///   - options: threads and blocks.
///   - night: what is written beside the output.
///   - log: warnings, and with `info` what is being done.
/// - Returns: what is told of the run.
/// - Throws: `RxFault` with the exit code of the contract. The output is then as it was, unless the fault is of a file beside
///   it.
package func runNightly(
  study file: String, out: String, options: RunOptions, night: NightOptions, log: Logger
) throws(RxFault) -> RunEntry {
  var run = NightlyRun(file, try OutputPlace(out), options, night, log)
  do throws(RxFault) {
    try run.begin()
  } catch {
    run.tell(of: error)
    throw error
  }
  let interruption = Interruption { [run] signal in run.tell(ofSignal: signal) }
  let entry: RunEntry
  do throws(RxFault) {
    entry = try run.run()
  } catch {
    if interruption.end() { run.tell(of: error) }
    throw error
  }
  if interruption.end() { try run.tell(of: entry) }
  return entry
}

/// One nightly run on its way.
private struct NightlyRun {
  private let file: String
  private let place: OutputPlace
  private let options: RunOptions
  private var night: NightOptions
  private let log: Logger
  private var clock: StageClock
  private var loaded: LoadedStudy?
  private var made: RunMemory.Made?
  /// The memory as it was found, with the marks of its file.
  private var found: (memory: RunMemory, marks: FileMarks)?

  init(
    _ file: String, _ place: OutputPlace, _ options: RunOptions, _ night: NightOptions, _ log: Logger
  ) {
    clock = StageClock(options.progress)
    (self.file, self.place, self.options, self.night, self.log) = (file, place, options, night, log)
  }

  /// Looks whether the files beside the output can be written, and tells that the run has begun.
  mutating func begin() throws(RxFault) {
    try checkFiles(inputs: [file])
    do throws(RxFault) {
      try night.log?.create()
    } catch {
      night.leaveOut("--log")
      throw error
    }
    night.log?.add("started", .info, "rxuse \(rxuseVersion) runs \(file) to \(place.path)")
  }

  /// Refuses files beside the output that can't be written or may not be; the others are told of it.
  private mutating func checkFiles(inputs: [String]) throws(RxFault) {
    let refused = BesideFiles.refused(night.files, inputs: inputs, place)
    for (option, _) in refused { night.leaveOut(option) }
    if let fault = RxFault(all: refused.map(\.fault)) { throw fault }
  }

  /// Looks whether anything has changed, and runs where something has.
  mutating func run() throws(RxFault) -> RunEntry {
    let loaded = try LoadedStudy(file: file)
    self.loaded = loaded
    try checkFiles(inputs: loaded.paths)
    tellOfLost(RunBeginning.left(place))
    if !night.runsAgain { found = recalled() }
    if let memory = found?.memory, let last = memory.successes.first, var known = memory.made,
      !(options.isStrict && known.warnings > 0),
      known.differences(loaded, place.path, rehashes: night.rehashes).isEmpty, var release = last.release
    {
      clock.end()
      made = known
      release.changedFigures = 0
      return entry(.unchanged, release)
    }
    var made = RunMemory.Made(loaded)
    let (own, memory) = (self, found?.memory)
    var marks: FileMarks?
    let changes = try RxUse.run(loaded, place.path, options, log, &clock) {
      marks = own.markBeginning()
    } ended: {
      marks = own.unmark(marks)
    }
    if let memory, let marks { found = (memory, marks) }
    let release = try RunEntry.Release(place.path, changes: changes)
    made.finish(release, place.path)
    self.made = made
    return entry(changes.files.isEmpty ? .unchanged : .written, release)
  }

  /// Marks that the run has the output, once what is left of a run before is told. The first run of an output leaves nothing
  /// behind when it is killed, and so no mark.
  /// - Returns: the marks of the memory with it; nil where it is not as it was found.
  private func markBeginning() -> FileMarks? {
    tellOfLost(RunBeginning.left(place, isHeld: true))
    guard let now = FileMarks(place.record) else { return nil }
    do throws(RxFault) {
      try RunBeginning(id: night.id, study: file, output: place.path).write(place)
    } catch {
      // Nothing but the telling of a kill depends on it.
      return nil
    }
    return now == found?.marks ? FileMarks(place.record) : nil
  }

  /// Takes the run's mark away.
  /// - Parameter last: the marks of the memory with it, where that is as it was found.
  /// - Returns: those without it; nil where another run has written the memory since, or it was not as it was found.
  private func unmark(_ last: FileMarks?) -> FileMarks? {
    let isUntouched = last != nil && FileMarks(place.record) == last
    RunBeginning.remove(night.id, place)
    return isUntouched ? FileMarks(place.record) : nil
  }

  /// Tells of a run before that never came to its end, by the mark that it has left.
  private func tellOfLost(_ mark: RunBeginning?) {
    guard let mark else { return }
    let lost = mark.lost
    let text = "the run that began at \(lost.time) \(lost.error ?? "")"
    log.warning("\(text)")
    do throws(RxFault) {
      if let path = night.history { try RunHistory(path).append(lost) }
    } catch {
      log.warning("\(error.text)")
    }
    remember(lost)
    // Where the disk is full it would be told again and again.
    RunBeginning.remove(mark.id, place)
  }

  private func entry(_ outcome: RunEntry.Outcome, _ release: RunEntry.Release?) -> RunEntry {
    RunEntry(
      id: night.id, time: Date().formatted(.iso8601), study: file, studySha256: loaded?.sha256,
      output: place.path, version: rxuseVersion, exitCode: 0, outcome: outcome, seconds: clock.seconds,
      release: release)
  }

  /// Tells of a run that ended well, the stamp last: what is older than it is done with.
  /// - Throws: `RxFault` (73, 74 or 78) where one of the files can't be written.
  func tell(of entry: RunEntry) throws(RxFault) {
    remember(entry)
    if let path = night.history { try RunHistory(path).append(entry) }
    if let path = night.metrics { try RunMetrics.write(entry, to: path) }
    night.log?.add("finished", .info, entry.line)
    try night.log?.throwIfIncomplete()
    if let path = night.depfile, let stamp = night.stamp, let loaded {
      try CheckedFile.replace(path, with: .text(try MakeFiles.depfile(stamp, loaded.prerequisites)))
    }
    if let path = night.stamp { try MakeFiles.touch(path) }
  }

  /// Tells of a run that ended with a fault.
  func tell(of fault: RxFault) {
    let entry = failed(fault.code.rawValue, fault.text)
    if hasPlace(fault) { remember(entry) }
    night.log?.add(fault)
    tell(ofFailed: entry)
  }

  /// Tells of a run that a signal ends.
  func tell(ofSignal number: Int32) {
    let entry = failed(128 + number, "interrupted by signal \(number)")
    remember(entry)
    night.log?.add("interrupted", .error, entry.error ?? "")
    tell(ofFailed: entry)
  }

  private func failed(_ exitCode: Int32, _ error: String) -> RunEntry {
    var entry = entry(.failed, nil)
    (entry.exitCode, entry.error) = (exitCode, error)
    return entry
  }

  /// Where this can't be told either, what ended the run is what to hear of.
  private func tell(ofFailed entry: RunEntry) {
    do throws(RxFault) {
      if let path = night.history { try RunHistory(path).append(entry) }
      if let path = night.metrics { try RunMetrics.write(entry, to: path) }
    } catch {
      log.warning("\(error.text)")
    }
  }

  /// False for a run that was turned away: the memory is the affair of the run that holds the output, and there is none
  /// beside what is no output of runs.
  private func hasPlace(_ fault: RxFault) -> Bool {
    switch fault.code {
    case .temporary: false
    case .cantCreate: RunMemory(place) != nil
    default: true
    }
  }

  /// The memory as it is now, which is read again only where another run has written it since.
  private func recalled() -> (memory: RunMemory, marks: FileMarks)? {
    guard let marks = FileMarks(place.record) else { return nil }
    if let found, found.marks == marks { return found }
    return RunMemory(place).map { ($0, marks) }
  }

  /// Keeps the try in mind for the next one. Without it that only takes longer.
  private func remember(_ entry: RunEntry) {
    var memory = recalled()?.memory ?? RunMemory(entry)
    memory.add(entry)
    if entry.outcome != .failed { memory.made = made }
    // The mark of another run, which is under way, stays.
    let other = RunBeginning(place).flatMap { $0.id == entry.id ? nil : $0 }
    do throws(RxFault) {
      try memory.write(place)
      try other?.write(place)
    } catch {
      guard entry.outcome != .failed else { return }
      log.warning(
        "\(error.message): the next run will read all files again, whether they have changed or not")
    }
  }
}

extension RunEntry {
  /// What a run tells when it ends well, on one line: `4 files; 1,241,000 rows; 98,000 persons; 3.2 s; unchanged`.
  package var line: String {
    guard let release else { return error ?? "" }
    let data = release.inputs.count { !InputDigests.definitions.contains($0.kind) }
    let facts = [
      "\(grouped(data)) \(data == 1 ? "file" : "files")", release.rows.read.map { "\($0.grouped) rows" },
      release.persons.map { "\($0.grouped) persons" }, "\(secondsText(totalSeconds)) s",
    ]
    return (facts.compactMap { $0 } + [change(release)]).joined(separator: "; ")
  }

  private func change(_ release: Release) -> String {
    guard outcome != .unchanged else { return "unchanged" }
    let all = "\(grouped(release.figures)) figures"
    return switch release.changedFigures {
    case nil: "\(all), the first in \(output)"
    case 0: "results unchanged"
    case let changed?: "results changed in \(grouped(changed)) of \(all)"
    }
  }
}

extension ShownNumber {
  /// It with commas between thousands.
  var grouped: String { count.map { RxReport.grouped($0) } ?? text }
}

/// Seconds with one decimal, below a tenth with two.
func secondsText(_ seconds: Double) -> String { fixed(seconds, decimals: seconds < 0.095 ? 2 : 1) }
