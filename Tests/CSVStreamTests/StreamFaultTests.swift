import Foundation
import Testing

@testable import CSVStream

/// Inputs that are no CSV text, and compressed ones.
@Suite struct StreamFaultTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func fault(_ path: String, blockBytes: Int = 512 << 10) throws -> StreamFault {
    try #require(throws: StreamFault.self) {
      try Reading(path: path, dialect: Dialect(blockBytes: blockBytes))
    }
  }

  private func utf16(_ text: String, bigEndian: Bool) -> [UInt8] {
    text.utf16.flatMap { unit in
      let halves = [UInt8(unit & 0xFF), UInt8(unit >> 8)]
      return bigEndian ? halves.reversed() : halves
    }
  }

  @Test(arguments: [false, true], ["", "\u{FEFF}"])
  func utf16IsRefused(bigEndian: Bool, mark: String) throws {
    let path = try folder.write(utf16(mark + "patient,date\n1,2\n", bigEndian: bigEndian))
    for blockBytes in [1, 4, 512 << 10] {
      let fault = try fault(path, blockBytes: blockBytes)
      #expect(fault.kind == .badData)
      #expect(fault.message == "is UTF-16, not UTF-8")
      #expect(fault.remedy.contains("iconv -f UTF-16 -t UTF-8"))
      #expect(fault.path == path)
    }
  }

  @Test(
    arguments: [
      (Array("SQLite format 3\0\u{10}\0,\n".utf8), "is a binary file", "export it as CSV"),
      ([0x50, 0x4B, 0x03, 0x04, 0x14, 0x00, 0x0A], "is a zip archive", "unpack it"),
      ([], "is empty", "step before it failed"),
      (Array("\n \r\n\r".utf8), "is empty", "step before it failed"),
      ([0xEF, 0xBB, 0xBF], "is empty", "step before it failed"),
      (
        [0x61, 0xE4, 0x2C, 0x62, 0x0A, 0x31, 0x2C, 0x32, 0x0A], "has a header that is not UTF-8",
        "iconv -f LATIN1"
      ),
      (
        Array("a,\"b\n1,2\n".utf8), "has a header (line 1) that can\'t be read: a quote is never closed",
        "delimiter"
      ),
      (
        Array("\na,b\"\n1,2\n".utf8),
        "has a header (line 2) that can\'t be read: a quote stands inside a field",
        "quotes"
      ),
    ] as [([UInt8], String, String)])
  func contentThatIsNoTableIsRefused(bytes: [UInt8], message: String, remedy: String) throws {
    let fault = try fault(try folder.write(bytes))
    #expect(fault.kind == .badData)
    #expect(fault.message.contains(message), "\(fault.message)")
    #expect(fault.remedy.contains(remedy), "\(fault.remedy)")
  }

  @Test func aHeaderLongerThanTheLongestRecordIsRefused() throws {
    let path = try folder.write(Array("a,b,c,d,e,f\n1,2\n".utf8))
    let fault = try #require(throws: StreamFault.self) {
      try Reading(path: path, dialect: Dialect(longestRecord: 8, blockBytes: 3))
    }
    #expect(fault.kind == .badData)
    #expect(fault.message.contains("longer than 8 bytes"))
  }

  @Test(arguments: [512, 512 << 10])
  func manyEmptyLinesBeforeTheHeaderCostNoMoreThanOthers(blockBytes: Int) throws {
    let lines = 2 << 20
    let path = try folder.write([UInt8](repeating: 0x0A, count: lines) + Array("a,b\r\n1,2\n".utf8))
    let start = ContinuousClock.now
    let file = try CSVFile(path: path, name: path, index: 0, dialect: Dialect(blockBytes: blockBytes))
    #expect(file.header == ["a", "b"] && file.firstLine == lines + 2)
    #expect(ContinuousClock.now - start < .seconds(60))
  }

  @Test(arguments: [1, 7, 4096])
  func aHeaderWithoutAnEndIsNotReadToTheEnd(blockBytes: Int) throws {
    let path = try folder.write(Array("\n\n".utf8) + [UInt8](repeating: 0x61, count: 1 << 20))
    let dialect = Dialect(longestRecord: 100, blockBytes: blockBytes)
    let fault = #expect(throws: StreamFault.self) { try Reading(path: path, dialect: dialect) }
    #expect(fault?.message == "has a header (line 3) that can\'t be read: it is longer than 100 bytes")
  }

  @Test func aMissingFileIsUnreadable() throws {
    let fault = try fault(folder.path + "/none.csv")
    #expect(fault.kind == .unreadable)
    #expect(fault.message == "can't be opened: No such file or directory")
    #expect(fault.remedy.contains("relative to the study file"))
  }

  @Test func aDirectoryIsUnreadable() throws {
    let fault = try fault(folder.path)
    #expect(fault.kind == .unreadable)
    #expect(fault.message == "is a directory")
    #expect(fault.remedy.contains("/*.csv"))
  }

  @Test func aFileThatIsOverwrittenAndItsTimeSetBackIsRefused() throws {
    let path = try folder.write(Array("a,b\n1,2\n3,4\n".utf8))
    let time = try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
    let file = try CSVFile(path: path, name: "rx.csv", index: 0, dialect: Dialect(blockBytes: 4))
    // Longer than the clock of the file system ticks.
    usleep(20_000)
    let handle = try FileHandle(forUpdating: URL(fileURLWithPath: path))
    try handle.write(contentsOf: Data("x".utf8))
    try handle.close()
    try FileManager.default.setAttributes([.modificationDate: try #require(time)], ofItemAtPath: path)
    let fault = try #require(throws: StreamFault.self) { while try file.nextBlock() != nil {} }
    #expect(fault.kind == .changed)
  }

  @Test func aFileThatIsReplacedWhileItIsReadIsReadToItsEnd() throws {
    let path = try folder.write(Array("a,b\n1,2\n3,4\n".utf8))
    let file = try CSVFile(path: path, name: "rx.csv", index: 0, dialect: Dialect(blockBytes: 4))
    usleep(20_000)
    try #require(rename(try folder.write([], to: "other.csv"), path) == 0)
    var rows = 0
    while let block = try file.nextBlock() { rows += block.content.count { $0 == 0x0A } }
    #expect(rows == 2)
  }

  @Test func aFileThatGrowsWhileItIsReadIsRefused() throws {
    let path = try folder.write(Array("a,b\n1,2\n3,4\n".utf8))
    let file = try CSVFile(path: path, name: "rx.csv", index: 0, dialect: Dialect(blockBytes: 4))
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data("5,6\n".utf8))
    try handle.close()
    let fault = try #require(throws: StreamFault.self) { while try file.nextBlock() != nil {} }
    #expect(fault.kind == .changed)
    #expect(fault.path == "rx.csv")
    #expect(fault.remedy.contains("run again"))
  }
}

