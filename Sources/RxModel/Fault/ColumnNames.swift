/// A file's columns as messages tell them. A file whose first line is somebody's row has no names: what stands there is
/// not shown.
package struct ColumnNames {
  private let header: [String]
  /// True where the first line is known to name columns.
  private let isHeader: Bool

  /// The columns of a file with this first line, in which columns called `wanted` are looked for.
  package init(_ header: [String], wanted: [String]) {
    self.header = header
    // A file with another delimiter than the study says has all in one name.
    let names = header.flatMap { $0.split { ",;|\t".contains($0) }.map(String.init) }
    // A name that was asked for, or nearly so, makes it a header; a number or a date none. One letter can be a value.
    let found = Set(wanted).intersection(names)
    isHeader =
      !names.contains { Self.isNumberOrDate($0) }
      && (found.count > 1 || found.contains { $0.count > 1 }
        || wanted.contains { nearestName(to: $0, among: names.filter(Self.canBeMistyped)) != nil }
        || names.count { Self.usual.contains($0.lowercased()) } > 1)
  }

  /// Names of columns that no value is; two of them make a header of the first line, whatever was asked for.
  private static let usual: Set = [
    "patient_id", "person_id", "member_id", "claim_id", "fill_date", "date", "service_date",
    "dispensing_date",
    "days_supply", "days", "quantity", "drug", "drug_code", "drug_name", "ndc", "atc", "code", "class",
    "ingredient",
    "prescriber", "pharmacy", "sex", "gender", "birth_date", "birth_year", "death_date", "region",
  ]

  private static func isNumberOrDate(_ name: String) -> Bool {
    name.utf8.contains(where: isDigit) && name.utf8.allSatisfy { isDigit($0) || "-/.: TZ".utf8.contains($0) }
  }

  /// Values are short or have digits; near to a name they are so by chance.
  private static func canBeMistyped(_ name: String) -> Bool {
    name.count >= 4 && !name.utf8.contains(where: isDigit)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  /// The columns in words, or the reason for which they are not shown.
  package var text: String {
    isHeader
      ? "its columns are \(header.joined(separator: ", "))"
      : "its first line does not look like names of columns and is not shown, since it may be somebody's row"
  }

  /// The delimiter that the first line seems to have in place of the study's, as a study file writes it: one that its
  /// names hold more often than they are divided; nil where there is none.
  private var betrayedDelimiter: String? {
    let delimiters: [(byte: Character, text: String)] = [
      (",", "','"), (";", "';'"), ("|", "'|'"), ("\t", "'\\t' (tab)"),
    ]
    let counts = delimiters.map { delimiter in
      header.reduce(0) { $0 + $1.count { $0 == delimiter.byte } }
    }
    guard let most = counts.max(), most > header.count - 1, let place = counts.firstIndex(of: most) else {
      return nil
    }
    return delimiters[place].text
  }

  /// The remedy where there is no column `name`.
  package func remedy(for name: String) -> String {
    if let delimiter = betrayedDelimiter {
      return
        "its first line seems to be divided by \(delimiter): set 'delimiter' to that where the study names the file"
    }
    return isHeader ? suggestion(for: name, among: header) : "the first line must name the columns"
  }
}
