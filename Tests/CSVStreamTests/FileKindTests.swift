import Foundation
import Testing

@testable import CSVStream

/// Files that are no CSV text, told by their first bytes.
@Suite struct FileKindTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func fault(_ bytes: [UInt8], blockBytes: Int = 512 << 10) throws -> StreamFault? {
    let path = try folder.write(bytes)
    do throws(StreamFault) {
      _ = try CSVFile(path: path, name: "rx.csv", index: 0, dialect: Dialect(blockBytes: blockBytes))
      return nil
    } catch {
      return error
    }
  }

  /// A tar archive as far as it is looked at: the file's own name, and the mark behind 257 bytes.
  private static let tar =
    Array("rx.csv".utf8) + [UInt8](repeating: 0, count: 251) + Array("ustar\u{0}00".utf8)
    + [UInt8](repeating: 0, count: 512)

  private static let kinds: [(bytes: [UInt8], message: String, remedy: String)] = [
    (tar, "is a tar archive", "tar -xf"),
    (Array("BZh91AY&SY".utf8) + [0xCD, 0], "is compressed with bzip2", "bunzip2"),
    (
      Array("BZh9".utf8) + [0x17, 0x72, 0x45, 0x38, 0x50, 0x90, 0, 0, 0, 0], "is compressed with bzip2",
      "bunzip2"
    ),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00, 0x00, 0x04], "is an xz file", "unxz"),
    ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, 0x00, 0x04], "is a 7z archive", "7z x"),
    (
      [0x50, 0x4B, 0x03, 0x04, 0x14, 0x00, 0x0A], "is a zip archive or a spreadsheet (xlsx)",
      "unpack it (unzip"
    ),
    (
      [0x50, 0x4B, 0x03, 0x04] + [UInt8](repeating: 0, count: 26) + Array("[Content_Types].xml".utf8),
      "is a spreadsheet (xlsx)", "export each sheet as CSV"
    ),
    ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "an old spreadsheet (xls)", "export each sheet"),
    (
      [UInt8](repeating: 0, count: 12) + [0xC2, 0xEA, 0x81, 0x60, 0xB3, 0x14], "is a SAS data set (sas7bdat)",
      "proc export"
    ),
    (
      Array("HEADER RECORD*******LIBRARY HEADER RECORD!!!!!!!".utf8), "is a SAS transport file", "proc export"
    ),
    (Array("PAR1".utf8) + [0x15, 0x04], "is a Parquet file", "export it as CSV"),
    (Array("ARROW1".utf8) + [0, 0], "is an Arrow or Feather file", "export it as CSV"),
    (Array("$FL2@(#) SPSS DATA FILE".utf8), "is an SPSS file (sav)", "SPSS"),
    (Array("<stata_dta><header>".utf8), "is a Stata file (dta)", "export delimited"),
    ([0x73, 0x02, 0x01, 0x00, 0x05], "is a Stata file (dta)", "export delimited"),
    (Array("RDX3\nX\n".utf8), "is an R data file (RData)", "write.csv"),
    (Array("X\n".utf8) + [0, 0, 0, 3], "is an R data file (RDS)", "write.csv"),
  ]

  @Test("Each kind is named with its remedy, whatever the blocks", arguments: kinds.indices)
  func eachKind(index: Int) throws {
    let (bytes, message, remedy) = Self.kinds[index]
    for blockBytes in [1, 7, 512 << 10] {
      let fault = try #require(try fault(bytes, blockBytes: blockBytes))
      #expect(fault.kind == .badData && fault.path == "rx.csv")
      #expect(fault.message.contains(message) && fault.message.hasSuffix("not CSV text"), "\(fault.message)")
      #expect(fault.remedy.contains(remedy), "\(fault.remedy)")
    }
  }

  @Test(
    "Text that begins nearly like one of them is read",
    arguments: [
      "PAR,1\n1,2\n", "BZh,b\n1,2\n", "RDX,b\n", "$FL,b\n", "PK,b\n", "ustar,b\n", "<stata>,b\n",
    ])
  func textIsRead(text: String) throws { #expect(try fault(Array(text.utf8)) == nil) }

  @Test("Text that holds the mark of an archive elsewhere is read")
  func markElsewhere() throws {
    let header = String(repeating: "a", count: 256)
    #expect(try fault(Array("\(header)ustar,b\n1,2\n".utf8)) == nil)
    #expect(try fault(Array("\(header),ustar\n".utf8))?.message.hasPrefix("is a tar archive") == true)
  }

  @Test(
    "What is packed is looked at", .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/gzip"))
  )
  func packed() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/gzip")
    process.arguments = ["-kf", try folder.write(Self.tar)]
    let path = try #require(process.arguments?.last)
    try process.run()
    process.waitUntilExit()
    let fault = #expect(throws: StreamFault.self) {
      try CSVFile(path: path + ".gz", name: "rx.tar.gz", index: 0, dialect: Dialect())
    }
    #expect(fault?.message == "holds a tar archive, not CSV text")
    #expect(fault?.remedy.contains("tar -xf") == true)
  }
}
