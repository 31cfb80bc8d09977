import Foundation
import Testing

/// Does the documentation say what is so? Its commands run, what its prose calls exists, and its links lead somewhere.
@Suite("Documents")
struct DocumentsTests {
  /// Why a block of commands may stay out of the tests.
  private static let reasons = [
    "builds rxuse", "installs", "needs root", "needs a cluster", "runs every test", "your files",
  ]

  private static let followed = DocumentPage.all.filter { page in
    (try? page.parts().blocks.contains { !$0.commands.isEmpty }) ?? false
  }

  @Test("The commands of each page run in their order, and end as it says", arguments: followed)
  func commands(_ page: DocumentPage) throws {
    let folder = try TestFolder()
    for (command, output) in try page.follow(in: folder) {
      guard !command.contains("# exit") else { continue }
      // A table holds figures, and what is to be written is there.
      if command.hasPrefix("rxuse table ") {
        let file = command.firstMatch(of: /[ ]> ([^ ]+)/).map { String($0.output.1) }
        let table = try file.map(folder.read) ?? output
        #expect(table.split(separator: "\n").count > 2, "\(command): \(table)")
      }
      guard command.hasPrefix("rxuse ") else { continue }
      for match in command.matches(
        of: /(?:-o|--(?:out|state|log|history|metrics|stamp|depfile)) ([^ ]+)/)
      {
        #expect(folder.holds(String(match.output.1)), "\(command)")
      }
    }
  }

  @Test("What is not run says why, and there is little of it")
  func notRun() throws {
    let blocks = try DocumentPage.all.flatMap { try $0.parts().blocks }.filter { $0.language == "sh" }
    let kept = blocks.compactMap(\.notRun)
    for reason in kept { #expect(Self.reasons.contains(reason), "'\(reason)' is no reason") }
    let counts = Dictionary(kept.map { ($0, 1) }, uniquingKeysWith: +).sorted { $0.key < $1.key }
    print(
      "documents: \(blocks.count - kept.count) blocks of commands are run;",
      counts.map { "\($0.value) not: \($0.key)" }.joined(separator: ", "))
    #expect(!Self.followed.isEmpty && kept.count * 3 < blocks.count)
  }

  @Test("Commands and options that the prose names exist", arguments: DocumentPage.all)
  func named(_ page: DocumentPage) throws {
    let root = try CommandDescription.root()
    let (prose, blocks) = try page.parts()
    let spans = prose.matches(of: /`(rxuse [^`]+)`/).map { String($0.output.1) }
    let shown = blocks.flatMap { $0.text.split(separator: "\n") }.filter {
      $0.hasPrefix("rxuse ") || $0.hasPrefix("$ rxuse ")
    }
    for text in spans + shown.map({ String($0.drop { $0 == "$" || $0 == " " }) }) {
      // What comes behind a comment or a pipe is something else.
      let command = text.replacing(/\s+[#|>;].*/, with: "")
      let words = command.split(whereSeparator: \.isWhitespace).dropFirst().map(String.init)
      if words.first == "help" { continue }
      let called = try #require(root.called(by: words), "\(page.path): `\(text)` is no command")
      for word in words where word.hasPrefix("--") {
        let option = String(word.dropFirst(2).prefix { $0.isLetter || $0.isNumber || $0 == "-" })
        #expect(called.options.contains(option), "\(page.path): `\(text)` has no option '--\(option)'")
      }
    }
  }

  @Test("Links lead somewhere", arguments: DocumentPage.all)
  func links(_ page: DocumentPage) throws {
    let prose = try page.parts().prose
    let here = DocumentPage.project.appendingPathComponent(page.path)
    for match in prose.matches(of: /\]\(([^)\s]+)\)/) {
      let link = String(match.output.1)
      guard !link.contains("://") else { continue }
      let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
      let target =
        parts[0].isEmpty ? here : here.deletingLastPathComponent().appendingPathComponent(String(parts[0]))
      #expect(FileManager.default.fileExists(atPath: target.path), "\(page.path): \(link)")
      guard parts.count == 2 else { continue }
      let headings = try String(contentsOf: target, encoding: .utf8).split(separator: "\n")
        .filter { $0.hasPrefix("#") }.map { Self.anchor(of: $0.drop { $0 == "#" || $0 == " " }) }
      #expect(headings.contains(String(parts[1])), "\(page.path): \(link)")
    }
    for match in prose.matches(of: /<doc:([A-Za-z]+)>/) {
      let name = String(match.output.1)
      #expect(DocumentPage.all.contains { $0.path.hasSuffix("/\(name).md") }, "\(page.path): <doc:\(name)>")
    }
  }

  /// The name by which a heading is linked to.
  private static func anchor(of heading: Substring) -> String {
    heading.lowercased().filter { $0.isLetter || $0.isNumber || $0 == " " || $0 == "-" }
      .replacingOccurrences(of: " ", with: "-")
  }

  @Test("The README is short, and leads to every page")
  func readme() throws {
    let text = try DocumentPage(path: "README.md").text()
    #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count <= 121)
    for page in DocumentPage.all where page.path.contains("/") {
      #expect(text.contains("(\(page.path))"), "\(page.path)")
    }
  }
}
