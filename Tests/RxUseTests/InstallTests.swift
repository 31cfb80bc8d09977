import Foundation
import Testing

/// What `scripts/install` puts where, of the test run's own binary.
@Suite("Installing")
struct InstallTests {
  /// A folder in which rxuse is installed, under `usr/local`.
  private static func installed() throws -> TestFolder {
    let folder = try TestFolder()
    let outcome = try run([
      DocumentPage.project.appendingPathComponent("scripts/install").path, "--destdir", folder.path,
      "--binary", Rxuse.path,
    ])
    try #require(outcome.code == 0, "\(outcome.text)")
    return folder
  }

  private static func run(_ words: [String]) throws -> (code: Int32, text: String) {
    let (process, pipe) = (Process(), Pipe())
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }

  private static func has(_ program: String) -> Bool {
    (try? run(["sh", "-c", "command -v \(program)"]))?.code == 0
  }

  @Test("Program, manual, completions and documents are there, and say the same as the program")
  func install() throws {
    let folder = try Self.installed()
    let share = "usr/local/share"
    let version = try Self.run(["\(folder.path)/usr/local/bin/rxuse", "--version"])
    #expect(version.code == 0, "\(version.text)")
    let commands = try CommandDescription.root().all()
    #expect(
      try folder.names(in: "\(share)/man/man1")
        == commands.map { "\($0.path.joined(separator: "-")).1.gz" }.sorted())
    for (path, _) in commands { try manual(of: path, share, in: folder) }
    let study = try Self.run(["gzip", "-dc", "\(folder.path)/\(share)/man/man5/rxuse-study.5.gz"]).text
    let topic = try Rxuse.run(["help", "study"], in: folder).output
    // Words, since the manual escapes what would be a request.
    let words = Set(study.split { !$0.isLetter && $0 != "_" })
    #expect(topic.split { !$0.isLetter && $0 != "_" }.allSatisfy(words.contains))

    let completions = [
      ("bash", "bash-completion/completions/rxuse"), ("zsh", "zsh/site-functions/_rxuse"),
      ("fish", "fish/vendor_completions.d/rxuse.fish"),
    ]
    for (shell, path) in completions {
      let text = try folder.read("\(share)/\(path)")
      for (words, _) in commands { #expect(text.contains(words[words.count - 1]), "\(shell): \(words)") }
      guard Self.has(shell) else { continue }
      let read = try Self.run([shell, "-n", "\(folder.path)/\(share)/\(path)"])
      #expect(read.code == 0, "\(shell): \(read.text)")
    }
    try documents(in: "\(folder.path)/\(share)/doc/rxuse")
  }

  /// The page of a command has every option that its help has, and is written as such pages are.
  private func manual(of path: [String], _ share: String, in folder: TestFolder) throws {
    let file = "\(folder.path)/\(share)/man/man1/\(path.joined(separator: "-")).1.gz"
    let page = try Self.run(["gzip", "-dc", file]).text
    let help = try Rxuse.run(path.dropFirst() + ["--help"], in: folder).output
    let options = help.components(separatedBy: "\nOPTIONS:\n").last?.components(separatedBy: "\nSUBCOMMANDS")
    let names = (options?.first ?? "").matches(of: /(?m)^ +((?:-[a-zA-Z], )?--[a-z][a-z0-9-]*)/).flatMap {
      $0.output.1.components(separatedBy: ", ")
    }
    #expect(names.contains("--help"), "\(path): \(help)")
    for name in names {
      let spelled = name.hasPrefix("--") ? "Fl Fl \(name.dropFirst(2))" : "Fl \(name.dropFirst())"
      #expect(
        page.split(separator: "\n").contains { $0.hasPrefix(".It ") && "\($0) ".contains("\(spelled) ") },
        "\(path): \(name)")
    }
    guard Self.has("mandoc") else { return }
    let plain = try folder.write(page, to: "page")
    let lint = try Self.run(["mandoc", "-T", "lint", "-W", "warning", plain])
    #expect(lint.code == 0, "\(path): \(lint.text)")
  }

  /// The documents' links lead to each other, wherever they were installed.
  private func documents(in place: String) throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: place)
    #expect(names.contains("README.md") && names.contains("LICENSE"))
    for name in names where name.hasSuffix(".md") {
      let text = try String(contentsOfFile: "\(place)/\(name)", encoding: .utf8)
      for match in text.matches(of: /\]\(([^)\s#]+)[^)]*\)/) where !match.output.1.contains("://") {
        #expect(
          FileManager.default.fileExists(atPath: "\(place)/\(match.output.1)"), "\(name): \(match.output.1)")
      }
    }
  }
}
