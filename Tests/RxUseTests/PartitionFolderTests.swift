import Foundation
import Testing

/// The folder that `rxuse partition` makes.
@Suite("The folder of the parts")
struct PartitionFolderTests {
  private let partial = ".parts.rxuse-partial"

  private func divide(_ folder: TestFolder) throws -> (code: Int32, errors: String) {
    let outcome = try Rxuse.run(["partition", "study.yml", "-n", "3", "--out", "parts/"], in: folder)
    return (outcome.code, outcome.errors)
  }

  private func mode(_ folder: TestFolder, _ name: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: "\(folder.path)/\(name)")[.posixPermissions] as? Int
  }

  @Test(
    "What a killed one has left goes, whoever could enter it, and nobody but the owner can enter the parts")
  func leftover() throws {
    let folder = try TestFolder()
    try tinyStudy(folder)
    try folder.write("theirs", to: "\(partial)/01/prescriptions-1.csv")
    chmod("\(folder.path)/\(partial)", 0o777)
    chmod("\(folder.path)/\(partial)/01", 0o777)
    #expect(try divide(folder).code == 0)
    #expect(try folder.names(in: "parts") == ["01", "02", "03", "reading.rxs", "whole.rxs"])
    for name in ["parts", "parts/01"] { #expect(try mode(folder, name) == 0o700) }
    for name in ["parts/01/prescriptions-1.csv", "parts/whole.rxs"] {
      #expect(try mode(folder, name) == 0o600)
    }
    #expect(!folder.holds(partial))
    let again = try divide(folder)
    #expect(again.code == 73 && again.errors.contains("parts is there already"), "\(again.errors)")
  }

  @Test("Two at once: the second ends with 75, and takes nothing from the first")
  func held() throws {
    let folder = try TestFolder()
    try tinyStudy(folder)
    try folder.write("ours", to: "\(partial)/file")
    let descriptor = open("\(folder.path)/\(partial)", O_RDONLY | O_DIRECTORY)
    defer { close(descriptor) }
    try #require(descriptor >= 0 && flock(descriptor, LOCK_EX) == 0)
    let outcome = try divide(folder)
    #expect(outcome.code == 75 && outcome.errors.contains("holds the output"), "\(outcome.errors)")
    #expect(try folder.read("\(partial)/file") == "ours" && !folder.holds("parts"))
  }

  @Test("A link in the place of the hidden folder is not followed")
  func link() throws {
    let folder = try TestFolder()
    try tinyStudy(folder)
    try folder.write("theirs", to: "other/file")
    symlink("other", "\(folder.path)/\(partial)")
    let outcome = try divide(folder)
    #expect(outcome.code == 73 && outcome.errors.contains("is a link or a file"), "\(outcome.errors)")
    #expect(try folder.read("other/file") == "theirs" && !folder.holds("parts"))
  }
}
