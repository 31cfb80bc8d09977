import RxModel
import RxRelease
import RxStatistics

/// Figures of the rows of a table that has the columns of results.csv.
struct FigureReader {
  private let table: Publication.Table
  private let left: [Int]
  private let levels: [Int]
  private let right: [Int]

  /// A reader of the rows of `table`.
  /// - Throws: `RxFault` (65) where it lacks a column.
  init(_ table: Publication.Table, _ variables: [String]) throws(RxFault) {
    self.table = table
    left = try table.places(ResultColumns.left)
    levels = try table.places(variables)
    right = try table.places(ResultColumns.right)
  }

  /// The figure that a row tells.
  /// - Throws: `RxFault` (65) where it tells none.
  func figure(_ row: [String]) throws(RxFault) -> Figure {
    let label = left.map { row[$0] }
    let field = right.map { row[$0] }
    guard let start = DateFormat.auto.day(label[3]), let end = DateFormat.auto.day(label[4]), start <= end
    else {
      throw table.fault("'\(label[3])' to '\(label[4])' is no period")
    }
    guard let status = Figure.Status(rawValue: field[7]) else {
      throw table.fault("'\(field[7])' is no status")
    }
    let (lower, upper) = (try table.number(field[5]), try table.number(field[6]))
    return Figure(
      measure: label[0], definition: label[1], drug: label[2], period: DaySpan(start, end),
      levels: levels.map { row[$0] },
      numerator: try count(field[0], Figure.Numerator.count, Figure.Numerator.amount),
      denominator: try count(field[1], Figure.Denominator.count, Figure.Denominator.years),
      denominatorUnit: field[2],
      estimate: try table.number(field[3]), estimateUnit: field[4],
      limits: lower.flatMap { lower in upper.map { ConfidenceLimits(lower: lower, upper: $0) } },
      status: status)
  }

  /// A count, or an amount where the field has decimals.
  private func count<Part>(
    _ field: String, _ count: (Int) -> Part, _ amount: (Double) -> Part
  ) throws(RxFault) -> Part? {
    guard let value = try table.number(field) else { return nil }
    if field.contains(".") { return amount(value) }
    guard let whole = Int(exactly: value) else { throw table.fault("'\(field)' is no count") }
    return count(whole)
  }
}
