import ArgumentParser
import RxModel
import RxUse

/// A topic of `rxuse help` that is no subcommand, which the parser's own `help` does not know.
enum StudyTopic: String, CaseIterable {
  /// What a study file can say.
  case study
  /// The layouts that it can name.
  case layouts

  /// The topic that the command line asks for.
  /// - Parameter commands: the names of the subcommands, of which the parser's own `help` knows.
  /// - Returns: the topic; nil where it is none.
  /// - Throws: `ValidationError` for what is neither.
  static func asked(besides commands: [String]) throws -> StudyTopic? {
    let arguments = CommandLine.arguments.dropFirst()
    guard arguments.count == 2, arguments.first == "help", let name = arguments.last else { return nil }
    if let topic = StudyTopic(rawValue: name) { return topic }
    let known = (commands + allCases.map(\.rawValue)).distinct()
    guard !known.contains(name), !name.hasPrefix("-"), name != "help" else { return nil }
    let near = suggestion(for: name, among: known)
    throw ValidationError(
      "there is no help on '\(name)'; \(near.isEmpty ? "there is on \(known.joined(separator: ", "))" : near)"
    )
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
