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
    /// The settings as the file writes them, by column: gap, washout, carry_over, duplicates.
    package var settings: [String: String]
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

  /// A small table as it was read: its columns, and the fields of each row by column.
  package struct Table: Sendable {
    package var columns: [String]
    package var rows: [[String: String]]
    /// The digest of the file it was read from; nil where it was read from none.
    package var digest: FileDigest?

    /// A table of these columns and rows.
    package init(columns: [String], rows: [[String: String]], digest: FileDigest? = nil) {
      self.columns = columns
      self.rows = rows
      self.digest = digest
    }
  }

  /// The publication of these files.
  /// - Throws: `RxFault` (65) where one of them is none of rxuse's.
  package init(
    record: RunRecord, results: Table, attrition: Table, inputs: Table, sensitivity: Table?
  ) throws(RxFault) {
    self.record = record
    let tables: [(name: String, table: Table?)] = [
      ("results.csv", results), ("attrition.csv", attrition), ("inputs.csv", inputs),
      ("sensitivity.csv", sensitivity),
    ]
    files = tables.compactMap { name, table in
      table.map { PublishedFile(name: name, columns: $0.columns, digest: $0.digest) }
    }
    variables = results.variables
    let variables = variables
    figures = try results.rows.map { row throws(RxFault) in try Figure(row, variables, of: "results.csv") }
    self.attrition = try attrition.rows.map { row throws(RxFault) in
      Step(
        name: row["step"] ?? "", rows: try ReleasedCount(row["rows"], of: "attrition.csv"),
        patients: try ReleasedCount(row["patients"], of: "attrition.csv"))
    }
    self.inputs = inputs.rows
    self.sensitivity = try (sensitivity?.rows ?? []).map { row throws(RxFault) in
      SensitivityRow(
        settings: row.filter { Self.settings.contains($0.key) },
        figure: try Figure(row, variables, of: "sensitivity.csv"),
        difference: try number(row["difference"], of: "sensitivity.csv"))
    }
  }

  /// The columns of sensitivity.csv that hold settings, in their order.
  package static let settings = ["gap", "washout", "carry_over", "duplicates"]
}

extension Publication.Table {
  /// The grouping variables, where it has the columns of results.csv.
  package var variables: [String] {
    guard let before = columns.firstIndex(of: "period_end"), let after = columns.firstIndex(of: "numerator"),
      before < after
    else { return [] }
    return Array(columns[(before + 1)..<after])
  }
}

// MARK: Fields

private func fault(_ what: String, _ file: String) -> RxFault {
  RxFault(.data, "\(file): \(what)", remedy: "name the output folder of a run of this version")
}

/// The day that a field tells as yyyy-MM-dd.
private func day(_ field: String) -> Day? {
  let parts = field.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
  guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2] else { return nil }
  return Day(year: year, month: month, day: day)
}

private func number(_ field: String?, of file: String) throws(RxFault) -> Double? {
  guard let field, !field.isEmpty else { return nil }
  guard let number = Double(field), number.isFinite else { throw fault("'\(field)' is no number", file) }
  return number
}

extension ReleasedCount {
  /// The count that a field of attrition.csv tells.
  fileprivate init(_ field: String?, of file: String) throws(RxFault) {
    switch field ?? "" {
    case "": self = .unknown
    case suppressedMarker: self = .suppressed
    case let digits:
      guard let count = Int(digits) else { throw fault("'\(digits)' is no count", file) }
      self = .count(count)
    }
  }
}

/// A count, or an amount where the field has decimals.
private func count<Part>(
  _ value: Double?, _ field: String, _ count: (Int) -> Part, _ amount: (Double) -> Part
) throws(RxFault) -> Part? {
  guard let value else { return nil }
  if field.contains(".") { return amount(value) }
  guard let whole = Int(exactly: value) else { throw fault("'\(field)' is no count", "results.csv") }
  return count(whole)
}

extension Figure {
  /// The figure that a row of results.csv tells.
  fileprivate init(_ row: [String: String], _ variables: [String], of file: String) throws(RxFault) {
    func text(_ column: String) -> String { row[column] ?? "" }
    guard let start = day(text("period_start")), let end = day(text("period_end")), start <= end else {
      throw fault("'\(text("period_start"))' to '\(text("period_end"))' is no period", file)
    }
    guard let status = Status(rawValue: text("status")) else {
      throw fault("'\(text("status"))' is no status", file)
    }
    let numerator = try number(text("numerator"), of: file)
    let denominator = try number(text("denominator"), of: file)
    let (lower, upper) = (try number(text("ci_lower"), of: file), try number(text("ci_upper"), of: file))
    self.init(
      measure: text("measure"), definition: text("definition"), drug: text("drug"),
      period: DaySpan(start, end), levels: variables.map { row[$0] ?? allLevel },
      numerator: try count(numerator, text("numerator"), Numerator.count, Numerator.amount),
      denominator: try count(denominator, text("denominator"), Denominator.count, Denominator.years),
      denominatorUnit: text("denominator_unit"), estimate: try number(text("estimate"), of: file),
      estimateUnit: text("estimate_unit"),
      limits: lower.flatMap { lower in upper.map { ConfidenceLimits(lower: lower, upper: $0) } },
      status: status)
  }
}
