import ArgumentParser
import RxModel
import RxUse

/// `rxuse check`.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Say what a run of a study would do; write nothing.",
    discussion: """
      Reads the study and its files whole, and ends with the exit code that a run would end with. All mistakes of the \
      study are told at once, a line each.
      """)

  @Argument(help: "The study file.", completion: .file(extensions: ["yml", "yaml"]))
  var study: String

  @OptionGroup var verbosity: Verbosity

  func run() throws {
    try exiting { () throws(RxFault) in
      try StandardOutput.write(try RxUse.check(study: study, log: verbosity.log))
    }
  }
}
