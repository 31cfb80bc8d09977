import ArgumentParser
import RxModel
import RxUse

/// The command line: each subcommand is one file that parses, calls one function of RxUse, and maps to an exit code.
@main
struct RxUseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rxuse",
    abstract:
      "How benzodiazepines and opioids are used: prescribing rates, long-term use and overlap, from CSV files.",
    discussion: """
      A study file (YAML) says what the files are and what is measured; 'rxuse sample' makes one to start from.

      Exit codes: 0 done; 64 bad command line; 65 data beyond the tolerance, a column that is not there, or a \
      warning of a strict run; 66 an input that is missing; 70 a defect in rxuse; 73 the output can't be created; \
      74 an I/O error; 75 try again later; 78 a mistake in the study file or code list; 129, 130, 143 interrupted.
      """,
    version: rxuseVersion,
    subcommands: [
      RunCommand.self, StatusCommand.self, CheckCommand.self, ExplainCommand.self, AssureCommand.self,
      ReportCommand.self,
      TableCommand.self,
      CompareCommand.self, VerifyCommand.self, BundleCommand.self, EpisodesCommand.self, CodesCommand.self,
      InitCommand.self, SampleCommand.self, StudyCommand.self, PartitionCommand.self,
      MapCommand.self, MergeCommand.self,
      FinishCommand.self,
    ])

  /// Parses and runs; what the user typed can't control the terminal when a message quotes it.
  static func main() {
    prepareProcess()
    do {
      try refuseOtherEncodings()
      if let topic = try StudyTopic.asked(besides: commands) { return try topic.write() }
      var command = try parseAsRoot()
      try command.run()
    } catch {
      let code = exitCode(for: error)
      let text = withoutControls(fullMessage(for: error))
      if code == .success, !text.isEmpty {
        do { try StandardOutput.write(text + "\n") } catch { exit(withError: ExitCode(error.code.rawValue)) }
      } else if !text.isEmpty {
        writeError(Terminal.errors.labelled(text) + "\n")
      }
      exit(withError: code)
    }
  }

  /// Swift would repair what is not UTF-8, and a path would be that of another file.
  private static func refuseOtherEncodings() throws {
    for index in 1..<max(1, Int(CommandLine.argc)) {
      guard let argument = CommandLine.unsafeArgv[index], String(validatingCString: argument) == nil else {
        continue
      }
      throw ValidationError(
        "argument \(index), '\(String(cString: argument))', is not UTF-8; rename the file or the folder")
    }
  }

  func run() throws {
    throw ValidationError("a subcommand is missing: \(Self.commands.joined(separator: ", "))")
  }

  private static var commands: [String] {
    configuration.subcommands.compactMap { $0.configuration.commandName }
  }
}
