import ArgumentParser
import RxDecode
import RxModel
import RxUse

/// `rxuse map`.
struct MapCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "map", abstract: "Count one part of a study's patients.",
    discussion: """
      Reads all rows and counts the patients of part K of N. The state is written whole or not at all, and nobody but \
      its owner can read it: it holds small counts, and is as confidential as the data. 'rxuse merge' adds states up, and \
      'rxuse finish' makes the output: the same, byte for byte, as one run's.
      """)

  @Argument(help: "The study file.", completion: .file(extensions: ["yml", "yaml"]))
  var study: String

  @Option(
    help: "The part and the number of parts, such as 3/64; a study file of 'rxuse partition' says it itself.")
  var part: PatientPart?

  @Option(
    help: "all: the files hold all patients. own: they hold the part's alone, divided by somebody else.")
  var rows = Rows.all

  @Option(
    help:
      "With --rows own the first and last day of all patients' fills, such as 2018-07-01/2022-12-31, where merging asks for it."
  )
  var fills: Days?

  @Option(help: "The file for what the part comes to.", completion: .file())
  var state: String

  @OptionGroup var resources: Resources
  @OptionGroup var verbosity: Verbosity

  /// The values of `--rows`.
  enum Rows: String, CaseIterable, ExpressibleByArgument {
    case all, own
  }

  func validate() throws {
    if fills != nil, rows != .own { throw ValidationError("--fills goes with --rows own alone") }
    if rows == .own, part == nil { throw ValidationError("--rows own needs --part K/N") }
  }

  func run() throws {
    let options = resources.options
    let own: PartRows? = part.map { rows == .all ? .all($0) : .own($0, fills: fills?.span) }
    let line = verbosity.progressLine(of: options.progress)
    defer { line?.end() }
    try exiting { () throws(RxFault) in
      try RxUse.map(study: study, own, state: state, options: options, log: verbosity.log)
    }
  }
}

/// Two dates with a slash between them.
struct Days: ExpressibleByArgument {
  let span: DaySpan

  init?(argument: String) {
    let days = argument.split(separator: "/", omittingEmptySubsequences: false)
      .map { DateFormat.auto.day(String($0)) }
    guard days.count == 2, let first = days[0], let last = days[1], first <= last else { return nil }
    span = DaySpan(first, last)
  }
}

/// `rxuse partition`.
struct PartitionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "partition", abstract: "Divide a study's rows by patient.",
    discussion: """
      Makes DIR/01, DIR/02 ... each with the rows of its patients and a study file of its own, for 'rxuse map \
      DIR/07/study.yml --state FILE', on any machine that has DIR/07 and DIR/whole.rxs. Rejected rows are counted now, and \
      are in no part. All of it is patients' data, and nobody but its owner can read it.
      """)

  @Argument(help: "The study file.", completion: .file(extensions: ["yml", "yaml"]))
  var study: String

  @Option(name: [.customShort("n"), .long], help: "How many parts.")
  var parts: Int

  @Option(name: .shortAndLong, help: "The folder for the parts, which is made.", completion: .directory)
  var out: String

  @OptionGroup var resources: Resources
  @OptionGroup var verbosity: Verbosity

  func validate() throws {
    guard (1...PatientPart.mostParts).contains(parts) else {
      throw ValidationError("--parts must be from 1 to \(PatientPart.mostParts)")
    }
  }

  func run() throws {
    let options = resources.options
    let line = verbosity.progressLine(of: options.progress)
    defer { line?.end() }
    try exiting { () throws(RxFault) in
      try RxUse.partition(study: study, into: parts, out: out, options: options, log: verbosity.log)
    }
  }
}

/// `rxuse merge`.
struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge", abstract: "Add up the states of several parts.",
    discussion: """
      In any order, and in several steps where that is handier. States of different studies, versions or divisions are \
      refused, and so is a part that comes twice.
      """)

  @Argument(help: "States that 'rxuse map' or 'rxuse merge' has written.", completion: .file())
  var states: [String]

  @Option(name: .shortAndLong, help: "The file for the sum.", completion: .file())
  var out: String

  func run() throws {
    try exiting { () throws(RxFault) in try RxUse.merge(states, to: out) }
  }
}

/// `rxuse finish`.
struct FinishCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "finish", abstract: "Make the output of a study of the counts of all its parts.",
    discussion: """
      Rates, limits, disclosure control and reports are made here alone. Neither the study file nor the data are needed: \
      the state holds the study and its code lists.
      """)

  @Argument(help: "The state of all parts.", completion: .file())
  var state: String

  @OptionGroup var output: Output
  @OptionGroup var resources: Resources
  @OptionGroup var verbosity: Verbosity

  func run() throws {
    clearUpWhenInterrupted()
    var options = resources.options
    options.isStrict = output.strict
    options.lockWait = output.lockWait
    let line = verbosity.progressLine(of: options.progress)
    defer { line?.end() }
    try exiting { [options] () throws(RxFault) in
      try RxUse.finish(state, out: output.out, options: options, log: verbosity.log)
    }
  }
}

extension PatientPart: ExpressibleByArgument {
  /// The part that `3/64` names; nil where it is none.
  public init?(argument: String) {
    let numbers = argument.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, let number = numbers[0], let count = numbers[1],
      (1...PatientPart.mostParts).contains(count), (1...count).contains(number)
    else { return nil }
    self.init(number, of: count)
  }
}
