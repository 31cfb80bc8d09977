import ArgumentParser
import RxModel
import RxUse

/// `rxuse episodes`.
struct EpisodesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "episodes", abstract: "Write every person's episodes of use, for linkage with other data.",
    discussion: """
      A row an episode: patient, class, start and end, days covered and supplied, fills, doses per day where the study asks \
      for them, and how it ended: stopped, observation ended, died or study ended. By the study's definitions, so that \
      the numbers of a run can be counted from it. What it writes is patient-level: only the owner can read the file, and \
      it can't be in the output folder of a run.
      """)

  @Argument(help: "The study file.", completion: .file(extensions: ["yml", "yaml"]))
  var study: String

  @Option(
    name: .customLong("of"),
    help: """
      era: runs of covered days, short pauses joined; overlap: runs of days that both classes of a pair cover; new-use: \
      from new use to the end of its era.
      """)
  var kind: EpisodeKind

  @Option(
    help: "The longest pause of an era, in days (default: the first that the study's measures have, or 30).")
  var gap: Int?

  @Option(
    help:
      "The days free of the drug before new use (default: the first that the study's measures have, or 365).")
  var washout: Int?

  @Option(name: .shortAndLong, help: "The file.", completion: .file(extensions: ["csv"]))
  var out: String

  @OptionGroup var resources: Resources
  @OptionGroup var verbosity: Verbosity

  func validate() throws {
    for (name, days) in [("--gap", gap), ("--washout", washout)] {
      if let days, !(0...36_500).contains(days) {
        throw ValidationError("\(name) must be from 0 to 36500 days")
      }
    }
    if gap != nil, kind == .overlap { throw ValidationError("--gap goes with eras and new use") }
    if washout != nil, kind != .newUse { throw ValidationError("--washout goes with new use") }
  }

  func run() throws {
    clearUpWhenInterrupted()
    var options = EpisodeOptions(kind)
    options.gapDays = gap
    options.washoutDays = washout
    let runOptions = resources.options
    let line = verbosity.progressLine(of: runOptions.progress)
    defer { line?.end() }
    try exiting { [options] () throws(RxFault) in
      try RxUse.episodes(
        study: study, options, out: out, resources: runOptions, log: verbosity.log)
    }
  }
}

extension EpisodeKind: ExpressibleByArgument {}
