import CSVStream
import Foundation
import Glibc
import RxModel

/// The mark of a run on its way: a line behind the memory beside its output, taken away before the run lets go of that. One
/// that is there when no run holds the output is of a run that never came to its end: the system killed it, or the machine went down.
struct RunBeginning: Codable, Sendable {
  /// What tells the run from all others.
  let id: String
  /// When it took the output, as `2026-11-30T18:06:01Z`.
  let time: String
  /// The study file and the output folder as the user named them.
  let study: String
  let output: String

  /// The mark beside an output; nil where there is none.
  init?(_ place: OutputPlace) {
    guard let data = FileManager.default.contents(atPath: place.record),
      let last = data.split(separator: UInt8(ascii: "\n")).last,
      let found = try? JSONDecoder().decode(Self.self, from: last)
    else { return nil }
    self = found
  }

  /// The mark beside an output of a run that never came to its end; nil where there is none, or the run is under way.
  static func left(_ place: OutputPlace) -> RunBeginning? {
    guard let mark = RunBeginning(place), !OutputDirectory.isHeld(place) else { return nil }
    // A run that has ended meanwhile took its mark away before it let go of the output.
    return RunBeginning(place)?.id == mark.id ? mark : nil
  }

  /// The mark of a run that begins now.
  init(id: String, study: String, output: String) {
    (self.id, self.study, self.output) = (id, study, output)
    time = Date().formatted(.iso8601)
  }

  /// Puts it behind the memory; that which the run writes when it ends takes the place of both.
  /// - Throws: `RxFault` (73 or 74).
  func write(_ place: OutputPlace) throws(RxFault) {
    try LineFile(place.record, "the memory of runs").append(try json(of: place.record, isOneLine: true))
  }

  /// Takes the mark of the run `id` away, for a run that has come to its end and lets go of the output. Where that can't be
  /// done the memory that it writes at last takes its place.
  static func remove(_ id: String, _ place: OutputPlace) {
    guard let data = FileManager.default.contents(atPath: place.record),
      let last = data.split(separator: UInt8(ascii: "\n")).last,
      let own = try? JSONDecoder().decode(Self.self, from: last), own.id == id
    else { return }
    _ = truncate(place.record, off_t(last.startIndex - data.startIndex))
  }

  /// The try that it was, for the history: the exit code is that of a shell for a process that is killed.
  var lost: RunEntry {
    RunEntry(
      id: id, time: time, study: study, studySha256: nil, output: output, version: rxuseVersion,
      exitCode: 137,
      outcome: .failed, seconds: [:], error: "never came to its end: it was killed, or the machine went down",
      release: nil)
  }
}
