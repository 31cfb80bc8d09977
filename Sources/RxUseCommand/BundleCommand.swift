import ArgumentParser
import RxModel
import RxUse

/// `rxuse bundle`.
struct BundleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bundle", abstract: "Pack a run's output with its study, for who checks it or repeats it.",
    discussion: """
      DIR is the output folder of a run. Writes a zip of what the run published, the study file, code lists, weights and \
      population, each with the bytes that run.json says, and a README.txt that says how it is made again. No patient's \
      data is in it: no prescriptions, roster, periods, deaths or lists of persons, no rejects.csv, and no timing.json. \
      The same output gives the same bytes.
      """)

  @Argument(help: "The output folder of a run.", completion: .directory)
  var folder: String

  @Option(help: "The study file (default: the one that run.json names).", completion: .file())
  var study: String?

  @Option(name: .shortAndLong, help: "The zip.", completion: .file(extensions: ["zip"]))
  var out: String

  @OptionGroup var verbosity: Verbosity

  func run() throws {
    try exiting { () throws(RxFault) in
      try RxUse.bundle(folder, study: study, out: out, log: verbosity.log)
    }
  }
}
