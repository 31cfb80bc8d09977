import RxModel
import RxText

/// A row of the code list that a study uses, with the use that may be told of it.
package struct UsedCode: Sendable {
  package var entry: DrugEntry
  /// The names of the study that it belongs to.
  package var names: [String]
  /// The rows of people that are of it; nil where that is kept back.
  package var rows: Int?

  /// A row of the list with its use.
  package init(_ entry: DrugEntry, names: [String], rows: Int?) {
    self.entry = entry
    self.names = names
    self.rows = rows
  }
}

/// The text of codes.csv: every row of the code list that the study uses, in the order of the list; its rows are
/// empty under disclosure control.
package func codesCSV(_ codes: [UsedCode]) -> String {
  csvLine(["code", "class", "ingredient", "atc", "names", "rows"])
    + codes.map { code in
      csvLine([
        code.entry.code, code.entry.drugClass, code.entry.ingredient, code.entry.atc.joined(separator: " "),
        code.names.joined(separator: "; "), code.rows.map(String.init) ?? "",
      ])
    }.joined()
}
