/// A kind of file that is no CSV text, told by its first bytes.
struct FileKind: Sendable {
  /// Its bytes, and where in the file they stand, counted from 0.
  private let marks: [(offset: Int, bytes: [UInt8])]
  /// The file in words, behind "is".
  private let words: String
  /// The remedy.
  private let remedy: String

  private init(_ words: String, _ marks: [(offset: Int, bytes: [UInt8])], _ remedy: String) {
    self.words = words
    self.marks = marks
    self.remedy = remedy
  }

  private static func text(_ text: String, at offset: Int = 0) -> (offset: Int, bytes: [UInt8]) {
    (offset, Array(text.utf8))
  }

  /// The kinds, the first that fits counts. Marks are of the formats' own descriptions.
  private static let all: [FileKind] =
    [
      FileKind(
        "a tar archive", [text("ustar", at: 257)], "unpack it (tar -xf FILE) and name the CSV files in it"),
      FileKind(
        "compressed with bzip2", [text("BZh"), (4, [0x31, 0x41, 0x59, 0x26, 0x53, 0x59])],
        "unpack it (bunzip2 FILE), or compress it with gzip or zstd instead"),
      FileKind(
        "compressed with bzip2", [text("BZh"), (4, [0x17, 0x72, 0x45, 0x38, 0x50, 0x90])],
        "unpack it (bunzip2 FILE), or compress it with gzip or zstd instead"),
      FileKind(
        "an xz file", [(0, [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00])],
        "unpack it (unxz FILE), or compress it with gzip or zstd instead"),
      FileKind(
        "a 7z archive", [(0, [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C])],
        "unpack it (7z x FILE) and name the CSV files in it"),
      FileKind(
        "a spreadsheet (xlsx)", [(0, [0x50, 0x4B, 0x03, 0x04]), text("[Content_Types].xml", at: 30)],
        "export each sheet as CSV in UTF-8"),
      FileKind(
        "a zip archive or a spreadsheet (xlsx)", [(0, [0x50, 0x4B, 0x03, 0x04])],
        "unpack it (unzip FILE) and name the CSV files in it, or export the sheet as CSV in UTF-8"),
      FileKind(
        "an empty zip archive", [(0, [0x50, 0x4B, 0x05, 0x06])], "fetch it again, and unpack it (unzip FILE)"),
      FileKind(
        "an old spreadsheet (xls) or Office file", [(0, [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1])],
        "export each sheet as CSV in UTF-8"),
      FileKind(
        "a SAS data set (sas7bdat)",
        [(0, [UInt8](repeating: 0, count: 12)), (12, [0xC2, 0xEA, 0x81, 0x60])],
        "export it as CSV in UTF-8 (proc export in SAS, haven in R or pandas in Python)"),
      FileKind(
        "a SAS transport file (xpt)", [text("HEADER RECORD*******LIB")],
        "export it as CSV in UTF-8 (proc export in SAS, haven in R or pandas in Python)"),
      FileKind(
        "a Parquet file", [text("PAR1")], "export it as CSV in UTF-8 (duckdb, arrow in R or pandas in Python)"
      ),
      FileKind(
        "an Arrow or Feather file", [text("ARROW1")],
        "export it as CSV in UTF-8 (duckdb, arrow in R or pandas in Python)"),
      FileKind(
        "an SPSS file (sav)", [text("$FL2")],
        "export it as CSV in UTF-8 (save translate in SPSS, haven in R or pandas in Python)"),
      FileKind(
        "a compressed SPSS file (zsav)", [text("$FL3")],
        "export it as CSV in UTF-8 (save translate in SPSS, haven in R or pandas in Python)"),
      FileKind(
        "a Stata file (dta)", [text("<stata_dta>")],
        "export it as CSV in UTF-8 (export delimited in Stata, haven in R or pandas in Python)"),
      FileKind("an R data file (RData)", [text("RDX2\n")], "export it as CSV in UTF-8 (write.csv in R)"),
      FileKind("an R data file (RData)", [text("RDX3\n")], "export it as CSV in UTF-8 (write.csv in R)"),
      FileKind(
        "an R data file (RDS)", [(0, [0x58, 0x0A, 0, 0, 0])], "export it as CSV in UTF-8 (write.csv in R)"),
    ] + oldStata

  /// Stata files of the releases 7 to 12, by number of the format and order of bytes.
  private static let oldStata: [FileKind] = (0x6E...0x73).flatMap { (release: UInt8) in
    [1, 2].map { (order: UInt8) in
      FileKind(
        "a Stata file (dta)", [(0, [release, order, 0x01, 0x00])],
        "export it as CSV in UTF-8 (export delimited in Stata, haven in R or pandas in Python)")
    }
  }

  /// The number of bytes at the beginning of a file by which kinds are told.
  static let headByteCount = 512

  /// The fault of a file that begins with `head`, where that is of one of the kinds; nil where it may be CSV text.
  /// - Parameters:
  ///   - head: the first bytes of the file, or of what is packed in it.
  ///   - name: the file's name in messages.
  ///   - isPacked: true where `head` was packed in a file of another kind.
  /// - Returns: the fault, or nil.
  static func fault(_ head: UnsafeRawBufferPointer, name: String, isPacked: Bool) -> StreamFault? {
    let found = all.first { kind in
      kind.marks.allSatisfy { mark in
        head.count >= mark.offset + mark.bytes.count && head[mark.offset...].starts(with: mark.bytes)
      }
    }
    guard let found else { return nil }
    return StreamFault(
      .badData, path: name, "\(isPacked ? "holds" : "is") \(found.words), not CSV text", remedy: found.remedy)
  }
}
