import CSVStream
import RxModel

/// What decides how files are decoded, in words: two requests with the same words decode a file to the same. Nothing of it
/// depends on where a study file says it.
struct DecodeLayout: Sendable {
  /// Of prescriptions.
  let rows: String
  /// Of the files about patients.
  let patients: String
  private let rowsOfAnyProgram: String
  private let patientsOfAnyProgram: String

  /// The layout of `request`, as `program` decodes it.
  init(_ request: DecodeRequest, program: String) {
    let input = request.prescriptions
    rowsOfAnyProgram = """
      values \(request.keepsRejectedValues), drugs \(request.keepsRejectedDrugs)
      supply \(input.longestSupplyDays) \(input.missingSupplyDays ?? -1) \(input.capsLongSupply)
      reversals \(input.reversals.map { "\($0)" } ?? "none")
      kept \(request.columns.kept.map { "\($0)" }) \(request.columns.detailsPlace ?? -1) \(request.columns.putInPlace ?? -1)
      \(Self.text(input.input))
      """
    patientsOfAnyProgram =
      "values \(request.keepsRejectedValues)\n"
      + request.patientInputs.map(Self.text).joined(separator: "\n")
      + "\nfiles \((request.files[.patients]?.count ?? 0) > 1)"
    rows = "\(program)\n\(rowsOfAnyProgram)"
    patients = "\(program)\n\(patientsOfAnyProgram)"
  }

  /// The beginning of the names of files of decoded rows of this layout, whatever has decoded them.
  var rowsName: String { "rows-\(Self.name(rowsOfAnyProgram))-" }

  /// The name of the file of patients of this layout and of files with these contents, whatever has decoded them.
  func patientsName(_ contents: [[FileContent]]) -> String {
    "patients-\(Self.name(patientsOfAnyProgram + Self.text(contents)))\(SegmentFile.suffix)"
  }

  /// Contents in words.
  static func text(_ contents: [[FileContent]]) -> String {
    contents.map { $0.map { "\($0.bytes) \($0.sha256)\n" }.joined() }.joined(separator: "-\n")
  }

  /// A short name of a text: its fixed hash.
  static func name(_ text: String) -> String {
    let digits = String(fixedHash(of: Array(text.utf8)), radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  private static func text(_ input: StudyInput) -> String {
    let files = input.files
    let columns = input.mapped.map { column in
      "\(column.field) = \(column.column.map { "\($0)" } ?? "attribute") \(column.source.names)"
    }
    return """
      \(input.kind.rawValue) \(files.delimiter) \(files.quotes) \(files.decimal) \(files.missing) \(files.dates)
      \(columns.joined(separator: "\n"))
      """
  }
}
