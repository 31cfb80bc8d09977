import Glibc
import Logging
import RxModel
import RxReport

/// What a verification found.
package struct Verification: Sendable, Equatable {
  /// Nothing looked at yet.
  package init() {}

  /// What is not as it was, in sentences of one line: of files that are there, and of those that are missing.
  package var differences: [String] = []
  /// Inputs that can't be looked at.
  package var missing: [String] = []
  /// What was looked at, in one line.
  package var scope = ""

  /// The lines for standard output.
  package var text: String {
    let lines = differences + missing
    return lines.isEmpty ? "nothing differs: \(scope)\n" : lines.map { messageLine($0) + "\n" }.joined()
  }
}

/// Looks whether an output is what its study, its inputs and this version of rxuse give.
/// - Parameters:
///   - folder: the output folder of a run; that of a bundle too, whose data are then missing.
///   - study: the study file; nil for the one that run.json names.
///   - rerun: the options of a run whose files are compared with those of the output; nil for none. It writes beside the
///     output, and what it writes is removed.
///   - log: with `info` what is being done.
/// - Returns: what was found.
/// - Throws: `RxFault`: 66 where the folder is no output of a run; what the run ends with.
package func verify(
  _ folder: String, study: String?, rerun: RunOptions?, log: Logger
) throws(RxFault) -> Verification {
  let manifest: ReleaseManifest = try PublishedFolder(path: folder).decoded()
  let recorded = RecordedStudy(manifest, of: folder, named: study)
  var found = Verification()
  if manifest.rxuseVersion != rxuseVersion {
    found.differences.append("version: rxuse \(manifest.rxuseVersion) made it, and this is \(rxuseVersion)")
  }
  found.lookAtInputs(recorded, manifest)
  let output = OutputFiles(folder)
  found.differences += try output.differences().map { "output: \($0)" }
  found.differences += output.others.map { "output: \($0) is none of what a run writes" }
  found.scope =
    "rxuse \(rxuseVersion), the study, \(manifest.inputs.count) inputs, \(output.published.count) files"
  if let rerun { try found.runAgain(recorded, manifest, output, rerun, log) }
  return found
}

extension Verification {
  /// Compares the study and its inputs with what the run read.
  fileprivate mutating func lookAtInputs(_ recorded: RecordedStudy, _ manifest: ReleaseManifest) {
    guard let study = recorded.path else {
      missing.append("study: \(recorded.missing.text)")
      return
    }
    var isSame = FileDigest(at: study)?.sha256 == manifest.study.sha256
    if !isSame { differences.append("study: \(study) has other bytes than the one that was run") }
    for input in manifest.inputs {
      let name = "input: \(input.kind) \(input.path)"
      guard input.path != "-" else {
        missing.append("\(name) is standard input, which can't be read again")
        isSame = false
        continue
      }
      guard let path = recorded.path(of: input), access(path, R_OK) == 0, let digest = FileDigest(at: path)
      else {
        missing.append("\(name) is missing")
        isSame = false
        continue
      }
      guard digest.sha256 != input.sha256 else { continue }
      isSame = false
      differences.append(
        "\(name) has other bytes than the run read"
          + (digest.bytes == input.bytes ? "" : ": \(digest.bytes), and \(input.bytes) then"))
    }
    if isSame { lookForMore(study, manifest) }
  }

  /// Tells of files that the study reads now, and the run did not.
  private mutating func lookForMore(_ study: String, _ manifest: ReleaseManifest) {
    do throws(RxFault) {
      let loaded = try LoadedStudy(file: study)
      let now =
        loaded.tables.map { ($0.kind, $0.path) }
        + InputKind.allCases.flatMap { kind in
          (loaded.input.files[kind] ?? []).map { (kind.rawValue, $0.name) }
        }
      for (kind, path) in now where !manifest.inputs.contains(where: { ($0.kind, $0.path) == (kind, path) }) {
        differences.append("input: \(kind) \(path) is new: the run did not read it")
      }
    } catch {
      differences.append("study: \(error.text)")
    }
  }

  /// Runs the study again, and compares every file that does not tell of the machine.
  fileprivate mutating func runAgain(
    _ recorded: RecordedStudy, _ manifest: ReleaseManifest, _ output: OutputFiles, _ options: RunOptions,
    _ log: Logger
  ) throws(RxFault) {
    guard let study = recorded.path, missing.isEmpty,
      !differences.contains(where: { $0.hasPrefix("input: ") || $0.hasPrefix("study: ") })
    else {
      missing.append("rerun: not done, since study or inputs are not those of the run")
      return
    }
    var quiet = log
    quiet.logLevel = max(log.logLevel, .error)
    log.info("running \(study) again")
    let place = try OutputPlace(output.folder)
    let again = place.verification
    try run(study: study, out: again, options: options, log: quiet, recordedAs: manifest.study.path)
    defer { try? HiddenFolder.clear(again) }
    let made = OutputFiles(again)
    let own = output.all.filter { OutputName(rawValue: $0) != nil }
    // A bundle has none of those that are kept.
    let absent = OutputName.kept.map(\.rawValue).filter { !output.all.contains($0) }
    for name in (made.all + own).distinct().sorted()
    where name != OutputName.timing.rawValue && !absent.contains(name) {
      guard output.all.contains(name) else {
        differences.append("rerun: \(name) is written, and is not in the output")
        continue
      }
      guard made.all.contains(name) else {
        differences.append("rerun: \(name) is not written, and is in the output")
        continue
      }
      guard let place = firstDifference(try output.bytes(name), try made.bytes(name)) else { continue }
      differences.append("rerun: \(name) differs from \(place) on")
    }
    scope += ", and what a run writes again"
  }
}
