import Foundation
import Logging
import RxModel
import Synchronization

/// The log of runs: a file with a line an event, as text or as JSON Lines. No value of a patient is in it at any level, and
/// no number that the run does not publish.
package final class RunLog: Sendable {
  /// The ways in which a line is written.
  package enum Format: String, CaseIterable, Sendable {
    /// `2026-11-30T18:06:01Z warning ID: MESSAGE`.
    case text
    /// An object with `ts`, `level`, `event`, `run_id` and `msg`, and of a fault in a file `file`, `line` and `column`.
    case json
  }

  /// The key of the metadata of what is for whoever runs the study, and can't be passed on: it is in no log.
  static let forOperator = "for-operator"

  /// Its path.
  package let path: String
  private let file: LineFile
  private let format: Format
  private let id: String
  private let failure = Mutex<RxFault?>(nil)

  /// A log at `path`, to which the lines of the run `id` are added.
  package init(_ path: String, _ format: Format, id: String) {
    self.path = path
    file = LineFile(path, "the log")
    self.format = format
    self.id = id
  }

  /// Makes the file where it is not there.
  /// - Throws: `RxFault` (73) where it can't be.
  func create() throws(RxFault) { try file.create() }

  /// Adds a line.
  /// - Parameters:
  ///   - event: what has happened, in one word.
  ///   - level: how much it matters.
  ///   - message: what is told, without what would make it more than one line.
  ///   - place: the place in a file that it is about.
  func add(_ event: String, _ level: Logger.Level, _ message: String, at place: RxFault.Place? = nil) {
    let line = Line(
      ts: Date().formatted(.iso8601), level: level.rawValue, event: event, runId: id,
      msg: messageLine(message), file: place?.file, line: place?.line, column: place?.column)
    do throws(RxFault) {
      try file.append(format == .json ? try line.json(of: path, isOneLine: true) : line.text)
    } catch {
      failure.withLock { $0 = $0 ?? error }
    }
  }

  /// Adds a line for each fault that ends the run.
  func add(_ fault: RxFault) {
    for one in [fault] + fault.further {
      let remedy = one.remedy.isEmpty ? "" : "; \(one.remedy)"
      add("failed", .error, one.message + remedy, at: one.place)
    }
  }

  /// Tells of a line that could not be written.
  /// - Throws: `RxFault` (73 or 74).
  func throwIfIncomplete() throws(RxFault) {
    if let fault = failure.withLock({ $0 }) { throw fault }
  }

  /// True for a line of a log as text, by the time with which it begins.
  static func isLine(_ line: Substring) -> Bool {
    line.firstMatch(of: #/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ [a-z]+ /#) != nil
  }

  private struct Line: Encodable {
    let ts: String
    let level: String
    let event: String
    let runId: String
    let msg: String
    let file: String?
    let line: Int?
    let column: Int?

    var text: String {
      let places = [file, line.map(String.init), column.map(String.init)].compactMap { $0 }
      let place = places.isEmpty ? "" : places.joined(separator: ":") + ": "
      return "\(ts) \(level) \(runId): \(place)\(msg)"
    }
  }
}

/// What hands a logger's messages to a log.
package struct RunLogHandler: LogHandler {
  package var metadata: Logger.Metadata = [:]
  private let log: RunLog
  private var level = Logger.Level.info

  /// A handler that hands all from `info` on to `log`.
  package init(_ log: RunLog) { self.log = log }

  /// The least level that is logged; what is not to be passed on has none.
  package var logLevel: Logger.Level {
    get { metadata[RunLog.forOperator] == nil ? level : .critical }
    set { level = newValue }
  }

  package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  package func log(event: LogEvent) {
    guard logLevel <= event.level else { return }
    log.add(event.level >= .warning ? "warned" : "said", event.level, "\(event.message)")
  }
}
