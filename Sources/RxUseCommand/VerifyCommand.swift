import ArgumentParser
import RxModel
import RxUse

/// `rxuse verify`.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Say whether an output is still what its study, inputs and rxuse give.",
    discussion: """
      DIR is the output folder of a run, or the folder 'output' of an unpacked bundle. Compares the version, the study and \
      every input with run.json, tables with datapackage.json, and reports with what the tables give; with --rerun \
      runs the study again beside DIR and compares every file but timing.json.

      Exit codes: 0 all is as it was; 1 something differs, a line each on standard output; 66 nothing differs, but the \
      study or an input is missing, as the data of a bundle are.
      """)

  @Argument(help: "The output folder of a run.", completion: .directory)
  var folder: String

  @Option(help: "The study file (default: the one that run.json names).", completion: .file())
  var study: String?

  @Flag(help: "Run the study again, and compare the files.")
  var rerun = false

  @OptionGroup var resources: Resources
  @OptionGroup var verbosity: Verbosity

  func run() throws {
    clearUpWhenInterrupted()
    var found = Verification()
    let options = rerun ? resources.options : nil
    let line = options.flatMap { verbosity.progressLine(of: $0.progress) }
    defer { line?.end() }
    try exiting { () throws(RxFault) in
      found = try RxUse.verify(folder, study: study, rerun: options, log: verbosity.log)
      line?.end()
      try StandardOutput.write(found.text)
    }
    if !found.differences.isEmpty { throw ExitCode(1) }
    if !found.missing.isEmpty { throw ExitCode(RxFault.Code.noInput.rawValue) }
  }
}
