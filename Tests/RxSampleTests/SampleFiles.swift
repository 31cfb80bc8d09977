import Foundation
import RxSample

/// A sample in a directory of its own, which goes with it.
final class SampleFiles {
  let directory: String

  init() {
    directory = NSTemporaryDirectory() + "rxsample-" + UUID().uuidString
    mkdir(directory, 0o755)
  }

  convenience init(_ options: SampleOptions) throws {
    self.init()
    try writeSample(options, into: directory) { _ in }
  }

  deinit { try? FileManager.default.removeItem(atPath: directory) }

  func path(_ name: String) -> String { directory + "/" + name }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

  func bytes(_ name: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path(name))) }

  /// The lines of a file without its header. No field of a sample holds a line end.
  func lines(_ name: String) throws -> [Substring] {
    let text = String(decoding: try bytes(name), as: UTF8.self)
    return text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst().dropLast()
  }

  /// The records of a file without its header.
  func records(_ name: String) throws -> [[String]] { try lines(name).map(Self.fields) }

  /// A line's fields by RFC 4180, one character at a time.
  static func fields(_ line: Substring) -> [String] {
    var fields: [String] = []
    var field: [UInt8] = []
    var quoted = false
    var afterQuote = false
    for byte in line.utf8 {
      switch (byte, quoted) {
      case (UInt8(ascii: "\""), false):
        if afterQuote { field.append(byte) }
        quoted = true
      case (UInt8(ascii: "\""), true):
        quoted = false
        afterQuote = true
        continue
      case (UInt8(ascii: ","), false):
        fields.append(String(decoding: field, as: UTF8.self))
        field = []
      default:
        field.append(byte)
      }
      afterQuote = false
    }
    return fields + [String(decoding: field, as: UTF8.self)]
  }
}

/// Days since 1 January 1970 of a text `yyyy-MM-dd`, nil for anything else; by counting months, apart from
/// the generator's own calendar.
func day(_ text: some StringProtocol) -> Int? {
  let parts = text.split(separator: "-").compactMap { Int($0) }
  guard text.utf8.count == 10, parts.count == 3 else { return nil }
  let leap = { (year: Int) in year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }
  let lengths = [31, leap(parts[0]) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  guard (1...12).contains(parts[1]), (1...lengths[parts[1] - 1]).contains(parts[2]) else { return nil }
  let years = parts[0] < 1970 ? (parts[0]..<1970) : (1970..<parts[0])
  let sign = parts[0] < 1970 ? -1 : 1
  let before = sign * years.reduce(0) { $0 + (leap($1) ? 366 : 365) }
  return before + lengths[..<(parts[1] - 1)].reduce(0, +) + parts[2] - 1
}
