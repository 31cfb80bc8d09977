import Foundation

/// One row of a file with a header.
struct ExampleRow {
  /// Field by header.
  var fields: [String: String]
  /// Whether the row has more or fewer fields than the header.
  var fault: RowFault

  /// The field under a header; empty where there is none.
  subscript(header: String) -> String { fields[header] ?? "" }

  /// The field that a mapping of columns gives for a name of the study file; empty where it is not mapped.
  subscript(columns: [String: String], name: String) -> String { columns[name].map { self[$0] } ?? "" }
}

/// Finds and reads the files of an example.
enum ExampleFiles {
  /// The files of a folder (or of one below it) whose names match a pattern with one `*` or none, by name.
  static func matching(_ pattern: String, in folder: URL) throws -> [URL] {
    if let slash = pattern.firstIndex(of: "/") {
      let below = folder.appendingPathComponent(String(pattern[..<slash]))
      return try matching(String(pattern[pattern.index(after: slash)...]), in: below)
    }
    let parts = pattern.split(separator: "*", omittingEmptySubsequences: false).map { String($0) }
    guard parts.count == 2 else { return [folder.appendingPathComponent(pattern)] }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    let matching = names.filter {
      $0.count >= parts[0].count + parts[1].count && $0.hasPrefix(parts[0]) && $0.hasSuffix(parts[1])
    }
    return matching.sorted { bytesBefore($0, $1) }.map { folder.appendingPathComponent($0) }
  }

  /// The rows of a plain or gzip file.
  static func rows(_ file: URL, delimiter: Character) throws -> [ExampleRow] {
    let data = file.pathExtension == "gz" ? try decompressed(file) : try Data(contentsOf: file)
    let records = NaiveCSV.records(String(decoding: data, as: UTF8.self), delimiter: delimiter)
    guard let header = records.first else { return [] }
    return records.dropFirst().map { record in
      var fields: [String: String] = [:]
      for (name, field) in zip(header, record) { fields[name] = field }
      let fault: RowFault =
        record.count > header.count ? .tooManyFields : record.count < header.count ? .tooFewFields : .none
      return ExampleRow(fields: fields, fault: fault)
    }
  }

  /// What `gzip -dc` makes of a file.
  private static func decompressed(_ file: URL) throws -> Data {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["gzip", "-dc", file.path]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw ExampleFault(message: "gzip failed on \(file.path)") }
    return data
  }
}
