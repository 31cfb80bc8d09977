import ArgumentParser
import RxModel
import RxUse

/// `rxuse check`.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Say what a run of a study would do; write nothing.",
    discussion: """
      Reads the study and its files whole, and ends with the exit code that a run would end with. All mistakes of the \
      study file are told at once, a line each; then all files of data that are missing, then all columns. What it says \
      of counts that are kept back is for whoever runs the study: don't pass it on.
      """)

  @Argument(help: "The study file.", completion: .file(extensions: ["yml", "yaml"]))
  var study: String

  @Flag(
    help: """
      Try changes to the study, and print those that show more under disclosure control, best first (preset cms11).
      """)
  var suggest = false

  @OptionGroup var verbosity: Verbosity

  func run() throws {
    let progress = RunProgress()
    let line = verbosity.progressLine(of: progress)
    defer { line?.end() }
    try exiting { () throws(RxFault) in
      let text = try RxUse.check(study: study, suggests: suggest, progress: progress, log: verbosity.log)
      // Standard output may be the same terminal.
      line?.end()
      try StandardOutput.write(text)
    }
  }
}
