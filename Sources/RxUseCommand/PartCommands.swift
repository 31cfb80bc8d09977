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

  @Option(help: "The part and the number of parts, such as 3/64.")
  var part: PatientPart

  @Option(help: "The file for what the part comes to.", completion: .file())
  var state: String

  @OptionGroup var resources: Resources
  @OptionGroup var verbosity: Verbosity

  func run() throws {
    let options = resources.options
    try exiting { () throws(RxFault) in
      try RxUse.map(study: study, part, state: state, options: options, log: verbosity.log)
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

  @Option(name: .shortAndLong, help: "The folder for the results.", completion: .directory)
  var out: String

  @Flag(help: "End with 65 and write nothing where there is anything to warn of.")
  var strict = false

  @OptionGroup var resources: Resources
  @OptionGroup var verbosity: Verbosity

  func run() throws {
    clearUpWhenInterrupted()
    var options = resources.options
    options.isStrict = strict
    try exiting { [options] () throws(RxFault) in
      try RxUse.finish(state, out: out, options: options, log: verbosity.log)
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
