import ArgumentParser
import RxModel
import RxUse

/// `rxuse status`.
struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Say how the last runs to an output ended, or whether it is up to date.",
    discussion: """
      Tells the last try and the last run that ended well beside the one before it: rows, persons, seconds, and inputs that \
      came, went or changed. With --up-to-date says whether 'rxuse run STUDY --out DIR' would do nothing, and else why \
      not: which input, key of the study, version or file of the output is another; the exit code is then 1.
      """)

  @Argument(help: "The output folder of runs.", completion: .directory)
  var folder: String

  @Option(
    name: .customLong("up-to-date"), help: "Say whether the output is what a run of this study would make.",
    completion: .file(extensions: ["yml", "yaml"]))
  var study: String?

  @Flag(help: "With --up-to-date read every file, whatever its size and times say.")
  var rehash = false

  @Option(
    help: "Look for the runs in this history (default: in what rxuse remembers beside the output).",
    completion: .file())
  var history: String?

  @Flag(help: "Write JSON.")
  var json = false

  func validate() throws {
    if rehash, study == nil { throw ValidationError("--rehash goes with --up-to-date alone") }
    if study != nil, json || history != nil {
      throw ValidationError("--up-to-date goes with neither --json nor --history")
    }
  }

  func run() throws {
    var isUpToDate = true
    try exiting { () throws(RxFault) in
      guard let study else {
        let status = try RunStatus(of: folder, history: history)
        return try StandardOutput.write(json ? try status.json() : status.text)
      }
      let reasons = try reasonsToRun(study: study, folder, rehashes: rehash)
      isUpToDate = reasons.isEmpty
      let lines = isUpToDate ? ["up to date"] : reasons
      try StandardOutput.write(lines.map { messageLine($0) + "\n" }.joined())
    }
    if !isUpToDate { throw ExitCode(1) }
  }
}
