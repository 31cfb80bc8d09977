import RxModel

/// The finder of listed names that a word looks like: one that is mistyped, cut off or drawn together with another word.
struct LookAlikes: Sendable {
  /// By a name with up to two letters left out, the names that it can be.
  private var namesOfPart: [String: [String]] = [:]
  private var names: Set<String> = []
  /// By five letters, the names that begin so.
  private var namesOfStart: [String: [String]] = [:]
  private let unlike: [String]

  /// The finder of the built-in list's names, in all their spellings.
  static let builtIn = LookAlikes(Vocabulary.builtIn.ingredientOfName.keys)

  private static let fewestLetters = 6
  /// From so many letters on two may be wrong.
  private static let longLetters = 8
  private static let startLetters = 5

  /// A finder of names of one word; shorter ones than six letters look like too much.
  init(_ listed: some Sequence<String>) {
    unlike = NameItems.of(OtherNames.unlike)
    names = Set(listed.filter { $0.utf8.count >= Self.fewestLetters && !$0.contains(" ") })
    for name in names.sorted() {
      for part in Self.parts(of: name) { namesOfPart[part, default: []].append(name) }
      namesOfStart[String(name.prefix(Self.startLetters)), default: []].append(name)
    }
  }

  /// The ingredient that some word of a product's name looks like, in whatever spelling; nil where none does.
  func resembled(by name: ProductName) -> String? {
    name.tokens.lazy.compactMap { resembled(by: $0) }.first.map(Vocabulary.builtIn.canonical)
  }

  private func resembled(by word: String) -> String? {
    guard word.utf8.count >= Self.startLetters, !ProductName.isNumber(word) else { return nil }
    if names.contains(word) { return word }
    let isOther = unlike.contains { $0.hasPrefix(word) || word.hasPrefix($0) }
    guard !isOther, Vocabulary.builtIn.phrases[word]?.contains(where: { $0.beside.isEmpty }) != true else {
      return nil
    }
    let begun = namesOfStart[String(word.prefix(Self.startLetters))] ?? []
    // Cut off, or drawn together with what follows.
    if let whole = begun.first(where: { $0.hasPrefix(word) || ($0.utf8.count > 6 && word.hasPrefix($0)) }) {
      return whole
    }
    guard word.utf8.count >= Self.fewestLetters else { return nil }
    var best: (name: String, distance: Int)?
    for part in Self.parts(of: word) {
      for name in namesOfPart[part] ?? [] where name.first == word.first {
        let allowed = min(name.utf8.count, word.utf8.count) >= Self.longLetters ? 2 : 1
        let distance = editDistance(Array(name), Array(word))
        if distance <= allowed, distance < best?.distance ?? .max { best = (name, distance) }
      }
    }
    return best?.name
  }

  /// A word with none, one or, if it is long, two letters left out.
  private static func parts(of word: String) -> Set<String> {
    func shortened(_ words: Set<String>) -> Set<String> {
      var result = words
      for word in words {
        let letters = Array(word)
        for place in letters.indices { result.insert(String(letters[..<place] + letters[(place + 1)...])) }
      }
      return result
    }
    let once = shortened([word])
    return word.utf8.count >= longLetters && word.utf8.count <= 24 ? shortened(once) : once
  }
}
