import Testing

@testable import RxDecode

@Suite struct MissingWordsTests {
  private func word(_ text: String) -> String? {
    let bytes = Array("x\(text)x".utf8)
    return MissingWords.word(bytes.span, 1..<(bytes.count - 1))
  }

  /// The words are told by their first byte and their length before they are compared.
  @Test(arguments: [
    "null", "(null)", "\\n", "na", "n/a", "#n/a", "nan", "none", "nil", "missing", "unknown", "unk",
    "not known", ".", "-", "?",
  ])
  func everyWordInAnyCase(text: String) {
    for written in [text, text.uppercased(), text.prefix(1).uppercased() + text.dropFirst()] {
      #expect(word(written) == written)
    }
    for other in ["", text + "x", "x" + text, text.dropLast() + "_"] { #expect(word(other) == nil) }
  }

  @Test(arguments: ["North", "M", "U", "N", "Medicaid", "nobody", "unlisted", "0", "--"])
  func otherTexts(text: String) { #expect(word(text) == nil) }
}

@Suite struct RoundedNumberTests {
  private func isRounded(_ text: String) -> Bool {
    let bytes = Array("1E\(text)1E".utf8)
    return bytes.span.isRoundedNumber(2..<(bytes.count - 2))
  }

  @Test(arguments: ["2.02E+09", "1.23457E+12", "1,2e+7", "9.9E+100", "2.02E-09", "1,5e-3"])
  func digitsThatAreGone(text: String) { #expect(isRounded(text)) }

  @Test(arguments: [
    "", "2E+09", "2.E+9", ".5E+9", "2.02E09", "2.02E", "2.02E+", "A2.02E+09", "2.02E+09B", "E+9",
  ])
  func others(text: String) { #expect(!isRounded(text)) }
}
