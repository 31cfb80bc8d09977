import ArgumentParser
import RxModel
import RxUse

/// `rxuse assure`.
struct AssureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "assure", abstract: "Test a study against made-up patients whose figures you know.",
    discussion: """
      CASES is a YAML file of cases: a few patients with their fills, and the rows of results.csv that the study must \
      give for them. The study's own data are not read. Exit code 1 where a figure is not as expected.
      """)

  @Argument(help: "The study file.", completion: .file(extensions: ["yml", "yaml"]))
  var study: String

  @Argument(help: "The cases.", completion: .file(extensions: ["yml", "yaml"]))
  var cases: String

  @OptionGroup var verbosity: Verbosity

  func run() throws {
    clearUpWhenInterrupted()
    var failed = 0
    try exiting { () throws(RxFault) in
      let outcome = try RxUse.assure(study: study, cases: cases, log: verbosity.log)
      failed = outcome.failed
      try StandardOutput.write(outcome.text)
    }
    if failed > 0 { throw ExitCode(1) }
  }
}
