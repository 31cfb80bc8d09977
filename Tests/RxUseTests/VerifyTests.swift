import Foundation
import Testing

/// Whether an output is still what its study, inputs and rxuse give.
@Suite("Verification of an output")
struct VerifyTests {
  /// What a verification gives in lines, and its exit code.
  private func verify(_ folder: TestFolder, _ arguments: [String] = []) throws -> (
    code: Int32, lines: [String]
  ) {
    let outcome = try Rxuse.run(["verify", "out"] + arguments, in: folder)
    #expect(outcome.errors.isEmpty, "\(outcome.errors)")
    return (outcome.code, outcome.output.split(separator: "\n").map(String.init))
  }

  /// Expects one difference, after `change`, which is then taken back.
  private func expect(
    _ code: Int32, _ line: String, _ folder: TestFolder, _ name: String, rerun: Bool = false,
    _ change: (String) -> String?
  ) throws {
    let old = try folder.read(name)
    if let new = change(old) {
      #expect(new != old)
      try folder.write(new, to: name)
    } else {
      try FileManager.default.removeItem(atPath: "\(folder.path)/\(name)")
    }
    let found = try verify(folder, rerun ? ["--rerun"] : [])
    #expect(found.code == code && found.lines == [line], "\(found)")
    try folder.write(old, to: name)
  }

  @Test("What is as it was ends with 0, and a run again leaves nothing behind")
  func unchanged() throws {
    let folder = try BundleTests.written()
    let found = try verify(folder)
    #expect(found.code == 0 && found.lines.count == 1, "\(found)")
    #expect(found.lines.first?.contains("the study, 3 inputs") == true, "\(found)")
    let again = try verify(folder, ["--rerun", "--threads", "1", "--memory", "64M", "--tmp-dir", "."])
    #expect(again.code == 0 && again.lines.first?.hasSuffix("what a run writes again") == true, "\(again)")
    // The study can be named otherwise than the run did.
    let renamed = try verify(folder, ["--rerun", "--study", "\(folder.path)/work/../work/study.yml"])
    #expect(renamed.code == 0, "\(renamed)")
    let left = try folder.names().filter { $0.contains("rxuse") }
    #expect(left == [".out.rxuse-runs.json"], "\(left)")
    // A report in a format that the run did not write is no difference, nor is one that is made again.
    #expect(try Rxuse.run(["report", "out", "--formats", "html,csv"], in: folder).code == 0)
    #expect(try verify(folder, ["--rerun"]).code == 0)
  }

  @Test("A changed study, a changed or missing input, a new file and another version are told")
  func study() throws {
    let folder = try BundleTests.written()
    try expect(
      1, "study: work/study.yml has other bytes than the one that was run", folder, "work/study.yml"
    ) { $0 + "# a remark\n" }
    let bytes = try folder.read("work/members.csv").utf8.count
    try expect(
      1, "input: patients members.csv has other bytes than the run read: \(bytes + 1), and \(bytes) then",
      folder, "work/members.csv"
    ) { $0 + "\n" }
    try expect(
      1, "input: code list ../lists/codes.csv has other bytes than the run read", folder, "lists/codes.csv"
    ) { $0.replacing(",opioid,", with: ",opioix,", maxReplacements: 1) }
    try expect(
      66, "input: prescriptions prescriptions.csv is missing", folder, "work/prescriptions.csv"
    ) { _ in nil }
    try expect(1, "version: rxuse 9.9.9 made it, and this is 0.1.0", folder, "out/run.json") {
      $0.replacing(/"rxuse_version" : "[^"]*"/, with: "\"rxuse_version\" : \"9.9.9\"")
    }
    let missing = try Rxuse.run(["verify", "out", "--study", "nowhere.yml"], in: folder)
    #expect(missing.code == 66 && missing.output.contains("no study file is at 'nowhere.yml'"))
    let none = try Rxuse.run(["verify", "work"], in: folder)
    #expect(none.code == 66 && none.errors.contains("work/run.json can't be read"), "\(none.errors)")
  }

  @Test("A file that a pattern takes in since is told")
  func newFile() throws {
    let folder = try sampleFolder()
    let study = try folder.read("study.yml").replacing("[prescriptions.csv]", with: "[\"p*.csv\"]")
    try folder.write(study, to: "study.yml")
    #expect(try Rxuse.run(["run", "-q", "study.yml", "--out", "out"], in: folder).code == 0)
    #expect(try verify(folder).code == 0)
    try folder.write(try folder.read("prescriptions.csv"), to: "pmore.csv")
    let found = try verify(folder)
    #expect(found.code == 1, "\(found)")
    #expect(found.lines == ["input: prescriptions pmore.csv is new: the run did not read it"])
  }

  @Test("A touched, a missing and a foreign file of the output are told")
  func output() throws {
    let folder = try BundleTests.written()
    let lines = try folder.read("out/report.md").split(separator: "\n", omittingEmptySubsequences: false)
      .count
    try expect(
      1, "output: report.md is not what the tables give, from line \(lines) on", folder, "out/report.md"
    ) { $0 + "more\n" }
    try expect(1, "output: methods.md is missing", folder, "out/methods.md") { _ in nil }
    try expect(
      1, "output: results.csv has other bytes than datapackage.json says", folder, "out/results.csv"
    ) { $0 + "\n" }
    try expect(1, "output: attrition.csv is missing", folder, "out/attrition.csv") { _ in nil }
    try expect(1, "rerun: codes.csv differs from line 2 on", folder, "out/codes.csv", rerun: true) { text in
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      return ([lines[0], "x" + lines[1]] + lines[2...]).joined(separator: "\n")
    }
    try folder.write("figures\n", to: "out/notes.txt")
    let foreign = try verify(folder)
    #expect(foreign.code == 1 && foreign.lines == ["output: notes.txt is none of what a run writes"])
  }
}
