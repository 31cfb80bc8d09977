import ArgumentParser
import CPosix
import Foundation
import Glibc
import Logging
import RxModel
import RxUse

/// Lines on standard error: `rxuse: error: study.yml:14:7: no column ...`.
struct StandardErrorHandler: LogHandler {
  var metadata: Logger.Metadata = [:]
  var logLevel: Logger.Level

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    writeMessage("\(event.level == .info ? "" : "\(event.level): ")\(event.message)")
  }
}

/// Several logs, each with its own level. The library's own keeps the least level that they had at first.
struct SeveralLogs: LogHandler {
  var handlers: [any LogHandler]

  init(_ handlers: [any LogHandler]) { self.handlers = handlers }

  var metadata: Logger.Metadata {
    get { handlers.first?.metadata ?? [:] }
    set { for place in handlers.indices { handlers[place].metadata = newValue } }
  }

  var logLevel: Logger.Level {
    get { handlers.map(\.logLevel).min() ?? .critical }
    set { for place in handlers.indices { handlers[place].logLevel = newValue } }
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { handlers.first?[metadataKey: key] }
    set { for place in handlers.indices { handlers[place][metadataKey: key] = newValue } }
  }

  func log(event: LogEvent) {
    for handler in handlers where handler.logLevel <= event.level { handler.log(event: event) }
  }
}

/// Writes to standard error in one call, in the place of a progress line that is there.
func writeError(_ text: String) { ProgressLine.screen.write(text) }

/// Writes a message of one line to standard error. What names in it would do to a terminal, they don't.
func writeMessage(_ text: String) { writeError("rxuse: \(Terminal.errors.labelled(messageLine(text)))\n") }

/// How much a command says.
struct Verbosity: ParsableArguments {
  @Flag(name: .shortAndLong, help: "Say nothing where all is well: only warnings and errors.")
  var quiet = false

  @Flag(name: .customLong("no-warnings"), help: "Say nothing of warnings.")
  var hidesWarnings = false

  @Flag(name: .shortAndLong, help: "Say what is being done.")
  var verbose = false

  func validate() throws {
    if quiet || hidesWarnings, verbose {
      throw ValidationError("--verbose and \(quiet ? "--quiet" : "--no-warnings") exclude each other")
    }
  }

  /// A log at this verbosity, on standard error.
  var log: Logger { log(nil) }

  /// A log at this verbosity, on standard error and in `file`, which has all from `info` on.
  func log(_ file: RunLog?) -> Logger {
    let standardError = StandardErrorHandler(
      logLevel: hidesWarnings ? .error : verbose ? .info : .warning)
    let logs: [any LogHandler] = [standardError] + (file.map { [RunLogHandler($0)] } ?? [])
    return Logger(label: "rxuse") { _ in SeveralLogs(logs) }
  }

  /// Whether a progress line may be shown: on a terminal alone.
  var showsProgress: Bool { !quiet && Terminal.errors.drawsProgress }
}

/// Does `body`, and ends the process with the contract's exit code where it throws.
func exiting(_ body: () throws(RxFault) -> Void) throws {
  do throws(RxFault) {
    try body()
  } catch {
    // An interrupted run fails because its output was taken away; the signal tells the true cause in a moment.
    while outputIsAbandoned() { sleep(1) }
    for line in error.lines { writeMessage("error: \(line)") }
    throw ExitCode(error.code.rawValue)
  }
}

/// Sees to it that a limit of file size is an error of the call that meets it, and that a file is never opened as a
/// standard stream that the caller has closed: what is meant for the stream would go into it.
func prepareProcess() {
  signal(SIGXFSZ, SIG_IGN)
  rx_hold_standard_streams()
}

/// From now on, clears what is under construction when the process is interrupted, and then dies of the signal, so
/// that the caller sees the true cause. A signal that the caller has the process ignore (nohup) stays ignored.
func clearUpWhenInterrupted() {
  var signals = sigset_t()
  sigemptyset(&signals)
  for number in [SIGINT, SIGTERM, SIGHUP] where rx_is_ignored(number) == 0 { sigaddset(&signals, number) }
  // Threads made from here on block them too: one that comes at any moment is kept for the thread that waits.
  pthread_sigmask(SIG_BLOCK, &signals, nil)
  Thread.detachNewThread { [signals] in
    var signals = signals
    var number: Int32 = 0
    guard sigwait(&signals, &number) == 0 else { return }
    ProgressLine.screen.abandon()
    abandonOutput()
    tellOfInterruption(by: number)
    signal(number, SIG_DFL)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    raise(number)
  }
}
