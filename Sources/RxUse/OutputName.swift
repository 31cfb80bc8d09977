/// The names of the files that a run writes at the top level of its output whatever the formats: it can write no others
/// than these and those of the formats, and where another is the output is not replaced.
enum OutputName: String, CaseIterable, Sendable {
  case results = "results.csv"
  case ranges = "ranges.csv"
  case sensitivity = "sensitivity.csv"
  case attrition = "attrition.csv"
  case flow = "flow.csv"
  case inputs = "inputs.csv"
  case products = "products.csv"
  case codes = "codes.csv"
  case rejects = "rejects.csv"
  case record = "run.json"
  case timing = "timing.json"

  /// Those that are not passed on with the others: rejects can quote a patient's values, and timing tells of a machine.
  /// One more that tells of single patients belongs here.
  static let kept: Set<OutputName> = [.rejects, .timing]
}
