import ArgumentParser
import RxModel
import RxUse

/// `rxuse codes`.
struct CodesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "codes", abstract: "Show the drugs that are known, and what a file's drugs would become.",
    subcommands: [ListCommand.self, MatchCommand.self], defaultSubcommand: ListCommand.self)

  /// `rxuse codes`.
  struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the classes and their ingredients.")

    @Option(
      name: .customLong("list"), help: "A code list in place of the built-in one; may be given several times."
    )
    var lists: [String] = []

    @Flag(help: "Every entry with its codes, factors and sources, as CSV.")
    var csv = false

    func run() throws {
      try exiting { () throws(RxFault) in
        let request = CodeListRequest(files: lists, match: "auto")
        try StandardOutput.write(csv ? try codesCSV(request) : try listCodes(request))
      }
    }
  }

  /// `rxuse codes match`.
  struct MatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "match",
      abstract: "Show what each distinct value of a column would become, by row count, as CSV.")

    @Argument(help: "A CSV file, plain, .gz or .zst; - is standard input.", completion: .file())
    var file: String

    @Option(help: "The column with the drugs.")
    var column: String

    @Option(
      name: .customLong("list"), help: "A code list in place of the built-in one; may be given several times."
    )
    var lists: [String] = []

    @Option(help: "How values are matched: auto, code, ndc, atc or name.")
    var match = "auto"

    @Option(help: "The byte between fields: , ; | or tab.")
    var delimiter = ","

    @OptionGroup var verbosity: Verbosity

    func validate() throws {
      guard Self.delimiters[delimiter] != nil else {
        throw ValidationError("--delimiter must be , ; | or tab")
      }
    }

    private static let delimiters: [String: UInt8] = [
      ",": 0x2C, ";": 0x3B, "|": 0x7C, "tab": 0x09, "\t": 0x09,
    ]

    func run() throws {
      try exiting { () throws(RxFault) in
        let (csv, summary) = try matchCodes(
          CodeListRequest(files: lists, match: match), file: file, column: column,
          delimiter: Self.delimiters[delimiter] ?? 0x2C)
        try StandardOutput.write(csv)
        if !verbosity.quiet { writeMessage(summary) }
      }
    }
  }
}
