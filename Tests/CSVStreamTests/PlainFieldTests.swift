import CSVStream
import RxModel
import TestSupport
import Testing

/// Does the reader read days and numbers as the grammar says that is written down in Swift?
@Suite struct PlainFieldTests {
  private static func values(_ fields: [String], _ reading: FieldReading) throws -> [Int32] {
    let text = "a,b\n" + fields.map { "\($0),x\n" }.joined()
    let file = try CSVFile(text: text, name: "fields", dialect: Dialect())
    let parser = BlockParser(dialect: Dialect())
    let selection = ColumnSelection(columnCount: 2, columns: [0], readings: [reading])
    var values: [Int32] = []
    while let block = try file.nextBlock() {
      values += try parser.parse(block, selection, path: "fields").fields.map(\.number)
    }
    return values
  }

  @Test func days() throws {
    var random = SplitMix64(seed: 0xDA7E)
    var fields: [String] = []
    func pad(_ number: Int, _ width: Int) -> String {
      let text = String(number)
      return String(repeating: "0", count: max(0, width - text.count)) + text
    }
    // Every date that there could be about a year's and a century's end, in leap years and others; then any.
    for year in [0, 1, 4, 100, 400, 1599, 1600, 1899, 1900, 1970, 2000, 2023, 2024, 2100, 9996, 9999] {
      for month in 0...13 {
        for day in 0...32 { fields.append("\(pad(year, 4))-\(pad(month, 2))-\(pad(day, 2))") }
      }
    }
    for _ in 0..<3000 {
      let year = Int.random(in: 1...9999, using: &random)
      fields.append(
        "\(pad(year, 4))-\(pad(Int.random(in: 1...12, using: &random), 2))-\(pad(Int.random(in: 1...31, using: &random), 2))"
      )
    }
    let right = fields
    for field in right.prefix(4000) {
      var bytes = Array(field.utf8)
      bytes[Int.random(in: 0..<10, using: &random)] = "/:-0aT.".utf8.randomElement(using: &random) ?? 0
      fields.append(String(decoding: bytes, as: UTF8.self))
    }
    let values = try Self.values(fields, .day)
    #expect(values.count == fields.count)
    for (field, value) in zip(fields, values) {
      #expect((value == Field.noDay ? nil : Day(value)) == DateFormat.auto.day(field), "\(field)")
    }
    #expect(values.count { $0 != Field.noDay } > 5000)
    // Other ways of writing a date are left to others.
    #expect(
      try Self.values(["20240229", "2024-02-29T10", "2024-2-9", "-"], .day)
        == Array(repeating: Field.noDay, count: 4))
  }

  @Test func numbers() throws {
    var random = SplitMix64(seed: 0x17)
    var fields = [
      "0", "7", "007", "12345678", "99999999", "123456789", "1.0", "-1", "+1", "1e2", "/", ":", "12:4",
    ]
    for _ in 0..<5000 {
      let length = Int.random(in: 1...9, using: &random)
      fields.append(String((0..<length).map { _ in "0123456789/:.".randomElement(using: &random) ?? "0" }))
    }
    for (field, value) in zip(fields, try Self.values(fields, .number)) {
      let isPlain = field.count <= 8 && field.utf8.allSatisfy { (0x30...0x39).contains($0) }
      #expect(value == (isPlain ? Int32(field) : -1), "\(field)")
    }
  }
}
