import ArgumentParser
import RxModel
import RxUse

/// `rxuse explain`.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Show what a study makes of one patient, and why.",
    discussion: """
      Prints the patient's fills, supply, overlap and, for each interval and measure, whether the patient is in it and \
      why. What it prints is patient-level: it tells of one person.
      """)

  @Argument(help: "The study file.", completion: .file(extensions: ["yml", "yaml"]))
  var study: String

  @Argument(help: "The patient's identifier, as the data write it.")
  var patient: String

  @OptionGroup var resources: Resources
  @OptionGroup var verbosity: Verbosity

  func run() throws {
    clearUpWhenInterrupted()
    let options = resources.options
    let line = verbosity.progressLine(of: options.progress)
    defer { line?.end() }
    try exiting { () throws(RxFault) in
      let text = try RxUse.explain(study: study, patient: patient, options: options, log: verbosity.log)
      line?.end()
      try StandardOutput.write(text)
    }
  }
}
