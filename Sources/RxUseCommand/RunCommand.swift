import ArgumentParser
import RxModel
import RxUse

/// `rxuse run`.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run a study and write its tables.",
    discussion: """
      The output folder is written whole or not at all: it is built beside DIR and takes its place when all has
      succeeded. Results do not depend on the number of threads.
      """)

  @Argument(help: "The study file.", completion: .file(extensions: ["yml", "yaml"]))
  var study: String

  @OptionGroup var output: Output
  @OptionGroup var resources: Resources
  @OptionGroup var verbosity: Verbosity

  func run() throws {
    clearUpWhenInterrupted()
    var options = resources.options
    options.isStrict = output.strict
    let line = verbosity.progressLine(of: options.progress)
    defer { line?.end() }
    try exiting { [options] () throws(RxFault) in
      try RxUse.run(study: study, out: output.out, options: options, log: verbosity.log)
    }
  }
}
