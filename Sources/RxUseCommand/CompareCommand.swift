import ArgumentParser
import RxModel
import RxReport
import RxUse

/// `rxuse compare`.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Say what changed between two runs, and why.",
    discussion: """
      OLD and NEW are output folders of runs. The first line says whether there is an alarm. Then: whether version, study or \
      inputs differ; volumes (files, rows, shares, persons, products) that are not as those of other files or, with --history, \
      of other nights; figures that moved, of intervals that both have whole; and what whoever has both releases knows of few \
      people, from counts that differ by few or that follow from both together. Exit code 1 where there is an alarm, so that \
      a nightly job can raise it.
      """)

  @Argument(help: "The output folder of the old run.", completion: .directory)
  var old: String

  @Argument(help: "The output folder of the new run.", completion: .directory)
  var new: String

  @OptionGroup var moves: FigureMoves
  @OptionGroup var volumes: UsualVolumes

  @Flag(name: .customLong("no-disclosure"), help: "Don't look for what both releases give away together.")
  var leavesDisclosure = false

  @Flag(
    name: .customLong("disclosure-only"),
    help: "Look only for what both releases give away together.")
  var isDisclosureOnly = false

  @Option(
    help: "Differences of 1 to one less than this are flagged; by default what the releases suppress.")
  var minCell: Int?

  @Flag(
    name: .customLong("grown"),
    help: "Take it that NEW has all persons and fills of OLD, by which more can be worked out.")
  var isGrown = false

  @Flag(name: .customLong("csv"), help: "Write every finding as CSV.")
  var asCSV = false

  func validate() throws {
    if let minCell, minCell < 1 { throw ValidationError("--min-cell must be 1 or more") }
    if leavesDisclosure, isDisclosureOnly {
      throw ValidationError("--no-disclosure and --disclosure-only exclude each other")
    }
    if leavesDisclosure, isGrown || minCell != nil {
      throw ValidationError("--grown and --min-cell say nothing with --no-disclosure")
    }
  }

  func run() throws {
    var options = CompareOptions()
    moves.set(&options)
    volumes.set(&options)
    if leavesDisclosure { options.kinds.remove(.disclosure) }
    if isDisclosureOnly { options.kinds = [.disclosure] }
    options.minCell = minCell
    options.isGrown = isGrown
    options.asCSV = asCSV
    var isAlarm = false
    try exiting { [options] () throws(RxFault) in
      let outcome = try RxUse.compare(old, new, options)
      isAlarm = outcome.isAlarm
      try StandardOutput.write(outcome.text)
    }
    if isAlarm { throw ExitCode(1) }
  }
}

/// Which figures are compared, and when one of them has moved.
struct FigureMoves: ParsableArguments {
  @Option(
    help: "How far an estimate may move, relative to the old one, like 5%; 0% tells every difference.")
  var tolerance: Percentage?

  @Option(help: "The least change of the count behind a figure that is told; by default 50.")
  var least: Int?

  @Flag(
    name: .customLong("outside-limits"),
    help: "Tell figures outside the old ones' 95% limits, widened for the number of figures compared.")
  var asksLimits = false

  @Option(help: "Compare only figures by these groupings, like overall,age,age+sex.")
  var only: String?

  @Option(help: "Compare only figures of this drug; can be given again.")
  var drug: [String] = []

  @Option(help: "Compare only this measure; can be given again.")
  var measure: [String] = []

  func validate() throws {
    if let least, least < 0 { throw ValidationError("--least must be 0 or more") }
  }

  func set(_ options: inout CompareOptions) {
    options.tolerance = tolerance?.share
    options.least = least
    options.asksLimits = asksLimits
    options.selection.groupings = only?.split(separator: ",").map(String.init) ?? []
    options.selection.drugs = drug
    options.selection.measures = measure
  }
}

/// By what volumes are judged.
struct UsualVolumes: ParsableArguments {
  @Option(
    help: "Judge volumes by the runs of this history, which 'rxuse run --history' writes.",
    completion: .file()
  )
  var history: String?

  @Option(help: "How many runs of the history count, the last ones.")
  var last = 30

  @Option(
    help: "A day on which few rows, or no file, are nothing odd, like 2026-12-25; can be given again.",
    transform: namedDay)
  var quietDay: [Day] = []

  func validate() throws {
    if last < 6 { throw ValidationError("--last must be 6 or more: fewer runs don't say what is ordinary") }
  }

  func set(_ options: inout CompareOptions) {
    options.history = history
    options.last = last
    options.quietDays = Set(quietDay)
  }
}

private func namedDay(_ text: String) throws -> Day {
  guard let day = DateFormat.auto.day(text) else {
    throw ValidationError("'\(text)' is no day; write it as 2026-12-25")
  }
  return day
}

/// A share that is written as a percentage.
struct Percentage: ExpressibleByArgument {
  let share: Double

  init?(argument: String) {
    guard argument.hasSuffix("%"), let number = Double(argument.dropLast()), number.isFinite, number >= 0
    else {
      return nil
    }
    share = number / 100
  }
}
