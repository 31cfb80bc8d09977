import CSVStream
import Foundation
import RxModel

/// The mark of a run on its way: a line behind the memory beside its output, taken away before another run may have that.
/// One that is there when no run holds the output is of a run that never came to its end.
struct RunBeginning: Codable, Sendable {
  /// What tells the run from all others.
  let id: String
  /// When it took the output, as `2026-11-30T18:06:01Z`.
  let time: String
  /// The study file and the output folder as the user named them.
  let study: String
  let output: String

  /// What became of a run whose mark is left.
  static let lostText = "never came to its end: it was killed, or the machine went down"

  /// The mark beside an output; nil where there is none.
  init?(_ place: OutputPlace) {
    guard let file = FileHandle(forReadingAtPath: place.record), let (own, _) = Self.last(in: file) else {
      return nil
    }
    self = own
  }

  /// More bytes than a mark has.
  private static let mostBytes: UInt64 = 1 << 14

  /// The mark at the end of a memory, and where it begins.
  private static func last(in file: FileHandle) -> (mark: RunBeginning, offset: UInt64)? {
    guard let size = try? file.seekToEnd() else { return nil }
    let start = size - min(size, mostBytes)
    guard (try? file.seek(toOffset: start)) != nil, let data = try? file.readToEnd(),
      let line = data.split(separator: UInt8(ascii: "\n")).last,
      let mark = try? JSONDecoder().decode(Self.self, from: line)
    else { return nil }
    return (mark, start + UInt64(line.startIndex - data.startIndex))
  }

  /// The mark beside an output of a run that never came to its end.
  /// - Parameters:
  ///   - place: the output.
  ///   - isHeld: whether this process has the output, so that no other run is under way.
  /// - Returns: it; nil where there is none, or the run is under way.
  static func left(_ place: OutputPlace, isHeld: Bool = false) -> RunBeginning? {
    guard let mark = RunBeginning(place), isHeld || !OutputDirectory.isHeld(place) else { return nil }
    // A run that has ended meanwhile took its mark away, or is in the memory.
    guard RunBeginning(place)?.id == mark.id, let memory = RunMemory(place) else { return nil }
    return ([memory.lastTry] + memory.successes).contains { $0.id == mark.id } ? nil : mark
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

  /// Takes the mark of the run `id` away. Where that can't be done the memory that is written next takes its place.
  static func remove(_ id: String, _ place: OutputPlace) {
    // One file for both, whatever has been put in its place meanwhile.
    guard let file = FileHandle(forUpdatingAtPath: place.record), let (mark, offset) = last(in: file),
      mark.id == id
    else { return }
    try? file.truncate(atOffset: offset)
  }

  /// The try that it was, for the history: the exit code is that of a shell for a process that is killed.
  var lost: RunEntry {
    RunEntry(
      id: id, time: time, study: study, studySha256: nil, output: output, version: rxuseVersion,
      exitCode: 137, outcome: .failed, seconds: [:], error: Self.lostText, release: nil)
  }
}
