import ArgumentParser
import RxModel
import RxUse

/// `rxuse codes`.
struct CodesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "codes", abstract: "Show the drugs that are known, and what a file's drugs would become.",
    subcommands: [ListCommand.self, MatchCommand.self, DiffCommand.self], defaultSubcommand: ListCommand.self)

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

  /// `rxuse codes diff`.
  struct DiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "diff", abstract: "Show what differs between two code lists, as CSV.",
      discussion: """
        A row for each code that is in one list alone (added, removed), and for each column in which a code differs \
        (changed: class, ingredient, strength, factors). Codes are compared with case ignored, with --match ndc however they \
        are written, numbers by their value. Where one of the lists has no codes, as the built-in one, ingredients are \
        compared: class, DDD and factors. Exits with 0 whether there are differences or none.
        """)

    @Argument(help: "The list before: a CSV file, or built-in.", completion: .file())
    var old: String

    @Argument(help: "The list after: a CSV file, or built-in.", completion: .file())
    var new: String

    @Option(help: "How codes are matched: auto, code, ndc, atc or name.")
    var match = "auto"

    @OptionGroup var verbosity: Verbosity

    func run() throws {
      try exiting { () throws(RxFault) in
        let (csv, summary) = try diffCodes(from: old, to: new, match: match)
        try StandardOutput.write(csv)
        if !verbosity.quiet { writeMessage(summary) }
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
