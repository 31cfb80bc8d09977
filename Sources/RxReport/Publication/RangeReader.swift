import RxModel
import RxRelease

/// The ranges of the rows of ranges.csv.
struct RangeReader {
  private let table: Publication.Table
  private let labels: [Int]
  private let ends: [Int]

  /// A reader of `table`.
  /// - Throws: `RxFault` (65) where it lacks a column.
  init(_ table: Publication.Table, _ variables: [String]) throws(RxFault) {
    self.table = table
    labels = try table.places(rangesLabels(variables))
    ends = try table.places(rangesEnds)
  }

  /// Gives each suppressed figure its range.
  /// - Throws: `RxFault` (65) where a row is of no suppressed figure or tells no range, or a suppressed figure has no row.
  func read(into figures: inout [Figure]) throws(RxFault) {
    // Of figures with the same labels the first has the first row: the last stands first.
    var places: [[String]: [Int]] = [:]
    for place in figures.indices.reversed() where figures[place].status == .suppressed {
      places[figures[place].labelsOfRange, default: []].append(place)
    }
    for row in table.rows {
      let own = labels.map { row[$0] }
      guard let place = places[own]?.popLast() else {
        throw table.fault("the row '\(own.joined(separator: ","))' is of no suppressed row of results.csv")
      }
      figures[place].range = try range(row)
    }
    if let place = places.values.joined().min() {
      let own = figures[place].labelsOfRange.joined(separator: ",")
      throw table.fault("it has no row for '\(own)', which is suppressed in results.csv")
    }
  }

  private func range(_ row: [String]) throws(RxFault) -> FigureRange {
    let fields = ends.map { row[$0] }
    return FigureRange(
      numerator: try ends(fields[0], fields[1]), denominator: try ends(fields[2], fields[3]),
      estimate: try ends(fields[4], fields[5]))
  }

  private func ends(_ from: String, _ to: String) throws(RxFault) -> FigureRange.Ends {
    let (least, greatest) = (try table.number(from), try table.number(to))
    if let least, let greatest, least > greatest {
      throw table.fault("'\(from)' to '\(to)' is no range")
    }
    // Whole numbers are written without decimals.
    return FigureRange.Ends(least, greatest, decimals: (from + to).contains(".") ? 4 : 0)
  }
}
