import Testing

@testable import CSVStream

/// Texts that readers stumble over, read at every block size.
@Suite struct BlockSizeTests {
  /// Each begins with its header; `longest` is the longest record.
  private static let texts: [(name: String, text: String, longest: Int)] = [
    ("plain", "a,b\n1,2\n3,4\n", 64), ("no final newline", "a,b\n1,2\n3,4", 64),
    ("CRLF", "a,b\r\n1,2\r\n3,4\r\n", 64), ("CR alone", "a,b\r1,2\r3,4\r", 64),
    ("CR at the end", "a,b\n1,2\r", 64), ("mixed line ends", "a,b\r1,2\n3,4\r\n5,6\r\r\n7,8\n\r9,0", 64),
    ("LF CR", "a,b\n\r1,2\n\r", 64), ("header alone", "a,b", 64), ("header line alone", "a,b\r\n", 64),
    ("quoted newline", "a,b\n\"1\n2\",3\n4,5\n", 64), ("quoted CRLF", "a,b\r\n\"1\r\n2\",3\r\n4,5\r\n", 64),
    ("quoted CR", "a,b\n\"1\r2\r\",3\n4,5\n", 64),
    ("quoted newlines alone", "a,b\n\"\n\n\r\n\",\"\r\"\n4,5\n", 64),
    ("doubled quotes", "a,b\n\"\"\"1\"\"\",\"\"\"\"\n\"\",\"\"\"\"\"\"\n", 64),
    ("empty quoted", "a\n\"\"\n\"\"\n", 64), ("quoted delimiter", "a,b\n\"1,2\",\",\"\n", 64),
    ("quoted header", "\"a\n1\",\" b \"\"\"\n1,2\n", 64), ("empty fields", "a,b,c\n,,\n1,,\n,,3\n", 64),
    ("empty lines", "\n\na,b\n\n1,2\n\n\n3,4\n\n", 64),
    ("empty CRLF lines", "\r\na,b\r\n\r\n1,2\r\n\r\n", 64),
    ("lines of spaces", "  \na,b\n \n\t\n1,2\n \t \n3,4\n   ", 64),
    ("spaces around", "a , b\n 1 ,\t2\t\n \"3\" , \"4 \" \n\t5 6 ,  \n", 64),
    ("spaces at the end", "a,b\n1,2  ", 64), ("quoted at the end", "a,b\n1,\"2\"", 64),
    ("quoted and spaces at the end", "a,b\n1,\"2\"  ", 64), ("delimiter at the end", "a,b\n1,", 64),
    ("byte order mark", "\u{FEFF}a,b\n1,2\n", 64),
    ("quoted header behind a mark", "\u{FEFF}\"a\",b\n1,2\n", 64),
    ("mark inside", "a,b\n\u{FEFF}1,2\n", 64), ("not ASCII", "ä,β\n1,łó\n\"ż\n𝛼\",2\n", 64),
    ("stray quote", "a,b\n1,2\"\n3,4\n", 64),
    ("stray quotes", "a,b\n1\"x\"\",2\n3,4\n5\"\r6,7\n\"8\",9\n", 64),
    ("stray quote then quoted newline", "a,b\n1\",\"2\n3\",4\n5,6\n", 64),
    ("text behind a quote", "a,b\n\"1\"x,2\n3,4\n", 64),
    ("text behind quote and space", "a,b\n\"1\" x,2\n\"3\" \"4\",5\n6,7\n", 64),
    ("offending byte on a second line", "a,b\n\"1\n2\"x,\"3\n4\",5\n6,7\n", 64),
    ("stray quote in the last line", "a,b\n1,2\"", 64), ("stray quote, CR at the end", "a,b\n1,2\"\r", 64),
    ("unclosed quote", "a,b\n1,\"2\n3,4\n5,6\n", 64), ("unclosed at once", "a,b\n1,2\n\"", 64),
    ("unclosed with quotes behind", "a,b\n\"1\n2,3\n\"\"4\n\"\"\"5,6", 64),
    ("unclosed, CRLF", "a,b\r\n\"1,2\r\n3,4\r\n", 64),
    ("ragged", "a,b\n1\n1,2,3\n,\n1,2,3,4,5\n\"1\"\n6,7\n", 64),
    ("NUL", "a,bcd\n1,\0\n\"\0\",2\n3,4\n1\02,3,4\n", 64),
    ("exactly the longest", "a,b\n12345678,1234567\n1,2\n", 16),
    ("exactly the longest at the end", "a,b\n12345678,1234567", 16),
    ("exactly the longest, CRLF", "a,b\r\n12345678,1234567\r\n1,2\r\n", 16),
    ("exactly the longest, quoted", "a,b\n\"1234567\",\"1234\"\n1,2\n", 16),
    ("exactly the longest, quoted at the end", "a,b\n\"1234567\",\"1234\"", 16),
    ("one too long", "a,b\n12345678,12345678\n1,2\n", 16),
    ("one too long at the end", "a,b\n12345678,12345678", 16),
    ("one too long, quoted", "a,b\n\"1234567\",\"12345\"\n1,2\n", 16),
    ("far too long", "a,b\n1,\(String(repeating: "x", count: 70))\r\n1,2\n", 16),
    ("far too long, CR", "a,b\r1,\(String(repeating: "x", count: 70))\r1,2\r", 64),
    ("far too long at the end", "a,b\n1,\(String(repeating: "x", count: 70))", 16),
    (
      "two too long",
      "a,b\n\(String(repeating: "x", count: 20))\n\(String(repeating: "y", count: 40))\n1,2\n", 16
    ),
    ("too long, quoted lines", "a,b\n\"1\n2\n3\n4\n5\n6\n7\n8\n9\n\",0\n1,2\n", 16),
    ("too long, quoted words", "a,b\n1,\"\(String(repeating: "x y\r\n", count: 14))\"\n\"3\",4\n", 64),
    ("too long, doubled quotes", "a,b\n\"\(String(repeating: "\"\"", count: 9))\",1\n1,2\n", 16),
    ("stray quote behind the longest", "a,b\n1234567890123456\"\n1,2\n", 16),
    (
      "stray quote before the longest", "a,b\n123456789012345\"\(String(repeating: "z", count: 30))\n1,2\n",
      16
    ),
    ("unclosed and too long", "a,b\n\"1234567890\n1234567890\n1,2\n", 16),
    ("a line of spaces too long", "a,b\n\(String(repeating: " ", count: 20))\n1,2\n", 16),
    (
      "quotes among many plain lines",
      "a,b\n\(lines(9))\"1\r\n\",\"\"\"\"\r\n\(lines(9)) \"3\" ,4\r\n\r\n\(lines(60)) \r5,\"\n6\"\r7,8", 64
    ), ("csv-spectrum: comma in quotes", "first,last,address\nJohn,Doe,\"Anytown, WW\"\n", 64),
    ("csv-spectrum: empty", "a,b,c\n1,\"\",\"\"\n2,3,4\n", 64),
    ("csv-spectrum: escaped quotes", "a,b\n1,\"ha \"\"ha\"\" ha\"\n3,4\n", 64),
    ("csv-spectrum: json", "key,val\n1,\"{\"\"type\"\": \"\"Point\"\", \"\"at\"\": [102.0, 0.5]}\"\n", 64),
    ("csv-spectrum: coordinates", "Phone,At\n2095257564,37°36'37.8\"N 121°2'17.9\"W", 64),
    ("csv-spectrum: quotes and newlines", "a,b\n1,\"ha \n\"\"ha\"\" \nha\"\n3,4\n", 64),
    ("csv-spectrum: newlines, CRLF", "a,b,c\r\n1,2,3\r\n\"Once upon \r\na time\",5,6\r\n7,8,9\r\n", 64),
  ]

  private static func lines(_ count: Int) -> String { String(repeating: "1, 2\n", count: count) }

  @Test(arguments: texts)
  func readsLikeTheReferenceAtEveryBlockSize(name: String, text: String, longest: Int) throws {
    let bytes = Array(text.utf8)
    let folder = try TemporaryFolder()
    let path = try folder.write(bytes)
    let reference = ReferenceReader(bytes: bytes, delimiter: UInt8(ascii: ","), longestRecord: longest)
    let expected = try #require(reference.read())
    for blockBytes in 1...(bytes.count + 1) {
      for lane in Lane.runnable {
        let dialect = Dialect(longestRecord: longest, blockBytes: blockBytes, lane: lane)
        let reading = try Reading(path: path, dialect: dialect)
        #expect(reading == expected, "\(name), blocks of \(blockBytes) bytes, \(lane)")
      }
    }
  }

  @Test func knownAnswers() throws {
    let folder = try TemporaryFolder()
    func read(_ text: String, longest: Int = 64) throws -> [Reading.Item] {
      let path = try folder.write(Array(text.utf8))
      return try Reading(path: path, dialect: Dialect(longestRecord: longest, blockBytes: 5)).items
    }
    func record(_ line: Int, _ fields: String...) -> Reading.Item {
      .record(line: line, fields: fields.map { Array($0.utf8) }, flaws: 0)
    }
    // Worked out by hand from the contract, so that a mistake that both readers make shows.
    #expect(
      try read("a,b\n\"1\r\n2\", 3 \r\r\n4,\"\"\"\"\n")
        == [record(2, "1\r\n2", "3"), record(5, "4", "\"")])
    #expect(try read("a,b\n1,2\"\n3,4\n") == [.malformed(line: 2, .strayQuote), record(3, "3", "4")])
    #expect(
      try read("a,b\n\"1\n2\"x,\"3\n4,5\n") == [.malformed(line: 2, .strayQuote), record(4, "4", "5")])
    #expect(
      try read("a,b\n1,\"2\n3,4\n5,6") == [
        .malformed(line: 2, .unclosedQuote), record(3, "3", "4"), record(4, "5", "6"),
      ])
    #expect(
      try read("a,b\n\"12345678\n12,3\n4,5\n", longest: 8)
        == [.malformed(line: 2, .tooLong), record(3, "12", "3"), record(4, "4", "5")])
    #expect(
      try read("a,b\n1234,678\n\n1234,6789\n", longest: 8) == [
        record(2, "1234", "678"), .malformed(line: 4, .tooLong),
      ])
    #expect(
      try read("a,b\n1\n1,2,3\n1,\0\n") == [
        .record(line: 2, fields: [], flaws: RecordFlaws.tooFewFields.rawValue),
        .record(line: 3, fields: [], flaws: RecordFlaws.tooManyFields.rawValue),
        .record(line: 4, fields: [], flaws: RecordFlaws.nul.rawValue),
      ])
  }

  @Test func theLongestRecordIsOneMebibyte() throws {
    let folder = try TemporaryFolder()
    for (excess, isRecord) in [(0, true), (1, false)] {
      let field = [UInt8](repeating: UInt8(ascii: "x"), count: (1 << 20) - 2 + excess)
      let path = try folder.write(Array("a,b\n1,".utf8) + field + Array("\r\n2,3\n".utf8))
      let items = try Reading(path: path, dialect: Dialect()).items
      #expect(items.count == 2)
      #expect(items.last == .record(line: 3, fields: [[0x32], [0x33]], flaws: 0))
      if isRecord {
        #expect(items.first == .record(line: 2, fields: [[0x31], field], flaws: 0))
      } else {
        #expect(items.first == .malformed(line: 2, .tooLong))
      }
    }
  }
}
