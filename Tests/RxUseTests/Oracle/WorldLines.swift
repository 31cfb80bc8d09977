/// A row whose bytes can be at fault.
protocol FaultyRow {
  /// What is wrong with the row's bytes.
  var fault: RowFault { get }
}

extension PrescriptionRow: FaultyRow {}
extension RosterRow: FaultyRow {}
extension ObservationRow: FaultyRow {}
extension DeathRow: FaultyRow {}

/// Makes the bytes of a file.
struct WorldLines {
  /// How the file is written.
  let layout: FileLayout
  /// Its delimiter.
  let delimiter: String

  /// The whole file: header, rows, line ends, whatever the layout asks for.
  func bytes<Row: FaultyRow>(_ rows: [Row], _ columns: [WorldColumn<Row>]) -> [UInt8] {
    var bytes: [UInt8] = layout.byteOrderMark ? [0xEF, 0xBB, 0xBF] : []
    let end = Array(layout.newline.utf8)
    bytes += Array(text(columns.map(\.header)).utf8) + end
    for (number, row) in rows.enumerated() {
      bytes += line(row, columns)
      let isLast = number == rows.count - 1
      if !isLast || !layout.lacksLastNewline { bytes += end }
      if layout.emptyLineEvery > 0, (number + 1) % layout.emptyLineEvery == 0, !isLast { bytes += end }
    }
    return bytes
  }

  private func text(_ fields: [String]) -> String {
    NaiveCSV.line(fields, delimiter: delimiter, always: layout.quoteEverything)
  }

  private func line<Row: FaultyRow>(_ row: Row, _ columns: [WorldColumn<Row>]) -> [UInt8] {
    let fields = columns.map { $0.field(row) }
    switch row.fault {
    case .none: return Array(text(fields).utf8)
    case .tooManyFields: return Array(text(fields + ["one more"]).utf8)
    case .tooFewFields: return Array(text(Array(fields.dropLast())).utf8)
    case .strayQuote: return broken(fields, Array("a\"b".utf8))
    case .textAfterQuote: return broken(fields, Array("\"a\"b".utf8))
    case .nulByte: return broken(fields, [97, 0, 98])
    case .invalidUTF8:
      let place = columns.firstIndex { $0.header == "pid" || $0.header == "who" } ?? 0
      return broken(fields, [97, 0xFF, 98], at: place)
    }
  }

  /// The line with one field replaced by awkward bytes and the others made plain.
  private func broken(_ fields: [String], _ bytes: [UInt8], at place: Int = 1) -> [UInt8] {
    let special: Set<Character> = ["\"", "\n", "\r", "\r\n", ",", ";", "|", "\t"]
    var line: [UInt8] = []
    for (number, field) in fields.enumerated() {
      if number > 0 { line += Array(delimiter.utf8) }
      line += number == place ? bytes : Array(field.filter { !special.contains($0) }.utf8)
    }
    return line
  }
}
