import RxModel
import RxUse

/// `rxuse help study`: what a study file can measure. The parser's own `help` knows subcommands alone.
enum StudyTopic {
  /// Whether the command line asks for it.
  static var isAskedFor: Bool { CommandLine.arguments.dropFirst() == ["help", "study"] }

  /// Writes it to standard output.
  static func write() throws {
    try exiting { () throws(RxFault) in try StandardOutput.write(studyHelp()) }
  }
}
