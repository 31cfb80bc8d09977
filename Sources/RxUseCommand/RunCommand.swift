import ArgumentParser
import RxModel
import RxUse

/// `rxuse run`.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run a study and write its tables.",
    discussion: """
      The output folder is written whole or not at all: it is built beside DIR and takes its place when all has \
      succeeded. Results do not depend on the number of threads. Where the study, its files, this program and DIR are what they \
      were after the run before, it is only said that nothing has changed.
      """)

  @Argument(help: "The study file.", completion: .file(extensions: ["yml", "yaml"]))
  var study: String

  @OptionGroup var output: Output
  @OptionGroup var night: NightFiles
  @OptionGroup var cache: CacheFolderOptions
  @OptionGroup var resources: Resources
  @OptionGroup var verbosity: Verbosity

  func run() throws {
    clearUpWhenInterrupted()
    var options = resources.options
    options.isStrict = output.strict
    options.lockWait = output.lockWait
    options.cache = cache.options
    options.cache?.rehashes = night.rehash
    let line = verbosity.progressLine(of: options.progress)
    let night = night.options
    try exiting { [options] () throws(RxFault) in
      defer { line?.end() }
      let entry = try runNightly(
        study: study, out: output.out, options: options, night: night, log: verbosity.log(night.log))
      line?.end()
      if !verbosity.quiet { writeMessage(entry.line) }
    }
  }
}
