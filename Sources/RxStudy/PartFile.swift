import RxModel

/// A study file of one part of a study's patients, which holds nothing of the study itself.
package struct PartFile: Sendable {
  /// The part's number, from 1, and the number of parts.
  package let number: Int
  package let count: Int
  /// The file that holds the whole's study and what was read of its data; relative to this one.
  package let whole: String

  /// The part that `text` names; nil where it is another study file.
  /// - Throws: `RxFault` (78) for a mistake in it.
  package init?(_ text: String, file: String) throws(RxFault) {
    guard text.split(separator: "\n").contains(where: { $0.hasPrefix("part:") }) else { return nil }
    let top = try StudyFile.compose(text, file: file).map(["part"])
    let part = try top.required("part").map(["number", "of", "whole"])
    count = try part.required("of").int(in: 1...65_536)
    number = try part.required("number").int(in: 1...count)
    whole = try part.required("whole").text()
  }

  /// Part `number` of `count` of the study in `whole`.
  package init(_ number: Int, of count: Int, whole: String) {
    (self.number, self.count, self.whole) = (number, count, whole)
  }

  /// The text of it, under a comment that says what it is.
  package func text(of title: String, sha256: String) -> String {
    let name = title.split(whereSeparator: \.isNewline).joined(separator: " ")
    return """
      # Part \(number) of \(count) of the study: \(name)
      # (study file with the SHA-256 \(sha256), divided by patient by 'rxuse partition').
      # Count it with 'rxuse map' and this file; its rows are patients' data.
      part: {number: \(number), of: \(count), whole: \(whole)}

      """
  }
}
