import ArgumentParser
import RxModel
import RxUse

/// `rxuse compare`.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Say what changed between two runs, and why.",
    discussion: """
      OLD and NEW are output folders of runs. Says whether the version, the study or the inputs differ, and rows or persons in number, which figures moved \
      by more than --tolerance, and which counts differ by so few people that whoever has both releases knows something of \
      them. Both are solved together: counts that are suppressed and follow from both, and from neither alone, are told. \
      Exit code 1 where there is anything of the kind, so that a nightly job can raise an alarm.
      """)

  @Argument(help: "The output folder of the old run.", completion: .directory)
  var old: String

  @Argument(help: "The output folder of the new run.", completion: .directory)
  var new: String

  @Option(help: "How far an estimate may move, relative to the old one, like 5%.")
  var tolerance: Percentage = Percentage(share: 0)

  @Option(
    help: "Differences of 1 to one less than this are flagged; by default what the releases suppress, or 11.")
  var minCell: Int?

  @Flag(
    name: .customLong("grown"),
    help: "Take it that NEW has all persons and fills of OLD, by which more can be worked out.")
  var isGrown = false

  @Flag(name: .customLong("csv"), help: "Write every finding as CSV.")
  var asCSV = false

  func validate() throws {
    if let minCell, minCell < 1 { throw ValidationError("--min-cell must be 1 or more") }
  }

  func run() throws {
    var options = CompareOptions()
    options.tolerance = tolerance.share
    options.minCell = minCell
    options.isGrown = isGrown
    options.asCSV = asCSV
    var isAlarm = false
    try exiting { () throws(RxFault) in
      let outcome = try RxUse.compare(old, new, options)
      isAlarm = outcome.isAlarm
      try StandardOutput.write(outcome.text)
    }
    if isAlarm { throw ExitCode(1) }
  }
}

/// A share that is written as a percentage.
struct Percentage: ExpressibleByArgument {
  let share: Double

  init(share: Double) { self.share = share }

  init?(argument: String) {
    guard argument.hasSuffix("%"), let number = Double(argument.dropLast()), number.isFinite, number >= 0
    else {
      return nil
    }
    share = number / 100
  }

  var defaultValueDescription: String { "\(share * 100)%" }
}
