import CSVStream
import RxModel

/// A column that an input wants.
struct ColumnRequest: Sendable {
  /// The study's name of the field, for messages and rejects.
  let field: String
  /// The column's name in the file, with its place in the study.
  let column: Named
  /// Whether the field's hash is wanted, because it will be interned.
  let isHashed: Bool
  /// Whether nobody reads the field: it must be there and be UTF-8. Such requests come last.
  var isOnlyChecked = false
}

/// Where the columns that an input wants are in one file.
package struct InputColumns: Sendable {
  /// All requested columns.
  private let all: ColumnSelection
  /// Those of them that are read.
  private let read: ColumnSelection
  /// The slot of each request, in the order of the requests.
  let slots: [Int]

  /// Finds `requests` in a file's header. Two requests may ask for the same column.
  /// - Throws: `RxFault` (65) where a column is missing or named twice.
  init(_ requests: [ColumnRequest], header: [String], file: String) throws(RxFault) {
    var columns: [Int] = []
    var hashed: [Bool] = []
    var slots: [Int] = []
    for request in requests {
      let name = request.column.name
      let found = header.indices.filter { header[$0] == name }
      guard let column = found.first else {
        throw RxFault(
          .data, "no column '\(name)' in \(file); its columns are \(header.joined(separator: ", "))",
          at: request.column.place, remedy: suggestion(for: name, among: header))
      }
      guard found.count == 1 else {
        throw RxFault(
          .data, "\(found.count) columns are called '\(name)' in \(file)", at: request.column.place,
          remedy: "rename all but the one that is meant")
      }
      if let slot = columns.firstIndex(of: column) {
        hashed[slot] = hashed[slot] || request.isHashed
        slots.append(slot)
      } else {
        slots.append(columns.count)
        columns.append(column)
        hashed.append(request.isHashed)
      }
    }
    all = ColumnSelection(columnCount: header.count, columns: columns, hashed: hashed)
    let readCount = zip(requests, slots).reduce(0) { $1.0.isOnlyChecked ? $0 : max($0, $1.1 + 1) }
    read = ColumnSelection(
      columnCount: header.count, columns: Array(columns[..<readCount]), hashed: Array(hashed[..<readCount]))
    self.slots = slots
  }

  /// What the reader hands out of `block`: columns that are only checked where there may be something to check.
  func selection(for block: Block) -> ColumnSelection { block.mayHoldHighBytes ? all : read }
}
