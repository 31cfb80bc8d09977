import TestSupport
import Testing

@testable import CSVStream

/// The plain lane against libcsv where short texts don't reach: records of hundreds of bytes, so that quoted fields lie
/// across the stretches that the lane looks at, and selections that leave columns out.
@Suite struct LaneTests {
  /// A well-formed record's text; few fields are quoted or many, and some of these hold what only quotes allow.
  private static func record(_ fieldCount: Int, quotedPercent: Int, _ random: inout SplitMix64) -> String {
    let fields = (0..<fieldCount).map { _ -> String in
      let space = Int.random(in: 0..<10, using: &random) == 0 ? " " : ""
      let letters = Int.random(in: 0...30, using: &random)
      let text = String((0..<letters).map { _ in "abcdefg".randomElement(using: &random) ?? "a" })
      guard Int.random(in: 0..<100, using: &random) < quotedPercent else { return space + text + space }
      let special = ["", "", "", ",", "\n", "\r\n", "  ", "\"\""].randomElement(using: &random) ?? ""
      return "\(space)\"\(special)\(text)\(special)\"\(space)"
    }
    return fields.joined(separator: ",") + (["\n", "\r\n", "\n \n"].randomElement(using: &random) ?? "\n")
  }

  /// The selected fields of every record, with hashes and flaws.
  private static func read(
    _ text: String, _ selection: ColumnSelection, _ dialect: Dialect
  ) throws -> [String] {
    let file = try CSVFile(text: text, name: "lanes", dialect: dialect)
    let parser = BlockParser(dialect: dialect)
    var records: [String] = []
    while let block = try file.nextBlock() {
      let batch = try parser.parse(block, selection, path: "lanes")
      #expect(batch.hasFlaws == batch.flaws.contains { !$0.isEmpty })
      for record in 0..<batch.recordCount {
        let fields = batch.fields[(record * batch.slotCount)..<((record + 1) * batch.slotCount)]
        records.append(
          "\(batch.flaws[record].rawValue) " + fields.map { "\(batch.bytes($0.range)) \($0.value)" }.joined())
      }
    }
    return records
  }

  @Test(arguments: [0x1A9E_0001, 0x1A9E_0002, 0x1A9E_0003] as [UInt64])
  func allLanesReadTheSame(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for round in 0..<150 {
      let columnCount = Int.random(in: 1...12, using: &random)
      let quotedPercent = [0, 5, 50, 100].randomElement(using: &random) ?? 0
      var text = (0..<columnCount).map { "c\($0)" }.joined(separator: ",") + "\n"
      for _ in 0..<40 {
        // One record in ten has a field too few or too many.
        let odd = Int.random(in: 0..<20, using: &random)
        let count = max(1, columnCount + (odd == 0 ? -1 : odd == 1 ? 1 : 0))
        text += Self.record(count, quotedPercent: quotedPercent, &random)
      }
      let wanted = (0..<columnCount).filter { _ in Bool.random(using: &random) }.shuffled(using: &random)
      let columns = wanted.isEmpty ? [0] : wanted
      let selection = ColumnSelection(
        columnCount: columnCount, columns: columns,
        readings: columns.map { [.bytes, .hash, .day, .number][$0 % 4] })
      var dialect = Dialect(blockBytes: Int.random(in: 1...4000, using: &random), lane: .libcsv)
      let slow = try Self.read(text, selection, dialect)
      let context = "seed \(seed), round \(round), columns \(columns) of \(columnCount)"
      #expect(slow.count > 10, "\(context)")
      for lane in Lane.runnable where lane != .libcsv {
        dialect.lane = lane
        let fast = try Self.read(text, selection, dialect)
        #expect(
          fast == slow, "\(context), \(lane), blocks of \(dialect.blockBytes): \(text.debugDescription)")
      }
    }
  }
}
