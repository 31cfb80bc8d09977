import Foundation
import RxModel

/// The history of runs: a file of JSON Lines to which every try adds one. It may be of several studies.
package struct RunHistory: Sendable {
  /// Its path.
  package let path: String

  /// The history at `path`, which need not be there.
  package init(_ path: String) { self.path = path }

  /// Adds a line. Nothing in it tells more than the published files of the run, so that others may read it as the umask
  /// says.
  /// - Throws: `RxFault` (73 or 74) where it can't be written.
  func append(_ entry: RunEntry) throws(RxFault) {
    try LineFile(path, "the history").append(try entry.json(of: path, isOneLine: true))
  }

  /// The tries, oldest first. A line that is none, as a full disk can leave one, is passed over.
  /// - Throws: `RxFault`: 66 where there is no such file, 65 where no line of it is one of a history.
  package func entries() throws(RxFault) -> [RunEntry] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw RxFault(
        .noInput, "\(path) can't be read", remedy: "name the file that 'rxuse run --history' writes")
    }
    let lines = data.split(separator: UInt8(ascii: "\n"))
    let entries = lines.compactMap { try? RunEntry.decoder.decode(RunEntry.self, from: $0) }
    guard !entries.isEmpty || lines.isEmpty else {
      throw RxFault(
        .data, "\(path) is no history of rxuse", remedy: "name the file that 'rxuse run --history' writes")
    }
    return entries
  }

  /// The runs of a study that ended well.
  /// - Parameter study: the study file, as the runs were given it.
  /// - Returns: them, oldest first.
  /// - Throws: `RxFault`: 66 where there is no such file, 65 where no line of it is one of a history.
  package func successes(of study: String) throws(RxFault) -> [RunEntry] {
    try entries().filter { $0.study == study && $0.outcome != .failed }
  }
}

extension RunEntry {
  /// The decoder of a line of the history.
  static var decoder: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return decoder
  }
}
