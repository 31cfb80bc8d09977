/// `text` without the blanks around it: spaces, tabs and no-break spaces.
package func trimmingBlanks(_ text: String) -> String {
  var rest = text[...]
  while let first = rest.first, isBlank(first) { rest.removeFirst() }
  while let last = rest.last, isBlank(last) { rest.removeLast() }
  return String(rest)
}

private func isBlank(_ character: Character) -> Bool {
  character == " " || character == "\t" || character == "\u{A0}"
}
