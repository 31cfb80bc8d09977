import RxModel
import RxRelease
import RxStatistics

/// What a run has published, as its files say it: all that reports are made from, so that nothing else can reach an axis,
/// an order, a title or a sentence.
package struct Publication: Sendable {
  /// A row of attrition.csv.
  package struct Step: Sendable, Equatable {
    package var name: String
    package var rows: ReleasedCount
    package var patients: ReleasedCount
  }
  /// A row of sensitivity.csv.
  package struct SensitivityRow: Sendable {
    /// The settings as the file writes them, in the order of `ResultColumns.settings`.
    package var settings: [String]
    package var figure: Figure
    /// The estimate minus the study's own; nil where either is not shown.
    package var difference: Double?
  }

  /// run.json.
  package var record: RunRecord
  /// The grouping variables, in the order of their columns.
  package var variables: [String]
  /// results.csv.
  package var figures: [Figure]
  /// attrition.csv.
  package var attrition: [Step]
  /// inputs.csv: a row a file, by column.
  package var inputs: [[String: String]]
  /// sensitivity.csv; empty where there is none.
  package var sensitivity: [SensitivityRow]

  /// The published tables, in their order.
  package var files: [PublishedFile]

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

  /// The publication of these files.
  /// - Throws: `RxFault` (65) where one of them is none of rxuse's.
  package init(
    record: RunRecord, results: Table, ranges: Table? = nil, attrition: Table, inputs: Table,
    sensitivity: Table?
  ) throws(RxFault) {
    self.record = record
    files = [results, ranges, attrition, inputs, sensitivity].compactMap { table in
      table.map { PublishedFile(name: $0.name, columns: $0.columns, digest: $0.digest) }
    }
    variables = results.variables
    _ = try ranges?.places(rangesColumns(variables))
    figures = try results.figures()
    self.attrition = try Self.steps(attrition)
    _ = try inputs.places(inputsColumns)
    self.inputs = inputs.rowsByColumn
    self.sensitivity = if let sensitivity { try Self.sensitivity(sensitivity, variables) } else { [] }
  }

  private static func steps(_ table: Table) throws(RxFault) -> [Step] {
    let places = try table.places(["step", "rows", "patients"])
    return try table.rows.map { row throws(RxFault) in
      Step(
        name: row[places[0]], rows: try ReleasedCount(row[places[1]], of: table.name),
        patients: try ReleasedCount(row[places[2]], of: table.name))
    }
  }

  private static func sensitivity(_ table: Table, _ variables: [String]) throws(RxFault) -> [SensitivityRow] {
    let reader = try FigureReader(table, variables)
    let settings = try table.places(ResultColumns.settings)
    let difference = try table.places([ResultColumns.difference])[0]
    return try table.rows.map { row throws(RxFault) in
      SensitivityRow(
        settings: settings.map { row[$0] }, figure: try reader.figure(row),
        difference: try number(row[difference], of: table.name))
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

  /// The rows of results.csv as figures.
  /// - Throws: `RxFault` (65) where it is none, or none of this version.
  package func figures() throws(RxFault) -> [Figure] {
    let reader = try FigureReader(self, variables)
    return try rows.map { row throws(RxFault) in try reader.figure(row) }
  }

  /// The rows of ranges.csv, whose figures have no numbers.
  /// - Parameter variables: the grouping variables.
  /// - Returns: the figures with their ranges.
  /// - Throws: `RxFault` (65) where it is none, or none of this version.
  package func ranges(_ variables: [String]) throws(RxFault) -> [FigureRange] {
    let columns = rangesColumns(variables)
    let places = try places(columns)
    let first = columns.count - 6
    return try rows.map { row throws(RxFault) in
      let fields = places.map { row[$0] }
      func ends(_ part: Int) throws(RxFault) -> FigureRange.Ends {
        FigureRange.Ends(
          try number(fields[first + 2 * part], of: name), try number(fields[first + 2 * part + 1], of: name))
      }
      let figure = Figure(
        measure: fields[0], definition: fields[1], drug: fields[2],
        period: try period(fields[3], fields[4], name), levels: Array(fields[5..<(5 + variables.count)]),
        numerator: nil, denominator: nil, denominatorUnit: fields[first - 1], estimate: nil, estimateUnit: "",
        limits: nil, status: .suppressed)
      return FigureRange(
        figure, numerator: try ends(0), denominator: try ends(1), estimate: try ends(2))
    }
  }

  /// The places of columns.
  /// - Throws: `RxFault` (65) where it lacks one.
  fileprivate func places(_ names: [String]) throws(RxFault) -> [Int] {
    try names.map { name throws(RxFault) in
      guard let place = columns.firstIndex(of: name) else {
        throw fault("it has no column '\(name)'", self.name)
      }
      return place
    }
  }
}

// MARK: Fields

private func fault(_ what: String, _ file: String) -> RxFault {
  RxFault(.data, "\(file): \(what)", remedy: "name the output folder of a run of this version")
}

private func number(_ field: String, of file: String) throws(RxFault) -> Double? {
  guard !field.isEmpty else { return nil }
  guard let number = Double(field), number.isFinite else { throw fault("'\(field)' is no number", file) }
  return number
}

private func period(_ start: String, _ end: String, _ file: String) throws(RxFault) -> DaySpan {
  guard let first = DateFormat.auto.day(start), let last = DateFormat.auto.day(end), first <= last else {
    throw fault("'\(start)' to '\(end)' is no period", file)
  }
  return DaySpan(first, last)
}

extension ReleasedCount {
  /// The count that a field of attrition.csv tells.
  fileprivate init(_ field: String, of file: String) throws(RxFault) {
    switch field {
    case "": self = .unknown
    case suppressedMarker: self = .suppressed
    case let digits:
      guard let count = Int(digits) else { throw fault("'\(digits)' is no count", file) }
      self = .count(count)
    }
  }
}

/// Figures of the rows of a table that has the columns of results.csv.
private struct FigureReader {
  private let file: String
  private let left: [Int]
  private let levels: [Int]
  private let right: [Int]

  init(_ table: Publication.Table, _ variables: [String]) throws(RxFault) {
    file = table.name
    left = try table.places(ResultColumns.left)
    levels = try table.places(variables)
    right = try table.places(ResultColumns.right)
  }

  /// The figure that a row tells.
  func figure(_ row: [String]) throws(RxFault) -> Figure {
    let label = left.map { row[$0] }
    let field = right.map { row[$0] }
    guard let status = Figure.Status(rawValue: field[7]) else {
      throw fault("'\(field[7])' is no status", file)
    }
    let (lower, upper) = (try number(field[5], of: file), try number(field[6], of: file))
    return Figure(
      measure: label[0], definition: label[1], drug: label[2],
      period: try period(label[3], label[4], file),
      levels: levels.map { row[$0] },
      numerator: try count(field[0], Figure.Numerator.count, Figure.Numerator.amount),
      denominator: try count(field[1], Figure.Denominator.count, Figure.Denominator.years),
      denominatorUnit: field[2],
      estimate: try number(field[3], of: file), estimateUnit: field[4],
      limits: lower.flatMap { lower in upper.map { ConfidenceLimits(lower: lower, upper: $0) } },
      status: status)
  }

  /// A count, or an amount where the field has decimals.
  private func count<Part>(
    _ field: String, _ count: (Int) -> Part, _ amount: (Double) -> Part
  ) throws(RxFault) -> Part? {
    guard let value = try number(field, of: file) else { return nil }
    if field.contains(".") { return amount(value) }
    guard let whole = Int(exactly: value) else { throw fault("'\(field)' is no count", file) }
    return count(whole)
  }
}
