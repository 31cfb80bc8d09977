import ArgumentParser
import RxModel
import RxUse

/// `rxuse check`.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Say what a run of a study would do; write nothing.",
    discussion: """
      Reads the study, the headers of its files and their first rows; with disclosure control that suppresses figures all \
      rows, to say how many.
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
