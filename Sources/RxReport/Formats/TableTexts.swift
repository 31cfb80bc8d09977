import RxText

extension DataTable {
  /// The table as CSV, texts as they are read.
  var csvTable: String {
    csvLine(columns.map(\.title)) + rows.map { csvLine($0.map(\.text)) }.joined()
  }

  /// The table as a LaTeX tabular, without packages.
  var texTable: String {
    let shape = columns.map { $0.isNumber ? "r" : "l" }.joined()
    func line(_ cells: [String]) -> String { cells.map(texText).joined(separator: " & ") + " \\\\\n" }
    return "\\begin{tabular}{\(shape)}\n\\hline\n" + line(columns.map(\.title)) + "\\hline\n"
      + rows.map { line($0.map(\.text)) }.joined() + "\\hline\n\\end{tabular}\n"
  }
}

/// Text that LaTeX takes for text.
private func texText(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&", "%", "$", "#", "_", "{", "}": result += "\\" + String(scalar)
    case "\\": result += "\\textbackslash{}"
    case "~": result += "\\textasciitilde{}"
    case "^": result += "\\textasciicircum{}"
    case "<": result += "\\textless{}"
    case ">": result += "\\textgreater{}"
    // A bracket at the head of a cell would be read as an option of the line break before it.
    case "[": result += "{[}"
    case "]": result += "{]}"
    default: result += scalar.isControl ? " " : String(scalar)
    }
  }
  return result
}
