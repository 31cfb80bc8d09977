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

  /// Finds `requests` in a file's header. Two requests may ask for the same column.
  /// - Throws: `RxFault` (65) where a column is missing or named twice.
  init(_ requests: [ColumnRequest], header: [String], file: String) throws(RxFault) {
    var columns: [Int] = []
    var readings: [FieldReading] = []
    var slots: [Int] = []
    for request in requests {
      let name = request.column.name
      let found = header.indices.filter { header[$0] == name }
      guard let column = found.first else {
        let names = ColumnNames(header, wanted: requests.map(\.column.name))
        throw RxFault(
          .data, "no column '\(name)' in \(file); \(names.text)", at: request.column.place,
          remedy: names.remedy(for: name))
      }
      guard found.count == 1 else {
        throw RxFault(
          .data, "\(found.count) columns are called '\(name)' in \(file)", at: request.column.place,
          remedy: "rename all but the one that is meant")
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
    all = ColumnSelection(columnCount: header.count, columns: columns, readings: readings)
    let readCount = zip(requests, slots).reduce(0) { $1.0.isOnlyChecked ? $0 : max($0, $1.1 + 1) }
    read = ColumnSelection(
      columnCount: header.count, columns: Array(columns[..<readCount]),
      readings: Array(readings[..<readCount]))
    self.slots = slots
    hasParsedValue = zip(requests, slots).map { readings[$1] == $0.reading }
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
}
