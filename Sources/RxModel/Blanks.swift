/// `text` without the blanks around it: spaces, tabs and no-break spaces.
package func trimmingBlanks(_ text: some StringProtocol) -> String {
  let blanks: Set<Character> = [" ", "\t", "\u{A0}"]
  let start = text.drop { blanks.contains($0) }
  return String(start.reversed().drop { blanks.contains($0) }.reversed())
}
