import Foundation
import Testing

/// Do the commands of the documentation do what it says?
@Suite("Commands of the documentation")
struct DocumentedCommandTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The lines of a page's blocks of commands.
  private func commands(of page: String) throws -> [String] {
    let text = try String(contentsOf: Self.root.appendingPathComponent(page), encoding: .utf8)
    return text.components(separatedBy: "\n```sh\n").dropFirst().flatMap { block in
      block.components(separatedBy: "\n```")[0].split(separator: "\n").map(String.init)
    }
  }

  /// Runs a line in the folder, and returns its exit code and what it says.
  private func run(_ line: String, in folder: TestFolder) throws -> (code: Int32, text: String) {
    let (process, pipe) = (Process(), Pipe())
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["bash", "-c", line]
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    var environment = ProcessInfo.processInfo.environment
    let own = (Rxuse.path as NSString).deletingLastPathComponent
    environment["PATH"] = "\(own):\(environment["PATH"] ?? "")"
    process.environment = environment
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }

  /// Runs lines one after the other; one that is to end otherwise says so: `# exit 66`.
  private func runAll(_ lines: [String], in folder: TestFolder) throws {
    for line in lines {
      let code = line.firstMatch(of: /# exit ([0-9]+)/).flatMap { Int32($0.1) } ?? 0
      let outcome = try run(line, in: folder)
      #expect(outcome.code == code, "\(line): \(outcome.text)")
    }
  }

  @Test("Reproducing and linking, as its page says")
  func reproducing() throws {
    let folder = try TestFolder()
    let lines = try commands(of: "Sources/RxUse/RxUse.docc/ReproducingAndLinking.md")
    #expect(lines.count > 10)
    try runAll(lines, in: folder)
    for name in ["study.zip", "eras.csv", "overlap.csv", "new-use.csv", "unpacked/README.txt"] {
      #expect(folder.holds(name), "\(name)")
    }
    #expect(try run("cd unpacked && sha256sum -c --quiet SHA256SUMS", in: folder).code == 0)
  }

  @Test("The README's commands of bundles, verification and episodes")
  func readme() throws {
    let folder = try TestFolder()
    let lines = try commands(of: "README.md").filter { line in
      ["bundle", "verify", "episodes"].contains { line.hasPrefix("rxuse \($0) ") }
    }
    #expect(lines.count == 3, "\(lines)")
    try runAll(
      ["rxuse sample --patients 200 --seed 1 --out try", "rxuse run -q try/study.yml --out results"] + lines,
      in: folder)
  }
}
