import Foundation
import Testing

@testable import CSVStream

/// Small files of every kind with what is in them: our own, and the csv-spectrum collection where it is at hand.
@Suite struct SpectrumTests {
  private static let names = [
    "comma_in_quotes", "empty", "empty_crlf", "escaped_quotes", "json", "newlines", "newlines_crlf",
    "quotes_and_newlines", "simple", "simple_crlf", "utf8",
  ]

  /// A file, and its records below the header.
  private static let own: [(text: String, rows: [[String]])] = [
    ("id,drug\n1,diazepam\n2,codeine\n", [["1", "diazepam"], ["2", "codeine"]]),
    ("id,drug\r\n1,diazepam\r\n2,codeine", [["1", "diazepam"], ["2", "codeine"]]),
    ("id,drug\r1,\r,codeine\r", [["1", ""], ["", "codeine"]]),
    ("id,drug\n1,\"Tablets, 5 mg\"\n\"2\",\"\"\n", [["1", "Tablets, 5 mg"], ["2", ""]]),
    ("id,drug\n1,\"the \"\"strong\"\" one\"\n2,\"\"\"\"\n", [["1", "the \"strong\" one"], ["2", "\""]]),
    ("id,drug\n1,\"two\nlines\"\n\n2,\"\r\n\"\n", [["1", "two\nlines"], ["2", "\n"]]),
    ("id,drug\n1, codeine \n 2 ,\" kept \" \n", [["1", "codeine"], ["2", " kept "]]),
    ("\u{FEFF}id,drug\n1,Sirup für Kinder\n2,コデイン\n", [["1", "Sirup für Kinder"], ["2", "コデイン"]]),
    ("id,drug\n", []),
  ]

  @Test(arguments: own.indices)
  func readsWhatIsInIt(index: Int) throws {
    let (text, rows) = Self.own[index]
    let folder = try TemporaryFolder()
    let path = try folder.write(Array(text.utf8), to: "own.csv")
    for blockBytes in [1, 3, 16, 512 << 10] {
      #expect(try records(path, blockBytes: blockBytes) == rows.map { ["id": $0[0], "drug": $0[1]] })
    }
  }

  @Test func aQuoteInsideAFieldIsOneReject() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(Array("id,drug\n1,5\" tape\n2,codeine\n".utf8), to: "own.csv")
    let reading = try Reading(path: path, dialect: Dialect())
    let second = [Array("2".utf8), Array("codeine".utf8)]
    #expect(
      reading.items == [.malformed(line: 2, .strayQuote), .record(line: 3, fields: second, flaws: 0)])
  }

  @Test(.enabled(if: isThere, "no csv-spectrum in ../shared/data/csv"), arguments: names)
  func readsLikeItsJSON(name: String) throws {
    let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/json/\(name).json"))
    let objects = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: String]])
    let expected = objects.map { $0.mapValues(withLF) }
    for blockBytes in [1, 3, 16, 512 << 10] {
      #expect(try records("\(folder)/csvs/\(name).csv", blockBytes: blockBytes) == expected)
    }
  }

  /// The records of a file that holds nothing else, by column.
  private func records(_ path: String, blockBytes: Int) throws -> [[String: String]] {
    let reading = try Reading(path: path, dialect: Dialect(blockBytes: blockBytes))
    let rows = reading.items.compactMap { item -> [String: String]? in
      guard case .record(_, let fields, 0) = item else { return nil }
      let texts = fields.map { withLF(String(decoding: $0, as: UTF8.self)) }
      return Dictionary(zip(reading.header, texts)) { first, _ in first }
    }
    #expect(rows.count == reading.items.count)
    return rows
  }

  /// Its coordinates hold quotes inside unquoted fields, which the contract rejects.
  @Test(.enabled(if: isThere, "no csv-spectrum in ../shared/data/csv"))
  func coordinatesAreOneReject() throws {
    let reading = try Reading(path: "\(folder)/csvs/location_coordinates.csv", dialect: Dialect())
    #expect(reading.items == [.malformed(line: 2, .strayQuote)])
  }
}

/// Copies of the collection differ in whether quoted line ends are CRLF in the CSV and in the JSON.
private func withLF(_ text: String) -> String { text.replacingOccurrences(of: "\r\n", with: "\n") }

private let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent(
    "shared/data/csv/csv-spectrum"
  ).path
private let isThere = FileManager.default.fileExists(atPath: folder + "/csvs")
