import RxModel
import RxRelease

extension Publication {
  /// A table as it was read.
  package struct Table: Sendable {
    /// The path within the output.
    package var name: String
    package var columns: [String]
    /// The fields of each row, one a column.
    package var rows: [[String]]
    /// The digest of the file it was read from; nil where it was read from none.
    package var digest: FileDigest?

    /// A table of these columns and rows.
    package init(_ name: String, columns: [String], rows: [[String]], digest: FileDigest? = nil) {
      self.name = name
      self.columns = columns
      self.rows = rows
      self.digest = digest
    }
  }
}

extension Publication.Table {
  /// The grouping variables, where it has the columns of results.csv.
  package var variables: [String] {
    guard let before = columns.firstIndex(of: "period_end"), let after = columns.firstIndex(of: "numerator"),
      before < after
    else { return [] }
    return Array(columns[(before + 1)..<after])
  }

  /// The fields of each row by column.
  package var rowsByColumn: [[String: String]] {
    rows.map { row in Dictionary(zip(columns, row), uniquingKeysWith: { first, _ in first }) }
  }

  /// The rows of results.csv as figures, the suppressed ones with what ranges.csv tells of them.
  /// - Parameter ranges: ranges.csv; nil where there is none.
  /// - Returns: a figure a row, in their order.
  /// - Throws: `RxFault` (65) where they are none, or none of this version.
  package func figures(ranges: Publication.Table?) throws(RxFault) -> [Figure] {
    let reader = try FigureReader(self, variables)
    var figures = try rows.map { row throws(RxFault) in try reader.figure(row) }
    if let ranges { try RangeReader(ranges, variables).read(into: &figures) }
    return figures
  }

  /// The places of columns.
  /// - Throws: `RxFault` (65) where it lacks one.
  func places(_ names: [String]) throws(RxFault) -> [Int] {
    try names.map { name throws(RxFault) in
      guard let place = columns.firstIndex(of: name) else {
        throw fault("it has no column '\(name)'")
      }
      return place
    }
  }

  /// The number that a field holds; nil where it is empty.
  /// - Throws: `RxFault` (65) where it holds something else.
  func number(_ field: String) throws(RxFault) -> Double? {
    guard !field.isEmpty else { return nil }
    guard let number = Double(field), number.isFinite else { throw fault("'\(field)' is no number") }
    return number
  }

  /// What is wrong with it.
  func fault(_ what: String) -> RxFault {
    RxFault(.data, "\(name): \(what)", remedy: "name the output folder of a run of this version")
  }
}
