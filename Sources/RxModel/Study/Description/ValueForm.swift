/// A form that a value of a study file has: by it the value is told in help, checked by editors, filled in from a layout,
/// and, where it is a path, taken from another folder.
package indirect enum ValueForm: Sendable {
  /// A text, in words: one and several.
  case text(String, String)
  /// A path of a file or a folder, relative to the file in which it stands; in words.
  case path(String)
  /// A whole number in a range.
  case whole(ClosedRange<Int>)
  /// One of several texts.
  case choice([String])
  /// A text that a regular expression describes from its beginning to its end; in words.
  case pattern(String, String)
  /// A list; one value alone is a list of one.
  case list(ValueForm)
  /// Keys with values: those that are described, and any of the user's.
  case keys([any StudyKey], OwnNames?)
  /// One of several forms.
  case either([ValueForm])
  /// A form with words of its own.
  case called(String, ValueForm)

  /// Keys that are the user's own names.
  package struct OwnNames: Sendable {
    /// What a name is, in capitals.
    package let word: String
    /// The form of their values.
    package let value: ValueForm
  }

  /// Keys of which each is described.
  package static func keys(_ keys: [any StudyKey]) -> ValueForm { .keys(keys, nil) }

  /// Keys that are the user's own names, beside some that are described.
  /// - Parameters:
  ///   - word: what a name is, in capitals.
  ///   - value: the form of their values.
  ///   - keys: the keys that are described.
  /// - Returns: the form.
  package static func named(_ word: String, _ value: ValueForm, beside keys: [any StudyKey] = []) -> ValueForm
  {
    .keys(keys, OwnNames(word: word, value: value))
  }

  /// A day.
  package static let day = ValueForm.pattern("a date like 2019-01-31", "[0-9]{4}-[0-9]{2}-[0-9]{2}")
  /// A header of a column, or several of which the first that a file has counts.
  package static let header = ValueForm.called(
    "a header, or a list of them", .list(.text("a header", "headers")))
  /// A class, an ingredient or an ATC code.
  package static let drug = ValueForm.text("a drug", "drugs")

  /// The form in words, for one value.
  package var words: String {
    switch self {
    case .text(let one, _), .path(let one), .pattern(let one, _), .called(let one, _): one
    case .whole(let range): "a number from \(range.lowerBound) to \(range.upperBound)"
    case .choice(let names): names.joined(separator: " or ")
    case .list(let item): "a list of \(item.severalWords)"
    case .keys(let keys, let own):
      ((keys.isEmpty ? [] : ["keys"]) + (own.map { ["{\($0.word): \($0.value.words)}"] } ?? []))
        .joined(separator: " and ")
    case .either(let forms): forms.map(\.words).joined(separator: ", or ")
    }
  }

  /// The form in words, for several values.
  private var severalWords: String {
    switch self {
    case .text(_, let several): several
    case .path: "paths"
    case .pattern(let one, _), .called(let one, _): one
    case .whole(let range): "numbers from \(range.lowerBound) to \(range.upperBound)"
    case .choice(let names): names.joined(separator: ", ")
    case .list(let item): "lists of \(item.severalWords)"
    case .keys: words
    case .either(let forms): forms.map(\.severalWords).joined(separator: ", ")
    }
  }

  /// The form without words of its own.
  package var plain: ValueForm { if case .called(_, let form) = self { form.plain } else { self } }

  /// The forms of which a value has one, none of them a choice of forms.
  package var alternatives: [ValueForm] {
    if case .either(let forms) = plain { forms.flatMap(\.alternatives) } else { [plain] }
  }

  /// The keys that are described of a value with keys, or of the items of a list; none where it has none.
  package var describedKeys: [any StudyKey] {
    alternatives.flatMap { form -> [any StudyKey] in
      switch form {
      case .keys(let keys, _): keys
      case .list(let item): item.describedKeys
      default: []
      }
    }
  }

  /// The form of the value of a key; nil where there is no such key.
  package func form(of key: String) -> ValueForm? {
    for case .keys(let keys, let own) in alternatives {
      return keys.first { $0.name == key }?.form ?? own?.value
    }
    return nil
  }

  /// True where a text is one of the choices of the form.
  package func isChoice(_ text: String) -> Bool {
    alternatives.contains { form in if case .choice(let names) = form { names.contains(text) } else { false }
    }
  }

  /// The form of the items of a list; nil where it is none.
  package var item: ValueForm? {
    let items = alternatives.compactMap { form in if case .list(let item) = form { item } else { nil } }
    return items.count > 1 ? .either(items) : items.first
  }
}
