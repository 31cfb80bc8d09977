import ArgumentParser
import RxDecode
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
    let progress = options.progress
    let line = verbosity.showsProgress ? ProgressLine { progressText(progress) } : nil
    defer { line?.end() }
    try exiting { [options] () throws(RxFault) in
      try RxUse.run(study: study, out: output.out, options: options, log: verbosity.log)
    }
  }
}

private func progressText(_ progress: ReadProgress) -> String {
  let rows = progress.rows.load(ordering: .relaxed)
  let megabytes = progress.bytes.load(ordering: .relaxed) / 1_000_000
  return "rxuse: \(rows) rows, \(megabytes) MB"
}
