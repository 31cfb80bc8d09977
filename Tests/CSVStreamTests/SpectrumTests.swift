import Foundation
import Testing

@testable import CSVStream

/// The csv-spectrum collection, where it is at hand; BlockSizeTests holds cases like its own.
@Suite struct SpectrumTests {
  private static let names = [
    "comma_in_quotes", "empty", "empty_crlf", "escaped_quotes", "json", "newlines", "newlines_crlf",
    "quotes_and_newlines", "simple", "simple_crlf", "utf8",
  ]

  @Test(.enabled(if: isThere, "no csv-spectrum in ../shared/data/csv"), arguments: names)
  func readsLikeItsJSON(name: String) throws {
    let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/json/\(name).json"))
    let objects = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: String]])
    let expected = objects.map { $0.mapValues(withLF) }
    for blockBytes in [1, 3, 16, 512 << 10] {
      let dialect = Dialect(blockBytes: blockBytes)
      let reading = try Reading(path: "\(folder)/csvs/\(name).csv", dialect: dialect)
      let rows = reading.items.compactMap { item -> [String: String]? in
        guard case .record(_, let fields, 0) = item else { return nil }
        let texts = fields.map { withLF(String(decoding: $0, as: UTF8.self)) }
        return Dictionary(zip(reading.header, texts)) { first, _ in first }
      }
      #expect(rows == expected)
      #expect(rows.count == reading.items.count)
    }
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
