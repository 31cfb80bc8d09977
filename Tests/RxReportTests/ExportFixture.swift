import RxModel
import RxText

@testable import RxReport

/// Publications to export.
enum ExportFixture {
  /// Names that tempt whoever writes them as they are.
  static let hostile = [
    "<b>", "a & b", "]]>", "it's \"so\"", "=1+1", "+A1", "-A1", "@x", "NA", "x &&& y", "ذكر", "_x0041_",
    "line\nend",
    "bell\u{7}", String(repeating: "very long ", count: 40), "\u{FFFF}",
  ]

  /// A row of results.csv, by column.
  static func row(
    _ measure: String, drug: String = "opioid", definition: String = "", level: String = allLevel,
    numerator: String = "79", denominator: String = "1763",
    unit: (String, String) = ("persons", "per_1000_persons"),
    estimate: String = "44.8100", limits: (String, String) = ("36.1023", "55.4971"), status: String = "ok",
    variable: String = "sex"
  ) -> [String: String] {
    [
      "measure": measure, "definition": definition, "drug": drug, "period_start": "2019-01-01",
      "period_end": "2019-12-31", variable: level, "numerator": numerator, "denominator": denominator,
      "denominator_unit": unit.0, "estimate": estimate, "estimate_unit": unit.1, "ci_lower": limits.0,
      "ci_upper": limits.1, "status": status,
    ]
  }

  /// A row of which everything is kept back.
  static func suppressed(
    _ measure: String, level: String, unit: (String, String) = ("persons", "per_1000_persons")
  )
    -> [String: String]
  {
    row(
      measure, level: level, numerator: "", denominator: "", unit: unit, estimate: "", limits: ("", ""),
      status: "suppressed")
  }

  /// Prevalence, incidence and days of overlap, some of it kept back.
  static let rows = [
    row("prevalence"), suppressed("prevalence", level: "F"),
    row("prevalence", level: "M", numerator: "0", estimate: "0.0000", limits: ("0.0000", "2.1000")),
    row(
      "incidence", numerator: "67", denominator: "1515.6003",
      unit: ("person_years_at_risk", "per_1000_person_years"),
      estimate: "44.2069", limits: ("34.2597", "56.1412")),
    suppressed("incidence", level: "F", unit: ("person_years_at_risk", "per_1000_person_years")),
    row(
      "overlap_days", drug: "opioid+benzodiazepine", unit: ("days:opioid", "percent"), estimate: "4.4810",
      limits: ("", "")),
    suppressed("overlap_days", level: "F", unit: ("days:opioid", "percent")),
    row(
      "overlap_days", drug: "opioid+benzodiazepine", level: "M", numerator: "3", denominator: "4",
      unit: ("days:opioid", "percent"), estimate: "", limits: ("", ""), status: "undefined"),
  ]

  /// The row of ranges.csv of a row of results.csv: the ends of its numerator, of its denominator and of its estimate.
  static func range(
    _ row: [String: String], _ numerator: (String, String), _ denominator: (String, String),
    _ estimate: (String, String)
  ) -> [String: String] {
    row.merging([
      "numerator_from": numerator.0, "numerator_to": numerator.1, "denominator_from": denominator.0,
      "denominator_to": denominator.1, "estimate_from": estimate.0, "estimate_to": estimate.1,
    ]) { first, _ in first }
  }

  /// ranges.csv of these rows, by column.
  static func ranges(
    _ rows: [[String: String]], columns: [String] = rangesColumns(["sex"])
  ) -> Publication.Table {
    Publication.Table("ranges.csv", columns: columns, rows: rows.map { row in columns.map { row[$0] ?? "" } })
  }

  /// What `rows` of results.csv make, with an attrition and one input.
  static func publication(
    _ rows: [[String: String]] = rows, ranges: Publication.Table? = nil, variable: String = "sex",
    title: String = "A study", preset: String = "cms11", flow: [[String]]? = nil
  ) throws -> Publication {
    let columns = ResultColumns.left + [variable] + ResultColumns.right
    return try Publication(
      record: record(rows, variable: variable, title: title, preset: preset),
      results: .init(
        "results.csv", columns: columns,
        rows: rows.map { row in columns.map { row[$0] ?? ($0 == variable ? allLevel : "") } },
        digest: FileDigest(bytes: 7, sha256: "ab")),
      ranges: ranges,
      attrition: .init(
        "attrition.csv", columns: ["step", "rows", "patients"],
        rows: [["rows read", "300", "[c]"], ["rejected", "[c]", ""]]),
      flow: flow.map { .init("flow.csv", columns: flowColumns, rows: $0) },
      inputs: .init(
        "inputs.csv", columns: inputsColumns,
        rows: [
          ["prescriptions", "rx.csv", "300", "300", "<1", "<1", "", "53", "200", "2019-01", "2019-12", ""]
        ]), sensitivity: nil)
  }

  private static func record(
    _ rows: [[String: String]], variable: String, title: String, preset: String
  ) -> RunRecord {
    RunRecord(
      rxuseVersion: "1.2.3", title: title, study: .init(path: "study.yml", sha256: "0123456789abcdef"),
      period: .init(start: "2019-01-01", end: "2019-12-31", interval: "year"),
      variables: [
        .init(name: variable, levels: rows.compactMap { $0[variable] }.filter { $0 != allLevel }.distinct())
      ],
      groupings: [[variable]], fillDays: nil, formats: [],
      inputs: [
        .init(kind: "prescriptions", path: "rx.csv", bytes: 1, sha256: "00")
      ], rows: [:], persons: 2000, hasRoster: true, attrition: [], conflicts: [:], rejectsListed: 0,
      rejectsNotListed: nil,
      disclosure: .init(
        preset: preset, minCell: 11, roundTo: 1, figures: rows.count, suppressed: 0, audited: 0,
        narrowestInterval: nil, statement: "Counts of 1 to 10 persons are suppressed."),
      measures: [], drugs: [], codeList: [], methods: [], limitations: [], warnings: [], remarks: [])
  }
}

/// The rows of a text of CSV.
func csvRows(_ text: String) -> [[String]] {
  var rows: [[String]] = []
  var row: [String] = []
  var field = ""
  var isQuoted = false
  for scalar in text.unicodeScalars {
    switch (scalar, isQuoted) {
    case ("\"", _):
      isQuoted.toggle()
      field.unicodeScalars.append(scalar)
    case (",", false):
      row.append(unquoted(field))
      field = ""
    case ("\n", false):
      rows.append(row + [unquoted(field)])
      (row, field) = ([], "")
    default: field.unicodeScalars.append(scalar)
    }
  }
  return rows
}

private func unquoted(_ field: String) -> String {
  guard field.hasPrefix("\""), field.count > 1 else { return field }
  return String(field.dropFirst().dropLast()).replacing("\"\"", with: "\"")
}
