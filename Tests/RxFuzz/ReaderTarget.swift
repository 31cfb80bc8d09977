import CSVStream
import TestSupport

extension FuzzTarget {
  /// CSV bytes: every lane, at any block size, gives the same records, flaws and faults as libcsv over one block.
  static func reader() throws -> FuzzTarget {
    let file = try ScratchFile()
    let texts = [
      "id,date,days\n1,2020-01-05,30\n2,2020-12-31,5\n", "a,b\r\n\"x\",\"y \"\"z\"\"\"\r\n,\r\n",
      "\u{FEFF}h\n1\n",
      "a;b\n\"1\n2\";3\n\n \t\n4;5", "a\tb\r1\t2\r3\t4\r", "a,b\n\"open,1\n2,3\n", "a,b\n1\"2,3\n4,5\n",
      "a,b\n\"1\" ,2\n",
      "a\n\u{0}\n\"\u{0}\"\n", "patient,fill_date,drug\nP1, 2020-02-30 ,\"Oxycodone, 5 MG\"\nP2,20200101,é\n",
      "a,b,c\n1,2\n1,2,3,4\n\n,,\n", "\"a\"\"b\",c\n1,2\n",
      String(repeating: "abcdefgh,", count: 20) + "x\n" + "1,2\n",
    ]
    let archives: [[UInt8]] = [
      // `a,b\n1,2\n3,4\n`, by gzip and by zstd.
      [
        0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x4B, 0xD4, 0x49, 0xE2, 0x32, 0xD4, 0x31,
        0xE2, 0x32, 0xD6, 0x31, 0xE1, 0x02, 0x00, 0xE5, 0xE9, 0xD6, 0xCE, 0x0C, 0x00, 0x00, 0x00,
      ],
      [
        0x28, 0xB5, 0x2F, 0xFD, 0x04, 0x58, 0x61, 0x00, 0x00, 0x61, 0x2C, 0x62, 0x0A, 0x31, 0x2C, 0x32, 0x0A,
        0x33, 0x2C, 0x34, 0x0A, 0xE1, 0xB3, 0xCB, 0x2E,
      ],
    ]
    let tokens = [
      "\"", "\"\"", ",", ";", "|", "\t", "\n", "\r", "\r\n", " ", "a", "bc", "é", "\u{0}", "\u{FEFF}",
      "\",\"", "\"\n", "2020-01-05",
      "12345678", "aaaaaaaaaaaaaaaa", ",,,,,,,,", "\n\n\n\n\n\n\n\n", "=1+1", "h,h\n",
    ]
    let mutator = Mutator(
      corpus: texts.map { Array($0.utf8) } + archives, tokens: tokens.map { Array($0.utf8) }, longest: 2000)
    return FuzzTarget(name: "reader", share: 30, mutator: mutator) { input, random in
      try file.set(input)
      let isArchive = input.starts(with: [0x1F, 0x8B]) || input.starts(with: [0x28, 0xB5])
      let delimiter = Array(",,,;\t|".utf8)[Int(random.next() % 6)]
      let longest = [8, 40, 1 << 20][Int(random.next() % 3)]
      let width = Int(random.next() % 5)
      var dialect = Dialect(delimiter: delimiter, longestRecord: longest, lane: .libcsv)
      let expected = ReaderOutcome(path: file.path, dialect, width: width, isArchive: isArchive)
      if let problem = expected.contradiction { return problem }
      for lane in Lane.runnable {
        dialect.lane = lane
        dialect.blockBytes = 1 + Int(random.next() % UInt64(random.next() % 2 == 0 ? 64 : input.count + 2))
        let found = ReaderOutcome(path: file.path, dialect, width: width, isArchive: isArchive)
        guard found == expected else {
          return
            "\(lane) in blocks of \(dialect.blockBytes), longest \(longest), delimiter \(delimiter), width \(width), "
            + "gives \(found), and libcsv in one \(expected)"
        }
      }
      return nil
    }
  }
}

/// What a reader makes of a file, in a form that does not depend on blocks.
private struct ReaderOutcome: Equatable {
  private var header: [String] = []
  private var items: [String] = []
  private var lineEnds = 0
  private var fault = ""
  /// What can't be whatever the input is.
  var contradiction: String?

  /// Reads the file at `path`; records must have `width` fields, or where 0 as many as the header.
  init(path: String, _ dialect: Dialect, width: Int, isArchive: Bool) {
    do {
      let file = try CSVFile(path: path, name: "fuzz.csv", index: 0, dialect: dialect)
      header = file.header
      let width = width == 0 ? header.count : width
      let selection = ColumnSelection(
        columnCount: width, columns: Array(0..<width),
        readings: (0..<width).map { [.hash, .day, .number, .bytes][$0 % 4] })
      let reader = BlockParser(dialect: dialect)
      var line = file.firstLine
      while let block = try file.nextBlock() {
        take(try reader.parse(block, selection, path: "fuzz.csv"), width, &line)
      }
      lineEnds = line
    } catch {
      // How far a reader comes before it sees that an archive is damaged depends on the block.
      (header, items, lineEnds) = ([], [], 0)
      fault = isArchive ? "a fault" : error.message
      if error.kind != .badData {
        contradiction = "a fault of the data is of the kind \(error.kind): \(error.message)"
      }
    }
  }

  private mutating func take(_ batch: RecordBatch, _ width: Int, _ line: inout Int) {
    let places = batch.locate()
    guard places.records.count == batch.recordCount else {
      contradiction = "\(places.records.count) records are located and \(batch.recordCount) read"
      return
    }
    var found = places.malformed.compactMap { place, reason in
      reason.map { (line: line + place.line, text: "\($0)") }
    }
    for record in 0..<batch.recordCount {
      // A NUL behind the last column may go unmentioned, since the row is ragged anyway.
      let flaws = batch.flaws[record]
      let told = flaws.contains(.tooManyFields) ? .tooManyFields : flaws
      let fields = batch.fields[(record * width)..<((record + 1) * width)]
      let text =
        flaws.isEmpty ? fields.map { "\(batch.bytes($0.range)) \($0.value)" }.joined(separator: ",") : ""
      found.append(
        (
          line + places.records[record].line,
          "\(told.isEmpty) \(told == .nul) \(told == .tooFewFields) \(text)"
        ))
    }
    items += found.sorted { $0.line < $1.line }.map { "\($0.line): \($0.text)" }
    line += batch.lineEnds
  }
}
