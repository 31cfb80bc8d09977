import RxModel
import RxText

extension ReportFormat {
  /// checklist.csv: what reporting guidelines ask, as far as a run can answer it.
  static let checklist = ReportFormat(
    key: .csv, owns: { $0 == "checklist.csv" },
    files: { report in [RenderedFile("checklist.csv", text: { checklistCSV(report.publication) })] })
}

/// What STROBE (von Elm et al., PLoS Med 2007;4:e296), RECORD (Benchimol et al., PLoS Med 2015;12:e1001885) and RECORD-PE
/// (Langan et al., BMJ 2018;363:k3532) ask, in our words, with what the run knows; what only the authors know is left to
/// them.
private func checklistCSV(_ publication: Publication) -> String {
  let record = publication.record
  let files = record.inputs.map(\.path).joined(separator: "; ")
  let definitions = record.measures.flatMap { measure in
    measure.definitions.map { "\($0.definition)\($0.source.map { " (\($0))" } ?? "")" }
  }.joined(separator: "; ")
  let rejected = record.rows.sorted { $0.key < $1.key }.map { kind, rows in
    let all = rows.rejected.values.reduce(Int?.some(0)) { sum, next in
      sum.flatMap { sum in next.map { sum + $0 } }
    }
    return "\(kind): \(all.map(String.init) ?? suppressedMarker) rejected"
  }.joined(separator: "; ")
  let methods = Dictionary(
    record.methods.map { ($0.heading, $0.text.plain) }, uniquingKeysWith: { first, _ in first })
  func method(_ heading: String) -> String { methods[heading] ?? "" }
  let rows: [(String, String, String, String, String)] = [
    ("STROBE", "1", "title and abstract", record.title, "report, Summary"),
    (
      "STROBE", "4", "study design", "descriptive, of prescription records, repeated by interval",
      "methods.md"
    ),
    ("STROBE", "5", "setting and dates", method("Period"), "methods.md"),
    ("STROBE", "6", "participants", method("Persons"), "methods.md"),
    ("STROBE", "7", "variables and definitions", definitions, "methods.md"),
    ("STROBE", "8", "data sources", files, "run.json, inputs.csv"),
    ("STROBE", "9", "bias", record.limitations.joined(separator: " "), "report, Things to know"),
    (
      "STROBE", "10", "study size", record.persons.map { "\($0) persons" } ?? suppressedMarker,
      "attrition.csv"
    ),
    ("STROBE", "11", "quantitative variables", method("Groups"), "methods.md"),
    ("STROBE", "12", "statistical methods", method("Interval estimates"), "methods.md"),
    ("STROBE", "13", "numbers at each stage", "", "flow.csv, attrition.csv"),
    ("STROBE", "14", "descriptive data", "", "report, Who was counted; tables/characteristics.csv"),
    ("STROBE", "15", "outcome data", "", "results.csv"),
    ("STROBE", "16", "estimates with intervals", "", "results.csv, tables"),
    ("STROBE", "17", "other analyses", publication.sensitivity.isEmpty ? "none" : "", "sensitivity.csv"),
    ("STROBE", "18-21", "discussion", "for the authors", ""),
    ("STROBE", "22", "funding", "for the authors", ""),
    ("RECORD", "1.1", "type of data named in title or abstract", "prescription records", "report, Summary"),
    ("RECORD", "6.1", "codes and algorithms that select the population", method("Persons"), "methods.md"),
    ("RECORD", "7.1", "complete list of codes", record.codeList.joined(separator: "; "), "report, Methods"),
    ("RECORD", "12.1", "access to the database", "for the authors", ""),
    ("RECORD", "12.2", "cleaning of the data", rejected, "rejects.csv, inputs.csv"),
    ("RECORD", "12.3", "linkage", "by the patient's identifier within the files", "inputs.csv"),
    ("RECORD", "13.1", "selection of persons, by quality of data too", "", "flow.csv, attrition.csv"),
    ("RECORD", "19.1", "implications of data not made for research", "for the authors", ""),
    (
      "RECORD", "22.1", "access to protocol, data and code",
      "study file \(record.study.name), SHA-256 \(record.study.sha256), rxuse \(record.rxuseVersion)",
      "run.json"
    ),
    ("RECORD-PE", "8.1.a", "how drug exposure is defined", method("Fills and supply"), "methods.md"),
    ("RECORD-PE", "8.1.b", "sources of drug data", files, "run.json"),
    ("RECORD-PE", "8.1.d", "days' supply, gaps and carry-over", method("Fills and supply"), "methods.md"),
    ("RECORD-PE", "8.1.g", "new and current users", method("Incidence"), "methods.md"),
  ]
  return csvLine(["guideline", "item", "asks", "answer", "where"])
    + rows.map { csvLine([$0.0, $0.1, $0.2, $0.3, $0.4]) }.joined()
}
