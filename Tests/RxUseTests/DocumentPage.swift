import Foundation
import Testing

/// A page of the documentation, as its readers follow it.
///
/// Commands stand in blocks of `sh`, and are run in the order of the page in a folder that holds the samples. One that is
/// to end otherwise than with 0 says so in its comment, `# exit 1`. A block after `<!-- not run: why -->` is not run; the
/// text of one after `<!-- file: NAME -->` is that file.
struct DocumentPage: CustomTestStringConvertible, Sendable {
  /// A fenced block.
  struct Block: Sendable {
    let language: String
    let text: String
    /// Why it is not run.
    let notRun: String?
    /// The file that it is.
    let file: String?

    /// Its commands: a line each, without comments of their own, those that go on in the next line as one.
    var commands: [String] {
      guard language == "sh", notRun == nil else { return [] }
      return text.replacingOccurrences(of: "\\\n", with: " ").split(separator: "\n").map(String.init)
        .filter { !$0.hasPrefix("#") }
    }
  }

  /// The project's folder.
  static let project = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// What lies at the top of the project, and the articles.
  static let all: [DocumentPage] = ["", "Sources/RxUse/RxUse.docc/"].flatMap { folder in
    let names = (try? FileManager.default.contentsOfDirectory(atPath: project.path + "/" + folder)) ?? []
    return names.filter { $0.hasSuffix(".md") }.sorted().map { DocumentPage(path: folder + $0) }
  }

  /// The article of this name.
  static func article(_ name: String) -> DocumentPage {
    DocumentPage(path: "Sources/RxUse/RxUse.docc/\(name).md")
  }

  /// Where it is in the project.
  let path: String

  var testDescription: String { path }

  /// Its text.
  func text() throws -> String {
    try String(contentsOf: Self.project.appendingPathComponent(path), encoding: .utf8)
  }

  /// Its text without its blocks, and the blocks.
  func parts() throws -> (prose: String, blocks: [Block]) {
    var (prose, blocks): ([Substring], [Block]) = ([], [])
    var open: (language: String, lines: [Substring])?
    for line in try text().split(separator: "\n", omittingEmptySubsequences: false) {
      switch (open, line.hasPrefix("```")) {
      case (nil, false): prose.append(line)
      case (nil, true): open = (String(line.dropFirst(3)), [])
      case (.some, false): open?.lines.append(line)
      case (let block?, true):
        let mark = prose.last(where: { !$0.isEmpty }) ?? ""
        blocks.append(
          Block(
            language: block.language, text: block.lines.joined(separator: "\n") + "\n",
            notRun: mark.wholeMatch(of: /<!-- not run: (.+) -->/).map { String($0.1) },
            file: mark.wholeMatch(of: /<!-- file: (.+) -->/).map { String($0.1) }))
        // A mark is of one block.
        prose.append("```")
        open = nil
      }
    }
    #expect(open == nil, "\(path): a block does not end")
    return (prose.joined(separator: "\n"), blocks)
  }

  /// Follows the page in a folder, and returns each command with what it printed on standard output.
  @discardableResult
  func follow(in folder: TestFolder) throws -> [(command: String, output: String)] {
    try FileManager.default.copyItem(
      at: Self.project.appendingPathComponent("samples"), to: URL(fileURLWithPath: "\(folder.path)/samples"))
    var done: [(command: String, output: String)] = []
    for block in try parts().blocks {
      if let file = block.file { try folder.write(block.text, to: file) }
      for command in block.commands {
        let code = command.firstMatch(of: /# exit ([0-9]+)/).flatMap { Int32($0.1) } ?? 0
        let outcome = try Self.run(command, in: folder)
        #expect(outcome.code == code, "\(path): \(command): \(outcome.errors)")
        done.append((command, outcome.output))
      }
    }
    return done
  }

  /// Runs a line as a shell would in which rxuse is on the path.
  private static func run(_ line: String, in folder: TestFolder) throws -> Rxuse.Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["bash", "-c", line]
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    var environment = ProcessInfo.processInfo.environment
    let own = (Rxuse.path as NSString).deletingLastPathComponent
    environment["PATH"] = "\(own):\(environment["PATH"] ?? "")"
    process.environment = environment
    // Files, since of two pipes one fills up while the other is read.
    let (output, errors) = (try folder.write("", to: ".stdout"), try folder.write("", to: ".stderr"))
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: output))
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: errors))
    try process.run()
    process.waitUntilExit()
    return Rxuse.Outcome(
      code: process.terminationStatus, output: try folder.read(".stdout"), errors: try folder.read(".stderr"))
  }
}
