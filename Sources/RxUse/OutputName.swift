import RxModel
import RxReport

/// The names of the files that a run writes at the top level of its output: it can write no other, and where another is
/// the output is not replaced.
enum OutputName: String, CaseIterable, Sendable {
  case results = "results.csv"
  case sensitivity = "sensitivity.csv"
  case attrition = "attrition.csv"
  case inputs = "inputs.csv"
  case rejects = "rejects.csv"
  case manifest = "run.json"
  case report = "report.md"

  /// The one folder in an output, which holds a file for each kind of table.
  static let tableFolder = "tables"

  /// The name in that folder of the tables of a kind.
  static func table(_ kind: TableKind) -> String { "\(kind.rawValue).csv" }
}
