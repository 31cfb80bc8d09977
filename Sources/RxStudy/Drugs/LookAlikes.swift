import RxModel

/// The finder of listed names that a word looks like: one that is mistyped, cut off or drawn together with another word.
struct LookAlikes: Sendable {
  /// A name as it is compared.
  private struct Name {
    let text: String
    let letters: [UInt8]
    /// A bit for each letter that is in it.
    let mask: UInt32
  }

  /// The finder of the built-in list's names, in all their spellings.
  static let builtIn = LookAlikes(Vocabulary.builtIn.ingredientOfName.keys)

  /// By first letter, the names in order.
  private var names: [UInt8: [Name]] = [:]
  private let unlike: [String]

  private static let fewestLetters = 6
  /// From so many letters on two may be wrong.
  private static let longLetters = 8
  private static let startLetters = 5

  /// A finder of names of one word; shorter ones than six letters look like too much.
  init(_ listed: some Sequence<String>) {
    unlike = NameItems.of(OtherNames.unlike)
    for name in listed.sorted() where name.utf8.count >= Self.fewestLetters && !name.contains(" ") {
      let letters = Array(name.utf8)
      names[letters[0], default: []].append(Name(text: name, letters: letters, mask: Self.mask(letters)))
    }
  }

  /// The ingredient that some word of a product's name looks like, in whatever spelling; nil where none does.
  func resembled(by name: ProductName) -> String? {
    name.tokens.lazy.compactMap { resembled(by: $0) }.first.map(Vocabulary.builtIn.canonical)
  }

  private func resembled(by word: String) -> String? {
    let letters = Array(word.utf8)
    guard letters.count >= Self.startLetters, !ProductName.isNumber(word), let alike = names[letters[0]],
      let found = nearest(to: letters, among: alike)
    else { return nil }
    // What is known as something else looks like nothing.
    let isOther =
      found.text != word
      && (unlike.contains { $0.hasPrefix(word) || word.hasPrefix($0) }
        || Vocabulary.builtIn.phrases[word]?.contains { $0.beside.isEmpty } == true)
    return isOther ? nil : found.text
  }

  private func nearest(to word: [UInt8], among alike: [Name]) -> Name? {
    let mask = Self.mask(word)
    var best: (name: Name, distance: Int)?
    for name in alike {
      // Cut off, or drawn together with what follows.
      if name.letters.starts(with: word)
        || name.letters.count > Self.fewestLetters && word.starts(with: name.letters)
      {
        return name
      }
      let allowed = min(name.letters.count, word.count) >= Self.longLetters ? 2 : 1
      // An edit changes the length by one at most, and the letters that there are by two.
      guard word.count >= Self.fewestLetters, abs(name.letters.count - word.count) <= allowed,
        (name.mask ^ mask).nonzeroBitCount <= 2 * allowed
      else { continue }
      let distance = editDistance(name.letters, word)
      if distance <= allowed, distance < best?.distance ?? .max { best = (name, distance) }
    }
    return best?.name
  }

  private static func mask(_ letters: [UInt8]) -> UInt32 {
    letters.reduce(0) { $0 | 1 << UInt32($1 & 31) }
  }
}
