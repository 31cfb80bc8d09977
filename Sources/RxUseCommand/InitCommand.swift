import ArgumentParser
import RxModel
import RxUse

/// `rxuse init`.
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Write a study for files that nobody described.",
    discussion: """
      Looks at rows of each file: from the start, the middle and the end, of a packed one from the start. Each answer in the \
      study has a grade and its evidence behind it. What the data don't decide says CHOOSE, which ends with exit code 78; \
      the options settle it. Layouts known by name are recognised ('rxuse help layouts'). No value that fewer than eleven \
      patients have is written or shown.
      """)

  @Argument(
    help: "The files, or folders with them: prescriptions, roster, enrolment, deaths, code lists.",
    completion: .file())
  var files: [String]

  @Option(
    name: .shortAndLong, help: "The study file to write.", completion: .file(extensions: ["yml", "yaml"]))
  var out = "study.yml"

  @Option(
    help:
      "How dates are written: a pattern like dd/MM/yyyy, or patients=PATTERN for one kind of file. Repeatable."
  )
  var dateFormat: [String] = []

  @Option(
    help: "Which column is what: FIELD=HEADER, such as date=fill_dt, or patients.sex=gender. Repeatable.")
  var column: [String] = []

  @Option(
    help:
      "Which file is what: ROLE=FILE, the role prescriptions, patients, observation, deaths, codes or none. Repeatable."
  )
  var role: [String] = []

  @Flag(help: "Replace a file that is there.")
  var force = false

  func run() throws {
    var options = InitOptions(files: files, out: out)
    (options.dates, options.columns, options.roles, options.replaces) = (dateFormat, column, role, force)
    try exiting { () throws(RxFault) in try StandardOutput.write(try initialStudy(options)) }
  }
}
