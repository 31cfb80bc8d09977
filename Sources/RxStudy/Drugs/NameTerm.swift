/// A condition on a product's name.
///
/// A term is one or more words that follow each other in the name (`opioid treatment`, ending in `*` for any ending), or
/// `>=1 mg`, `<1 mg`: the first strength behind the ingredient; `&` asks for several at once, `!` in front for absence
/// (`>=1 mg & !patch*`).
struct NameTerm: Sendable {
  private enum Test {
    case words([String], anyEnding: [Bool])
    case atLeast(Double)
    case below(Double)
  }

  private var tests: [(test: Test, wanted: Bool)] = []

  /// The term that `text` writes.
  init(_ text: String) {
    for part in text.split(separator: "&") {
      var part = NameItems.trimmed(part)
      let wanted = part.first != "!"
      if !wanted { part.removeFirst() }
      if let mg = Self.milligrams(part, after: ">=") {
        tests.append((.atLeast(mg), wanted))
      } else if let mg = Self.milligrams(part, after: "<") {
        tests.append((.below(mg), wanted))
      } else {
        let words = part.split(separator: " ")
        let bare = words.map { ProductName(String($0)).tokens.joined() }
        tests.append((.words(bare, anyEnding: words.map { $0.last == "*" }), wanted))
      }
    }
  }

  /// The terms of a list parted by semicolons.
  static func terms(_ list: String) -> [NameTerm] { NameItems.of(list).map(NameTerm.init) }

  /// True if the condition holds of a name in which the ingredient's words end before `end`.
  func holds(in name: ProductName, end: Int) -> Bool {
    guard !tests.isEmpty else { return false }
    return tests.allSatisfy { test, wanted in
      switch test {
      case .words(let words, let anyEnding): name.has(words, anyEnding) == wanted
      case .atLeast(let mg): (name.milligrams(from: end).map { $0 >= mg } ?? false) == wanted
      case .below(let mg): (name.milligrams(from: end).map { $0 < mg } ?? false) == wanted
      }
    }
  }

  private static func milligrams(_ text: Substring, after sign: String) -> Double? {
    guard text.hasPrefix(sign) else { return nil }
    return Double(text.dropFirst(sign.count).prefix { $0.isNumber || $0 == "." })
  }
}

/// The items of a field that holds a list parted by semicolons.
enum NameItems {
  /// The items of `field`, blanks around them aside.
  static func of(_ field: some StringProtocol) -> [String] {
    field.split(separator: ";").map { String(trimmed(Substring($0))) }.filter { !$0.isEmpty }
  }

  /// A text without blanks at its ends.
  static func trimmed(_ text: Substring) -> Substring {
    var rest = text.drop(while: \.isWhitespace)
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return rest
  }
}
