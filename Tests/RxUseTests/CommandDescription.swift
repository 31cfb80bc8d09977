import Foundation
import Testing

/// A command as the argument parser describes it, for tests that compare documents with it.
struct CommandDescription: Decodable {
  /// A name of an option.
  struct Name: Decodable {
    let kind: String
    let name: String
  }

  /// An argument or an option.
  struct Argument: Decodable {
    let names: [Name]?
  }

  private struct Dump: Decodable {
    let command: CommandDescription
  }

  let commandName: String
  let subcommands: [CommandDescription]?
  let arguments: [Argument]?

  /// What the binary says of itself.
  static func root() throws -> CommandDescription {
    let outcome = try Rxuse.run(["--experimental-dump-help"], in: try TestFolder())
    return try JSONDecoder().decode(Dump.self, from: Data(outcome.output.utf8)).command
  }

  /// The names of its options, without dashes.
  var options: Set<String> { Set((arguments ?? []).flatMap { $0.names ?? [] }.map(\.name)) }

  /// The command that is called by words of a command line; nil where the first of them is none.
  func called(by words: [String]) -> CommandDescription? {
    guard let first = words.first, !first.hasPrefix("-") else { return self }
    guard let subcommands, !subcommands.isEmpty else { return self }
    guard let next = subcommands.first(where: { $0.commandName == first }) else { return nil }
    // A command whose subcommands need not be named has arguments of its own.
    return next.called(by: Array(words.dropFirst())) ?? next
  }

  /// It and all below it, each with the words that call it.
  func all(_ path: [String] = []) -> [(path: [String], command: CommandDescription)] {
    let own = path + [commandName]
    return [(own, self)]
      + (subcommands ?? []).filter { $0.commandName != "help" }.flatMap { $0.all(own) }
  }
}
