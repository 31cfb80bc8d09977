/// A small CSV file read whole: code lists and other tables that people keep by hand. Every record must be in
/// order.
package struct SmallTable {
  /// One record.
  package struct Row {
    /// The line on which it begins.
    package let line: Int
    /// The values, in the order of the header.
    package let values: [String]
    fileprivate var columns: [String: Int]

    /// The value in the column `name`; empty where there is none.
    package subscript(_ name: String) -> String { columns[name].map { values[$0] } ?? "" }
  }

  /// A record that can't be read.
  package struct BadRow: Error {
    /// The line on which it begins.
    package let line: Int
    /// The message: what is wrong.
    package let message: String
    /// The remedy; empty where the message says it.
    package var remedy: String {
      message == SmallTable.notUTF8 ? "convert the file: iconv -f LATIN1 -t UTF-8 IN > OUT" : ""
    }
  }

  /// The column names.
  package let header: [String]
  /// The records.
  package private(set) var rows: [Row]

  /// The message on a record that is no text.
  fileprivate static let notUTF8 = "it is not UTF-8"

  /// All of `file`.
  /// - Throws: `StreamFault` where the file can't be read; the first bad record comes as `badRow` instead.
  package init(_ file: CSVFile, dialect: Dialect, badRow: inout BadRow?) throws(StreamFault) {
    header = file.header
    let columns = Dictionary(
      file.header.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let selection = ColumnSelection(
      columnCount: header.count, columns: Array(0..<header.count),
      readings: Array(repeating: .bytes, count: header.count))
    let parser = BlockParser(dialect: dialect)
    var line = file.firstLine
    var rows: [Row] = []
    while let block = try file.nextBlock() {
      let batch = try parser.parse(block, selection, path: file.name)
      let places = batch.locate()
      if let first = places.malformed.first, badRow == nil {
        badRow = BadRow(line: line + first.place.line, message: "a quote is out of place")
      }
      for record in 0..<batch.recordCount {
        let fields = batch.fields[(record * header.count)..<((record + 1) * header.count)]
        let texts = fields.map { batch.validText($0.range) }
        let place = places.records[record]
        let at = line + place.line
        // Spreadsheets write such lines below the last one that has anything.
        guard !batch.isBlank(place) else { continue }
        if let message = problem(batch.flaws[record], texts), badRow == nil {
          badRow = BadRow(line: at, message: message)
        }
        rows.append(Row(line: at, values: texts.map { $0 ?? "" }, columns: columns))
      }
      line += batch.lineEnds
    }
    self.rows = rows
  }
}

extension SmallTable {
  /// The table with its columns under these names: each is the place of one.
  package func naming(_ columns: [String: Int]) -> SmallTable {
    var table = self
    for place in rows.indices { table.rows[place].columns = columns }
    return table
  }
}

private func problem(_ flaws: RecordFlaws, _ texts: [String?]) -> String? {
  if flaws.contains(.nul) { return "it holds a NUL byte" }
  if flaws.contains(.tooFewFields) { return "it has fewer fields than the header" }
  if flaws.contains(.tooManyFields) { return "it has more fields than the header" }
  return texts.contains { $0 == nil } ? SmallTable.notUTF8 : nil
}
