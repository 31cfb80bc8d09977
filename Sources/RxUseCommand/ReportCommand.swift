import ArgumentParser
import RxModel
import RxUse

/// `rxuse report`.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Render the reports of a run again, from its published files alone.",
    discussion: """
      Reads results.csv, attrition.csv, inputs.csv, run.json, and ranges.csv, products.csv and sensitivity.csv where there are any, and nothing else: the \
      same files give the same reports, byte for byte, without the study or the data.
      """)

  @Argument(help: "The output folder of a run.", completion: .directory)
  var folder: String

  @Option(
    help: "The formats, with commas between; by default those of the run.")
  var formats: FormatList?

  @Option(name: .shortAndLong, help: "Another folder for the reports.", completion: .directory)
  var out: String?

  func run() throws {
    try exiting { () throws(RxFault) in
      try RxUse.report(folder, formats: formats?.formats, out: out)
    }
  }
}

/// Formats with commas between.
struct FormatList: ExpressibleByArgument {
  let formats: [OutputFormat]

  init?(argument: String) {
    formats = argument.split(separator: ",").compactMap { OutputFormat(rawValue: String($0)) }
    guard !formats.isEmpty,
      formats.count == argument.split(separator: ",", omittingEmptySubsequences: false).count
    else { return nil }
  }

  static var allValueStrings: [String] { OutputFormat.allCases.map(\.rawValue) }
}
