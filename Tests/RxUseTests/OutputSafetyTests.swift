import Foundation
import Testing

/// What a run never destroys, whatever is at its output or beside it.
@Suite("The safety of what is there")
struct OutputSafetyTests {
  /// A study in a folder, and somebody's own files in `keep`.
  private func folderWithFiles() throws -> TestFolder {
    let folder = try TestFolder()
    try tinyStudy(folder)
    try folder.write("mine", to: "keep/a")
    try folder.write("mine", to: "keep/sub/b")
    return folder
  }

  /// Runs the study and expects that it is refused in one line with `words`.
  private func expectRefusal(
    _ folder: TestFolder, out: String, code: Int32 = 73, _ words: [String],
    location: SourceLocation = #_sourceLocation
  ) throws {
    let outcome = try Rxuse.run(["run", "study.yml", "--out", out], in: folder)
    #expect(outcome.code == code, "\(outcome.errors)", sourceLocation: location)
    #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)", sourceLocation: location)
    for word in words {
      #expect(outcome.errors.contains(word), "\(word) in \(outcome.errors)", sourceLocation: location)
    }
  }

  @Test(
    "A link under one of rxuse's hidden names is not followed, whether the output is there or not",
    arguments: [".res.rxuse-partial", ".res.rxuse-partial-old"], [true, false])
  func plantedLinks(name: String, isThere: Bool) throws {
    let folder = try folderWithFiles()
    try folder.write("", to: "shared/other")
    if isThere { #expect(try Rxuse.run(["run", "study.yml", "--out", "shared/res"], in: folder).code == 0) }
    for target in ["../keep", "nowhere"] {
      let link = "\(folder.path)/shared/\(name)"
      symlink(target, link)
      try expectRefusal(folder, out: "shared/res", ["shared/\(name)", "remove it"])
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == target)
      unlink(link)
    }
    #expect(try folder.names(in: "keep") == ["a", "sub"] && folder.names(in: "keep/sub") == ["b"])
    #expect(try folder.names(in: "shared") == (isThere ? ["other", "res"] : ["other"]))
    #expect(try Rxuse.run(["run", "study.yml", "--out", "shared/res"], in: folder).code == 0)
  }

  @Test("Links in what a killed run has left are removed and not followed")
  func linksWithin() throws {
    let folder = try folderWithFiles()
    try folder.write("", to: ".out.rxuse-partial/tables/x")
    symlink("../keep", "\(folder.path)/.out.rxuse-partial/tables/keep")
    symlink("../keep/a", "\(folder.path)/.out.rxuse-partial/results.csv")
    let outcome = try Rxuse.run(["run", "study.yml", "--out", "out"], in: folder)
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(try folder.names(in: "out/tables") == ["prescribing_rates.csv"])
    #expect(try folder.read("keep/a") == "mine" && folder.names(in: "keep") == ["a", "sub"])
  }
}
