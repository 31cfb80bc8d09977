import Foundation
import Testing

@testable import CSVStream

/// The table of keys against a dictionary: every length about what a slot holds, single lookups against many at once.
struct KeyTableTests {
  private static let dialect = Dialect(delimiter: UInt8(ascii: ","), blockBytes: 4096)

  /// One column of keys as the reader hands them out.
  private static func batches(_ keys: [String]) throws -> [RecordBatch] {
    let text = "number,key\n" + keys.enumerated().map { "\($0),\($1)\n" }.joined()
    let file = try CSVFile(text: text, name: "keys", dialect: dialect)
    let selection = ColumnSelection(columnCount: 2, columns: [1], readings: [.hash])
    let parser = BlockParser(dialect: dialect)
    var batches: [RecordBatch] = []
    while let block = try file.nextBlock() {
      batches.append(try parser.parse(block, selection, path: "keys"))
    }
    return batches
  }

  /// Keys of 0 to 24 bytes that often begin alike; each comes several times.
  private static func randomKeys(_ count: Int, seed: UInt64) -> [String] {
    var state = seed
    func next(_ limit: UInt64) -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state >> 33) % limit
    }
    return (0..<count).map { _ in
      let length = Int(next(25))
      let tail = String(next(200))
      return String((String(repeating: "k", count: length) + tail).suffix(length))
    }
  }

  @Test(arguments: [1, 2, 3])
  func numbersAreThoseOfADictionary(seed: UInt64) throws {
    let keys = Self.randomKeys(5000, seed: seed)
    var expected: [String: Int32] = [:]
    var table = KeyTable()
    var read = 0
    for batch in try Self.batches(keys) {
      let unknown = table
      var numbers: [Int32] = []
      table.intern(batch.fields.span, in: batch.fieldBytes, into: &numbers)
      #expect(numbers.count == batch.recordCount)
      var found: [Int32] = []
      table.find(batch.fields.span, in: batch.fieldBytes, into: &found)
      #expect(found == numbers, "seed \(seed)")
      unknown.find(batch.fields.span, in: batch.fieldBytes, into: &found)
      for (offset, number) in numbers.enumerated() {
        let key = keys[read + offset]
        #expect(found[offset] == (Int(number) < unknown.count ? number : -1), "seed \(seed), key '\(key)'")
        let new = Int32(expected.count)
        if expected[key] == nil { expected[key] = new }
        #expect(expected[key] == number, "seed \(seed), key '\(key)'")
      }
      read += numbers.count
    }
    #expect(read == keys.count)
    #expect(table.count == expected.count)
    for (key, number) in expected {
      #expect(table.text(Int(number)) == key)
      #expect(table.find(Array(key.utf8)[...]) == Int(number))
    }
  }

  @Test
  func oneKeyAtATimeIsTheSame() throws {
    let keys = Self.randomKeys(3000, seed: 9)
    var many = KeyTable()
    var single = KeyTable()
    for batch in try Self.batches(keys) {
      var numbers: [Int32] = []
      many.intern(batch.fields.span, in: batch.fieldBytes, into: &numbers)
      #expect(batch.fields.map { Int32(single.intern(batch.bytes($0.range)[...])) } == numbers)
    }
  }

  @Test
  func keysThatDifferInLengthOrLastByteAreTwo() {
    var table = KeyTable()
    let keys = ["", "a", "ab", "abcdefgh", "abcdefghi", "abcdefghijk", "abcdefghijkl", "abcdefghijkm", "b"]
    for (number, key) in keys.enumerated() { #expect(table.intern(Array(key.utf8)[...]) == number) }
    for (number, key) in keys.enumerated() { #expect(table.find(Array(key.utf8)[...]) == number) }
    #expect(table.find(Array("abcdefghijkn".utf8)[...]) == nil)
    #expect(KeyTable().find([]) == nil)
  }
}
