/// One row of results.csv, every field as it is written.
struct ResultRow: Hashable, Sendable {
  /// `prevalence`, `fill_rate` and so on.
  var measure = ""
  /// The definition; empty where the measure has none.
  var definition = ""
  /// The class, ingredient or pair.
  var drug = ""
  /// First day of the interval.
  var periodStart = ""
  /// Last day of the interval.
  var periodEnd = ""
  /// Level by grouping variable, `all` where the row does not split by it.
  var levels: [String: String] = [:]
  /// The numerator.
  var numerator = ""
  /// The denominator.
  var denominator = ""
  /// The denominator's unit.
  var unit = ""
  /// The estimate.
  var estimate = ""
  /// The estimate's unit.
  var estimateUnit = ""
  /// The lower limit; empty where there is none.
  var lower = ""
  /// The upper limit; empty where there is none.
  var upper = ""
  /// `ok`, `undefined`, `suppressed` or `rounded`.
  var status = "ok"

  /// What tells this row from every other one.
  var key: String {
    let groups = levels.keys.sorted().map { "\($0)=\(levels[$0] ?? "")" }.joined(separator: ", ")
    return "\(measure) [\(definition)] \(drug) \(periodStart)..\(periodEnd) {\(groups)} per \(unit)"
  }

  /// The measures that the contract calls core.
  static let coreMeasures = [
    "prevalence", "fill_rate", "incidence", "long_term_use", "overlap", "overlap_days",
  ]

  /// The measures that the contract calls extended.
  static let extendedMeasures = [
    "standardised_prevalence", "standardised_fill_rate", "dose", "dose_mean", "ddd", "cob",
    "multiple_providers", "cns_polypharmacy", "persistence", "persistence_median", "dose_change",
    "alternatives", "same_prescriber", "trend_prevalence", "trend_fill_rate", "ratio_prevalence",
    "ratio_fill_rate", "cohort", "incidence_proportion",
    "transition", "summary",
  ]

  private static let leading = ["measure", "definition", "drug", "period_start", "period_end"]
  private static let trailing = [
    "numerator", "denominator", "denominator_unit", "estimate", "estimate_unit", "ci_lower", "ci_upper",
    "status",
  ]

  /// The header of results.csv with these grouping variables.
  static func header(_ variables: [String]) -> [String] { leading + variables + trailing }

  /// The row's fields in the order of the header.
  func fields(_ variables: [String]) -> [String] {
    [measure, definition, drug, periodStart, periodEnd] + variables.map { levels[$0] ?? "all" }
      + [numerator, denominator, unit, estimate, estimateUnit, lower, upper, status]
  }

  /// The rows as a results.csv.
  static func csv(_ rows: [ResultRow], variables: [String]) -> String {
    let lines = [header(variables)] + rows.map { $0.fields(variables) }
    return lines.map { NaiveCSV.line($0) + "\n" }.joined()
  }

  /// The rows of a results.csv, with what is wrong with its form.
  static func parse(_ csv: String) -> (rows: [ResultRow], variables: [String], faults: [String]) {
    let records = NaiveCSV.records(csv)
    guard let header = records.first else { return ([], [], ["results.csv is empty"]) }
    guard header.count >= leading.count + trailing.count, Array(header.prefix(5)) == leading,
      Array(header.suffix(8)) == trailing
    else { return ([], [], ["unexpected header: \(header.joined(separator: ","))"]) }
    let variables = Array(header.dropFirst(5).dropLast(8))
    var rows: [ResultRow] = []
    var faults: [String] = []
    for (number, record) in records.enumerated().dropFirst() {
      guard record.count == header.count else {
        faults.append("record \(number + 1) has \(record.count) fields, the header \(header.count)")
        continue
      }
      var levels: [String: String] = [:]
      for (place, variable) in variables.enumerated() { levels[variable] = record[5 + place] }
      let rest = Array(record.suffix(8))
      rows.append(
        ResultRow(
          measure: record[0], definition: record[1], drug: record[2], periodStart: record[3],
          periodEnd: record[4], levels: levels, numerator: rest[0], denominator: rest[1], unit: rest[2],
          estimate: rest[3], estimateUnit: rest[4], lower: rest[5], upper: rest[6], status: rest[7]))
    }
    return (rows, variables, faults)
  }
}
