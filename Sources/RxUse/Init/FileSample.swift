import CSVStream
import RxDecode
import RxModel

/// Rows of a file, and how it is written.
struct FileSample: Sendable {
  /// The file, by its path and the name that the study gives it.
  let file: InputFile
  /// How its fields are set apart.
  let dialect: DialectGuess
  /// Its columns.
  let columns: [ColumnSample]
  /// The rows that were read, in words.
  let extent: String
  /// True where all rows were read.
  let isWhole: Bool

  /// True where rows of its end were read.
  let seesEnd: Bool

  /// The number of rows that were read.
  var rows: Int { columns.first?.values.count ?? 0 }
  /// The names of its columns.
  var header: [String] { columns.map(\.name) }

  private static let mostRowsOfPacked = 20_000
  private static let linesForDialect = 400

  /// Looks into a file.
  /// - Parameters:
  ///   - file: the file.
  ///   - stretch: the bytes that are read of its start, its middle and its end each.
  /// - Throws: `RxFault`: 65 where it is no text with the names of columns in its first line, 66 where it can't be read.
  init(_ file: InputFile, stretch: Int) throws(RxFault) {
    let excerpt: FileExcerpt
    do throws(StreamFault) {
      excerpt = try FileExcerpt(path: file.path, name: file.name, stretch: stretch)
    } catch {
      throw RxFault(error)
    }
    var parts = excerpt.parts.map { String(decoding: $0, as: UTF8.self) }
    if parts[0].unicodeScalars.first == "\u{FEFF}" { parts[0].unicodeScalars.removeFirst() }
    // By such a line spreadsheets tell each other the delimiter.
    if parts[0].lowercased().hasPrefix("sep="), let end = parts[0].firstIndex(where: \.isNewline) {
      parts[0] = String(parts[0][parts[0].index(after: end)...])
    }
    let firstLine = String(parts[0].prefix { !$0.isNewline })
    guard !firstLine.unicodeScalars.contains("\u{FFFD}") else {
      throw RxFault(
        .data, "\(file.name) has a header that is not UTF-8",
        remedy: "convert it: iconv -f LATIN1 -t UTF-8 IN > OUT")
    }
    let lines = parts[0].split(maxSplits: Self.linesForDialect, whereSeparator: \.isNewline)
    let firstLines = lines.prefix(Self.linesForDialect).joined(separator: "\n") + "\n"
    dialect = try DialectGuess(firstLines, name: file.name)
    self.file = file
    var rows: [[String]] = []
    var header: [String] = []
    for (place, part) in parts.enumerated() {
      let text = place == 0 ? part : firstLine + "\n" + part
      let table = try sampledTable(text, dialect.dialect, name: file.name)
      header = table.header
      rows += table.rows.map(\.values).filter { row in row.contains { !$0.isEmpty } }
    }
    isWhole = excerpt.isWhole && (!excerpt.isPacked || rows.count <= Self.mostRowsOfPacked)
    seesEnd = isWhole || !excerpt.isPacked
    if excerpt.isPacked { rows = Array(rows.prefix(Self.mostRowsOfPacked)) }
    try HeaderCheck.check(header, rows.prefix(Self.linesForDialect), name: file.name)
    columns = header.indices.map { place in ColumnSample(header[place], rows.map { $0[place] }) }
    extent =
      isWhole
      ? "all rows"
      : excerpt.isPacked
        ? "rows from the start (it is packed)" : "rows from the start, the middle and the end"
  }

  /// The column called `name`, as the reader finds it; nil where there is none.
  func column(_ name: String) -> ColumnSample? {
    columns.first { $0.name == name } ?? columns.first { $0.name.lowercased() == name.lowercased() }
  }
}

/// The test of whether a file's first line names its columns. Where it does not, it is somebody's row and is not shown.
enum HeaderCheck {
  /// - Throws: `RxFault` (65) where the first line does not name columns.
  static func check(_ header: [String], _ rows: ArraySlice<[String]>, name: String) throws(RxFault) {
    let names = header.map(trimmingBlanks)
    let known = names.count { name in !HeaderWords(name).concepts.isEmpty }
    let isValue = names.enumerated().contains { place, text in
      isNumberOrDate(text) || isCommonValue(text, at: place, in: rows)
    }
    guard !isValue, known > 0 || hasNumbersBelow(rows), !names.allSatisfy(\.isEmpty) else {
      throw RxFault(
        .data,
        "\(name) has no names of columns in its first line, which is not shown, since it may be somebody's row",
        remedy: "put a line with the names of the columns before it")
    }
  }

  private static func isNumberOrDate(_ text: String) -> Bool {
    guard text.utf8.contains(where: { (0x30...0x39).contains($0) }) else { return false }
    return text.utf8.allSatisfy { (0x30...0x39).contains($0) || "-/.:,+ TZ".utf8.contains($0) }
      || DateReading.formats.contains { $0.day(text) != nil }
  }

  /// True where the name of a column is what many of its rows say: `F` above F and M.
  private static func isCommonValue(_ text: String, at place: Int, in rows: ArraySlice<[String]>) -> Bool {
    guard !text.isEmpty else { return false }
    return rows.count { $0[place] == text } * 20 > rows.count
  }

  private static func hasNumbersBelow(_ rows: ArraySlice<[String]>) -> Bool {
    rows.first.map { row in row.contains { isNumberOrDate($0) } } ?? false
  }
}
