import RxModel
import RxReport

/// What is known of the runs of an output: the last try, and the last that ended well beside the one before it.
package struct RunStatus: Encodable, Sendable {
  /// The output folder.
  package let output: String
  /// A run that has begun and has not come to its end; nil where there is none.
  package let unfinished: Unfinished?
  package let lastTry: RunEntry
  /// Nil where none has ended well.
  package let lastSuccess: RunEntry?
  package let runBefore: RunEntry?
  /// The inputs that came, went or changed between these two, in sentences.
  package let inputChanges: [String]

  /// A run that has begun and has not come to its end.
  package struct Unfinished: Encodable, Sendable {
    /// What tells it from all others, and when it took the output.
    package let id: String
    package let began: String
    /// False where it was killed or the machine went down.
    package let isUnderWay: Bool

    /// In words.
    var text: String {
      isUnderWay ? "is under way" : RunBeginning.lostText
    }
  }

  private init(_ place: OutputPlace, _ lastTry: RunEntry, _ successes: [RunEntry]) {
    output = place.path
    unfinished =
      RunBeginning.left(place).map { .init(id: $0.id, began: $0.time, isUnderWay: false) }
      ?? (OutputDirectory.isHeld(place) ? RunBeginning(place) : nil).map {
        .init(id: $0.id, began: $0.time, isUnderWay: true)
      }
    self.lastTry = lastTry
    lastSuccess = successes.first
    runBefore = successes.dropFirst().first
    func inputs(_ entry: RunEntry?) -> [ReleaseManifest.Input]? {
      entry?.release?.inputs.map { .init(kind: $0.kind, path: $0.path, bytes: $0.bytes, sha256: $0.sha256) }
    }
    guard let before = inputs(runBefore), let now = inputs(lastSuccess) else {
      inputChanges = []
      return
    }
    inputChanges = InputChanges(from: before, to: now).reasons
  }

  /// The status as JSON, keys in snake case.
  /// - Throws: `RxFault` (70) where it can't be encoded.
  package func json() throws(RxFault) -> String { try json(of: "the status") }

  /// The status in lines of text.
  package var text: String {
    var lines = unfinished.map { [row("begun", $0.began, $0.text)] } ?? []
    lines.append(row("last try", lastTry.time, lastTry.ending))
    if let lastSuccess { lines.append(row("last success", lastSuccess.time, lastSuccess.line)) }
    if let runBefore { lines.append(row("run before", runBefore.time, runBefore.line)) }
    if let now = lastSuccess?.release, let before = runBefore?.release {
      lines += [
        change("rows", before.rows.read?.grouped, now.rows.read?.grouped),
        change("persons", before.persons?.grouped, now.persons?.grouped),
        change(
          "seconds", runBefore.map { secondsText($0.totalSeconds) },
          lastSuccess.map { secondsText($0.totalSeconds) }),
      ].compactMap { $0 }
      lines += inputChanges
    }
    return lines.map { messageLine($0) + "\n" }.joined()
  }

  private func row(_ name: String, _ time: String, _ text: String) -> String {
    name + String(repeating: " ", count: 14 - name.count) + "\(time)  \(text)"
  }

  private func change(_ name: String, _ before: String?, _ now: String?) -> String? {
    guard let before, let now, before != now else { return nil }
    return "\(name): \(before) -> \(now)"
  }
}

extension RunStatus {
  /// The status of an output.
  /// - Parameters:
  ///   - folder: the output folder of runs.
  ///   - history: the history in which the runs are looked for; nil for what rxuse remembers beside the output.
  /// - Throws: `RxFault`: 66 where no run is known, 65 where the history is none.
  package init(of folder: String, history: String?) throws(RxFault) {
    let place = try OutputPlace(folder)
    if let history {
      let own = FileIdentity(folder, at: folder)
      let entries = try RunHistory(history).entries().filter {
        $0.output == place.path || FileIdentity($0.output, at: $0.output) == own
      }
      guard let last = entries.last else {
        throw RxFault(
          .noInput, "\(history) tells of no run to \(folder)", remedy: "name the output as the run did")
      }
      self.init(place, last, entries.filter { $0.outcome != .failed }.suffix(2).reversed())
      return
    }
    guard let memory = RunMemory(place) else {
      throw RxFault(
        .noInput,
        "no run to \(folder) is known: \(place.record) is not there, is another user's, or of another version",
        remedy: "run again, or name a history with --history")
    }
    self.init(place, memory.lastTry, memory.successes)
  }
}

extension RunEntry {
  /// How it ended.
  fileprivate var ending: String {
    switch outcome {
    case .written: "written"
    case .unchanged: "unchanged"
    case .failed: "failed with \(exitCode): \(error ?? "")"
    }
  }
}

/// Looks whether a run would change anything.
/// - Parameters:
///   - study: the study file.
///   - folder: its output.
///   - rehashes: true where every file is read to know whether it has changed; else one with the marks that the run saw is
///     not.
/// - Returns: the reasons for which the output is not up to date, a sentence each; none where it is.
/// - Throws: `RxFault` (73) where the folder can't be an output.
package func reasonsToRun(study: String, _ folder: String, rehashes: Bool) throws(RxFault) -> [String] {
  let place = try OutputPlace(folder)
  guard var made = RunMemory(place)?.made else { return ["output: no run to \(folder) is known"] }
  do throws(RxFault) {
    return made.differences(try LoadedStudy(file: study), place.path, rehashes: rehashes)
  } catch {
    return error.lines.map { "study: \($0)" }
  }
}
