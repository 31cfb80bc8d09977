import CSVStream
import RxModel

/// A column that an input wants.
struct ColumnRequest: Sendable {
  /// The study's name of the field, for messages and rejects.
  let field: String
  /// The column's name in the file, with its place in the study.
  let column: Sourced
  /// The reading that is wanted of the field beside its bytes.
  var reading = FieldReading.bytes
  /// True where nobody reads the field: it must be there and be UTF-8. Such requests come last.
  var isOnlyChecked = false
  /// True where the field is a key: whose row it is, or of which drug. Blanks around it are no part of it.
  var isKey = false
}

/// The length of a file's first requested header, and its first byte: few records that begin so are not the header again.
struct HeaderStart: Sendable {
  let count: Int
  let byte: UInt8

  /// True if a record whose first request has this field may repeat the header.
  @inline(__always)
  func mayBegin(_ first: Field, _ bytes: borrowing Span<UInt8>) -> Bool {
    Int(first.count) == count && (count == 0 || bytes[Int(first.offset)] == byte)
  }
}

/// The places in one file of the columns that an input wants.
package struct FileColumns: Sendable {
  /// All requested columns.
  private let all: ColumnSelection
  /// Those of them that are read.
  private let read: ColumnSelection
  /// The slot of each request, in the order of the requests.
  let slots: [Int]
  /// By request, true where the field's value is what was asked for.
  let hasParsedValue: [Bool]
  /// The header of each request in the file.
  private let headers: [[UInt8]]
  /// The beginning of the first.
  let headerStart: HeaderStart
  /// The rules by which fields mean something else than their bytes.
  let rules: FieldRules

  /// Finds `requests` in a file's header. Two requests may ask for the same column.
  /// - Parameters:
  ///   - requests: the columns that are wanted.
  ///   - missing: the texts that mean an empty field.
  ///   - header: the names in the file's first line.
  ///   - file: the file's name, for messages.
  /// - Throws: `RxFault` (65) with all columns that are missing or named twice.
  init(
    _ requests: [ColumnRequest], missing: [String] = [], header: [String], file: String
  ) throws(RxFault) {
    var columns: [Int] = []
    var readings: [FieldReading] = []
    var slots: [Int] = []
    var faults: [RxFault] = []
    for request in requests {
      let column: Int
      do throws(RxFault) {
        column = try Self.place(of: request.column, amongst: requests, header, file)
      } catch {
        if !faults.contains(where: { $0.text == error.text }) { faults.append(error) }
        continue
      }
      if let slot = columns.firstIndex(of: column) {
        readings[slot] = Self.common(readings[slot], request.reading)
        slots.append(slot)
      } else {
        slots.append(columns.count)
        columns.append(column)
        readings.append(request.reading)
      }
    }
    // Where none is there it is one mistake: no header, or another delimiter.
    if columns.isEmpty, let fault = faults.first { throw fault }
    if let fault = RxFault(all: faults) { throw fault }
    all = ColumnSelection(columnCount: header.count, columns: columns, readings: readings)
    let readCount = zip(requests, slots).reduce(0) { $1.0.isOnlyChecked ? $0 : max($0, $1.1 + 1) }
    read = ColumnSelection(
      columnCount: header.count, columns: Array(columns[..<readCount]),
      readings: Array(readings[..<readCount]))
    self.slots = slots
    hasParsedValue = zip(requests, slots).map { readings[$1] == $0.reading }
    headers = slots.map { Array(header[columns[$0]].utf8) }
    headerStart = HeaderStart(count: headers.first?.count ?? 0, byte: headers.first?.first ?? 0)
    rules = FieldRules(
      missing: missing, keySlots: zip(requests, slots).filter { $0.0.isKey }.map(\.1))
  }

  /// The place in `header` of a column of `requests`.
  private static func place(
    of wanted: Sourced, amongst requests: [ColumnRequest], _ header: [String], _ file: String
  ) throws(RxFault) -> Int {
    if let column = try column(wanted, header, file) { return column }
    let names = ColumnNames(header, wanted: requests.flatMap(\.column.names))
    let texts = wanted.names.map { "'\($0)'" }.joined(separator: " or ")
    throw RxFault(
      .data, "no column \(texts) in \(file); \(names.text)", at: wanted.place,
      remedy: names.remedy(for: wanted.name))
  }

  /// The place in `header` of the first of a column's names that is there: as it stands, else without regard to case and
  /// blanks around it; nil where none is.
  private static func column(
    _ wanted: Sourced, _ header: [String], _ file: String
  ) throws(RxFault) -> Int? {
    func plain(_ name: String) -> String { trimmingBlanks(name).lowercased() }
    for name in wanted.names {
      let exact = header.indices.filter { header[$0] == name }
      let found = exact.isEmpty ? header.indices.filter { plain(header[$0]) == plain(name) } : exact
      guard found.count <= 1 else {
        throw RxFault(
          .data, "\(found.count) columns are called '\(name)' in \(file)", at: wanted.place,
          remedy: "rename all but the one that is meant")
      }
      if let column = found.first { return column }
    }
    return nil
  }

  /// True if a record's fields of the requests that `batch` has repeat the header.
  func areHeader(_ batch: borrowing RecordBatch, _ record: Int) -> Bool {
    let bytes = batch.bytes
    for (request, slot) in slots.enumerated() where slot < batch.slotCount {
      let range = batch.fields[record * batch.slotCount + slot].range
      guard range.count == headers[request].count else { return false }
      for (place, byte) in zip(range, headers[request]) where bytes[place] != byte { return false }
    }
    return true
  }

  /// The reading that two requests for one column get. One that looks a field up must have its hash; others
  /// can do without.
  private static func common(_ a: FieldReading, _ b: FieldReading) -> FieldReading {
    if a == b || b == .bytes { return a }
    return a == .bytes || b == .hash ? b : a == .hash ? a : .bytes
  }

  /// The columns that the reader hands out of `block`: those only checked where there may be something to
  /// check.
  func selection(for block: Block) -> ColumnSelection { block.mayHoldHighBytes ? all : read }

  /// All columns, where the reader has handed out `batch` of fewer.
  func wider(than batch: RecordBatch) -> ColumnSelection? { batch.slotCount < all.slotCount ? all : nil }
}
