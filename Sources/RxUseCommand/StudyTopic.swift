import RxModel
import RxUse

/// A topic of `rxuse help` that is no subcommand, which the parser's own `help` does not know.
enum StudyTopic: String, CaseIterable {
  /// What a study file can say.
  case study
  /// The layouts that it can name.
  case layouts

  /// The topic that the command line asks for; nil where it asks for none.
  static var asked: StudyTopic? {
    let arguments = CommandLine.arguments.dropFirst()
    guard arguments.count == 2, arguments.first == "help", let name = arguments.last else { return nil }
    return StudyTopic(rawValue: name)
  }

  /// Writes it to standard output.
  func write() throws {
    let text =
      switch self {
      case .study: studyHelp()
      case .layouts: layoutHelp()
      }
    try exiting { () throws(RxFault) in try StandardOutput.write(text) }
  }
}
