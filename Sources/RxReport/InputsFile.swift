import RxRelease
import RxText

/// The columns of inputs.csv.
let inputsColumns = [
  "kind", "file", "rows", "lines", "rejected", "lines_rejected", "not_in_roster", "not_in_code_list", "used",
  "first_date", "last_date", "patients",
]

/// The text of inputs.csv: a row a file.
package func inputsCSV(_ inputs: [ReleasedInput]) -> String {
  var text = csvLine(inputsColumns)
  for input in inputs {
    text += csvLine([
      input.kind.rawValue, input.file, input.rows.text, input.lines.text, input.rejected.text,
      input.linesRejected.text, input.notInRoster.text, input.notInCodeList.text, input.used.text,
      input.firstDate.text, input.lastDate.text, input.patients.text,
    ])
  }
  return text
}
