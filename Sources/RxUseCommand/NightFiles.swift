import ArgumentParser
import RxUse

/// What a run writes beside its output for whoever looks after it.
struct NightFiles: ParsableArguments {
  @Option(
    help:
      "Add a line a run to this file (JSON Lines): time, exit code, seconds, and what the output tells of rows.",
    completion: .file())
  var history: String?

  @Option(
    help: "Write metrics for Prometheus to this file; a run that fails keeps those of the last success.",
    completion: .file(extensions: ["prom"]))
  var metrics: String?

  @Option(help: "Add what is done and what is wrong to this file, a line an event.", completion: .file())
  var log: String?

  @Option(help: "How the lines of --log are written: text or json.")
  var logFormat = RunLog.Format.text

  @Option(help: "Touch this file when all has ended well, for make.", completion: .file())
  var stamp: String?

  @Option(
    help: "Write a rule for make to this file: --stamp depends on the study and all files that it reads.",
    completion: .file())
  var depfile: String?

  @Flag(help: "Read every file to know whether it has changed, whatever its size and times say.")
  var rehash = false

  @Flag(help: "Run even where nothing has changed since the run before.")
  var again = false

  func validate() throws {
    if depfile != nil, stamp == nil {
      throw ValidationError("--depfile goes with --stamp, which it is about")
    }
    for (option, path) in [
      ("history", history), ("metrics", metrics), ("log", log), ("stamp", stamp), ("depfile", depfile),
    ] where path == "" || path == "-" {
      throw ValidationError("--\(option) needs the name of a file")
    }
  }

  /// These as options of a run.
  var options: NightOptions {
    var options = NightOptions()
    options.history = history
    options.metrics = metrics
    options.log = log.map { RunLog($0, logFormat, id: options.id) }
    options.stamp = stamp
    options.depfile = depfile
    options.rehashes = rehash
    options.runsAgain = again
    return options
  }
}

extension RunLog.Format: ExpressibleByArgument {}
