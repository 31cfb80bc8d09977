import Foundation
import Testing

/// Files that are named twice, in whatever spelling.
@Suite("The same file twice")
struct SameFileTests {
  @Test(
    "A file is read once, however it is spelled",
    arguments: ["rx.csv", "./rx.csv", "soft.csv", "hard.csv", "*.csv"])
  func prescriptions(other: String) throws {
    let folder = try TestFolder()
    try tinyStudy(folder, changing: "files: [rx.csv]", to: "files: [data/rx.csv, \"data/\(other)\"]")
    try folder.write(try folder.read("rx.csv"), to: "data/rx.csv")
    let files = FileManager.default
    try files.createSymbolicLink(atPath: "\(folder.path)/data/soft.csv", withDestinationPath: "rx.csv")
    try files.linkItem(atPath: "\(folder.path)/data/rx.csv", toPath: "\(folder.path)/data/hard.csv")
    let outcome = try Rxuse.run(["run", "study.yml", "--out", "out"], in: folder)
    #expect(outcome.code == 0 && outcome.errors.contains("read once"), "\(outcome)")
    #expect(try folder.read("out/attrition.csv").contains("\nused,2,2\n"))
  }

  @Test("A code list is read once, however it is spelled", arguments: ["codes.csv", "./codes.csv"])
  func codeLists(other: String) throws {
    let folder = try TestFolder()
    try tinyStudy(folder, changing: "files: [codes.csv]", to: "files: [codes.csv, \(other)]")
    let outcome = try Rxuse.run(["run", "study.yml", "--out", "out"], in: folder)
    #expect(outcome.code == 0 && outcome.errors.contains("read once"), "\(outcome)")
    #expect(try folder.read("out/run.json").components(separatedBy: "\"code list\"").count == 2)
  }
}
