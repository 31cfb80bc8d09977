import RxModel
import RxStudy
import RxText

/// The differences between two code lists, as CSV: a row a code that is in one alone, and a row a column that differs.
/// - Parameters:
///   - old: the file of the list before, or `built-in`.
///   - new: the file of the list after, or `built-in`.
///   - match: how codes are compared: auto, code, ndc, atc or name.
/// - Returns: the CSV, and a sentence with how many there are of each kind.
/// - Throws: `RxFault`: 64 for another `match`, 66 where a file is missing, 78 at the first mistake in one.
package func diffCodes(
  from old: String, to new: String, match: String
) throws(RxFault) -> (csv: String, summary: String) {
  let before = CodeListRequest(files: files(old), match: match)
  let after = CodeListRequest(files: files(new), match: match)
  let diff = CodeListChanges(from: try before.load(), to: try after.load(), match: try before.kind)
  var text = csvLine(["change", "code", "class", "ingredient", "field", "old", "new"])
  for change in diff.changes {
    text += csvLine([
      change.kind.rawValue, change.code, change.drugClass, change.ingredient, change.field, change.old,
      change.new,
    ])
  }
  return (
    text, "\(diff.count(.added)) added, \(diff.count(.removed)) removed, \(diff.count(.changed)) changed"
  )
}

/// The files of a list as it is named on the command line.
private func files(_ name: String) -> [String] { name == "built-in" ? [] : [name] }
