import RxModel
import RxRelease

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
  /// results.csv, with what ranges.csv tells of its suppressed rows.
  package var figures: [Figure]
  /// attrition.csv.
  package var attrition: [Step]
  /// flow.csv; without steps where there is none.
  package var flow: ReleasedFlow
  /// inputs.csv: a row a file, by column.
  package var inputs: [[String: String]]
  /// products.csv; empty where there is none.
  package var products: [ReleasedProduct]
  /// sensitivity.csv; empty where there is none.
  package var sensitivity: [SensitivityRow]

  /// The published tables, in their order.
  package var files: [PublishedFile]

  /// The publication of these files.
  /// - Parameters:
  ///   - record: run.json.
  ///   - results: results.csv.
  ///   - ranges: ranges.csv; nil where the run has worked out no ranges.
  ///   - attrition: attrition.csv.
  ///   - flow: flow.csv; nil where there is none.
  ///   - inputs: inputs.csv.
  ///   - products: products.csv; nil where there is none.
  ///   - sensitivity: sensitivity.csv; nil where there is none.
  /// - Throws: `RxFault` (65) where one of them is none of rxuse's, or ranges.csv is not of the suppressed rows of results.csv.
  package init(
    record: RunRecord, results: Table, ranges: Table? = nil, attrition: Table, flow: Table? = nil,
    inputs: Table, products: Table? = nil, sensitivity: Table?
  ) throws(RxFault) {
    self.record = record
    files = [results, ranges, attrition, flow, inputs, products, sensitivity].compactMap { table in
      table.map { PublishedFile(name: $0.name, columns: $0.columns, digest: $0.digest) }
    }
    variables = results.variables
    figures = try results.figures(ranges: ranges)
    self.attrition = try Self.steps(attrition)
    self.flow = if let flow { try Self.flow(flow) } else { ReleasedFlow(steps: []) }
    _ = try inputs.places(inputsColumns)
    self.inputs = inputs.rowsByColumn
    self.products = try products?.products() ?? []
    self.sensitivity = if let sensitivity { try Self.sensitivity(sensitivity, variables) } else { [] }
  }

  private static func steps(_ table: Table) throws(RxFault) -> [Step] {
    let places = try table.places(["step", "rows", "patients"])
    return try table.rows.map { row throws(RxFault) in
      Step(
        name: row[places[0]], rows: try ReleasedCount(row[places[1]], of: table),
        patients: try ReleasedCount(row[places[2]], of: table))
    }
  }

  private static func flow(_ table: Table) throws(RxFault) -> ReleasedFlow {
    let places = try table.places(flowColumns)
    return ReleasedFlow(
      steps: try table.rows.map { row throws(RxFault) in
        ReleasedFlow.Step(
          row[places[0]], persons: try ReleasedCount(row[places[1]], of: table),
          leftOut: try ReleasedCount(row[places[2]], of: table))
      })
  }

  private static func sensitivity(_ table: Table, _ variables: [String]) throws(RxFault) -> [SensitivityRow] {
    let reader = try FigureReader(table, variables)
    let settings = try table.places(ResultColumns.settings)
    let difference = try table.places([ResultColumns.difference])[0]
    return try table.rows.map { row throws(RxFault) in
      SensitivityRow(
        settings: settings.map { row[$0] }, figure: try reader.figure(row),
        difference: try table.number(row[difference]))
    }
  }
}

extension ReleasedCount {
  /// The count that a field of attrition.csv or flow.csv tells.
  fileprivate init(_ field: String, of table: Publication.Table) throws(RxFault) {
    switch field {
    case "": self = .unknown
    case suppressedMarker: self = .suppressed
    case let digits:
      guard let count = Int(digits) else { throw table.fault("'\(digits)' is no count") }
      self = .count(count)
    }
  }
}