/// gzip and Zstandard files.
@Suite struct CompressedFileTests {
  private let folder: TemporaryFolder
  private static let text = Array(
    ("\u{FEFF}a,b\n" + (0..<5000).map { "\($0),\"x \($0 &* 7919 % 10007)\ny\"\n" }.joined()).utf8)

  init() throws { folder = try TemporaryFolder() }

  private func compress(_ bytes: [UInt8], _ tool: String) throws -> [UInt8] {
    let input = try folder.write(bytes, to: "\(UUID().uuidString).csv")
    let output = input + ".out"
    _ = FileManager.default.createFile(atPath: output, contents: nil)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: tool)
    process.arguments = ["-c", input]
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: output))
    process.standardOutput = handle
    try process.run()
    process.waitUntilExit()
    try handle.close()
    try #require(process.terminationStatus == 0)
    return [UInt8](try Data(contentsOf: URL(fileURLWithPath: output)))
  }

  private func expectTheText(_ bytes: [UInt8], named name: String, _ text: [UInt8] = text) throws {
    let path = try folder.write(bytes, to: name)
    let reference = ReferenceReader(bytes: text, delimiter: UInt8(ascii: ","), longestRecord: 1 << 20)
    let expected = try #require(reference.read())
    for blockBytes in [7, 4096, 512 << 10] {
      #expect(try Reading(path: path, dialect: Dialect(blockBytes: blockBytes)) == expected)
    }
  }

  private func fault(_ bytes: [UInt8], named name: String) throws -> StreamFault {
    let path = try folder.write(bytes, to: name)
    let fault = try #require(throws: StreamFault.self) { try Reading(path: path, dialect: Dialect()) }
    #expect(fault.kind == .badData)
    return fault
  }

  @Test(.enabled(if: hasGzip, "no /usr/bin/gzip"))
  func gzip() throws {
    let packed = try compress(Self.text, gzipPath)
    try expectTheText(packed, named: "rx.csv.gz")
    // It is told by its bytes, not by its name.
    try expectTheText(packed, named: "rx.csv")
    // Tape tools pad with NUL bytes.
    try expectTheText(packed + [UInt8](repeating: 0, count: 600), named: "padded.csv.gz")
  }

  @Test(.enabled(if: hasGzip, "no /usr/bin/gzip"))
  func gzipOfSeveralMembers() throws {
    // A cut inside a quoted field, and an empty member between.
    let cut = Self.text.count / 2 + 3
    let packed =
      try compress(Array(Self.text[..<cut]), gzipPath) + compress([], gzipPath)
      + compress(Array(Self.text[cut...]), gzipPath)
    try expectTheText(packed, named: "rx.csv.gz")
  }

  @Test(.enabled(if: hasGzip, "no /usr/bin/gzip"))
  func brokenGzip() throws {
    let packed = try compress(Self.text, gzipPath)
    for length in [packed.count - 1, packed.count - 8, packed.count - 9, packed.count / 2, 20, 10, 3, 2] {
      let fault = try fault(Array(packed[..<length]), named: "rx.csv.gz")
      #expect(fault.message.contains("is cut off"), "\(length) of \(packed.count) bytes: \(fault.message)")
      #expect(fault.remedy.contains("fetch the file again"))
    }
    var damaged = packed
    damaged[packed.count - 6] ^= 0xFF
    #expect(try fault(damaged, named: "rx.csv.gz").message.contains("is damaged"))
    #expect(
      try fault(packed + packed[..<(packed.count / 2)], named: "rx.csv.gz").message.contains("is cut off"))
    #expect(try fault(packed + Array("a,b\n".utf8), named: "rx.csv.gz").message.contains("is damaged"))
  }

  @Test(arguments: [("rx.csv.gz", "gzip"), ("rx.csv.zst", "Zstandard")])
  func aWrongNameIsRefused(name: String, kind: String) throws {
    let plain = try fault(Self.text, named: name)
    #expect(plain.message == "is named like a \(kind) file but holds none")
    #expect(plain.remedy.contains("rename it"))
    let empty = try fault([], named: name)
    #expect(empty.remedy.contains("it is empty"))
  }

  @Test(.enabled(if: hasZstd, "no /usr/bin/zstd"))
  func zstandard() throws {
    let packed = try compress(Self.text, zstdPath)
    try expectTheText(packed, named: "rx.csv.zst")
    let cut = Self.text.count / 3
    let frames =
      try compress(Array(Self.text[..<cut]), zstdPath) + compress(Array(Self.text[cut...]), zstdPath)
    try expectTheText(frames, named: "frames.csv.zst")
    // pzstd writes frames that are to be skipped, the first of them first.
    let skipped: [UInt8] = [0x5A, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3]
    try expectTheText(skipped + packed + skipped, named: "skipped.csv.zst")
    for length in [packed.count - 1, packed.count / 2, 6, 4] {
      #expect(
        try fault(Array(packed[..<length]), named: "rx.csv.zst").message.contains("is cut off"), "\(length)")
    }
    #expect(try fault(packed + Array("a,b\n".utf8), named: "rx.csv.zst").message.contains("is damaged"))
  }

  @Test(
    "Every part that a gzip header can have", .enabled(if: hasGzip, "no /usr/bin/gzip"), arguments: 0..<16)
  func gzipHeaders(parts: Int) throws {
    let body = try compress(Self.text, gzipPath)
    // gzip -c of a file writes its name: skip the ten bytes and it.
    let first = try #require(body[10...].firstIndex(of: 0)) + 1
    try #require(body[3] == 8)
    var header: [UInt8] = Array(body[..<3]) + [0] + body[4..<10]
    for (place, (flag, bytes)) in [
      (4, [3, 0, 1, 0, 2]), (8, Array("name\0".utf8)), (16, Array("says\0".utf8)),
    ]
    .enumerated() where parts & (1 << place) != 0 {
      header[3] |= UInt8(flag)
      header += bytes
    }
    if parts & 8 != 0 {
      header[3] |= 2
      let checksum = crc32(header)
      header += [UInt8(checksum & 0xFF), UInt8(checksum >> 8 & 0xFF)]
    }
    let packed = header + body[first...]
    try expectTheText(packed, named: "rx.csv.gz")
    #expect(
      try fault(Array(packed[..<(header.count - 1)]), named: "rx.csv.gz").message.contains("is cut off"))
    var damaged = packed
    damaged[parts & 8 == 0 ? 2 : header.count - 1] ^= 1
    #expect(try fault(damaged, named: "rx.csv.gz").message.contains("is damaged"))
    damaged = packed
    damaged[3] |= 0x20
    #expect(try fault(damaged, named: "rx.csv.gz").message.contains("is damaged"))
  }

  private func crc32(_ bytes: [UInt8]) -> UInt32 {
    var remainder: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      remainder ^= UInt32(byte)
      for _ in 0..<8 { remainder = remainder >> 1 ^ (remainder & 1 == 0 ? 0 : 0xEDB8_8320) }
    }
    return ~remainder
  }

  @Test(.enabled(if: hasGzip, "no /usr/bin/gzip"))
  func emptyInsideGzip() throws {
    #expect(try fault(compress([], gzipPath), named: "rx.csv.gz").message.contains("is empty"))
  }
}

private let gzipPath = "/usr/bin/gzip"
private let zstdPath = "/usr/bin/zstd"
private let hasGzip = FileManager.default.isExecutableFile(atPath: gzipPath)
private let hasZstd = FileManager.default.isExecutableFile(atPath: zstdPath)
