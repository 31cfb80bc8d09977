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
    let amounts = [
      input.rows, input.lines, input.rejected, input.linesRejected, input.notInRoster, input.notInCodeList,
      input.used,
    ]
    text += csvLine(
      [input.kind.rawValue, input.file] + amounts.map(amountText)
        + [input.firstDate.text, input.lastDate.text, amountText(input.patients)])
  }
  return text
}

/// A number as inputs.csv writes it, or its mark.
private func amountText(_ amount: ReleasedInput.Amount) -> String { amount.text ?? suppressedMarker }
