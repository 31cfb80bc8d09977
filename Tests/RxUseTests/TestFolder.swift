import Foundation

/// A folder of a test's own, gone with the object.
final class TestFolder {
  /// Where it is.
  let path: String

  /// A new, empty folder.
  init() throws {
    path =
      FileManager.default.temporaryDirectory.appendingPathComponent("rxuse-test-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes `text` to `name` in the folder, folders on the way made, and returns its path.
  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    let file = "\(path)/\(name)"
    let folder = (file as NSString).deletingLastPathComponent
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(fileURLWithPath: file))
    return file
  }

  /// The text of `name` in the folder.
  func read(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)")), as: UTF8.self)
  }

  /// Whether `name` is in the folder.
  func holds(_ name: String) -> Bool { FileManager.default.fileExists(atPath: "\(path)/\(name)") }

  /// The names in the folder `name`, sorted.
  func names(in name: String = ".") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(path)/\(name)").sorted()
  }
}

/// The samples' own data in a folder: a plain world without line breaks in fields, so that its lines can be moved.
func sampleFolder() throws -> TestFolder {
  let folder = try TestFolder()
  let samples = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("samples")
  for file in ["study.yml", "codes.csv", "members.csv", "prescriptions.csv"] {
    let text = String(decoding: try Data(contentsOf: samples.appendingPathComponent(file)), as: UTF8.self)
    try folder.write(text, to: file)
  }
  return folder
}

/// Compresses files of the folder, each into one with `.gz` behind its name.
func gzip(_ names: [String], in folder: TestFolder) throws {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = ["gzip", "-f"] + names.map { "\(folder.path)/\($0)" }
  try process.run()
  process.waitUntilExit()
  guard process.terminationStatus == 0 else { throw CocoaError(.fileWriteUnknown) }
}
