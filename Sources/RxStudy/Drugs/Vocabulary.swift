/// The names that are known of drugs: those of the built-in list, their brands and short forms, and those of other
/// substances that stand beside them in a product.
struct Vocabulary: Sendable {
  /// A run of words with what it stands for.
  struct Phrase: Sendable {
    /// The words, one behind the other.
    let words: [String]
    /// The substances that a product of this name holds: ingredients of the built-in list and other substances, in the order in which
    /// products name their strengths.
    let substances: [String]
    /// The class and the form that a brand says.
    var drugClass = ""
    var form = ""
    /// True if it counts only where a name begins with it.
    var isAtStart = false
    /// Where it is not empty: it counts only beside one of these substances.
    var beside: [String] = []
    /// True if it is a brand.
    var isBrand = false
  }

  /// The built-in names.
  static let builtIn = Vocabulary()

  private(set) var phrases: [String: [Phrase]] = [:]
  /// Substances by the beginning of a word, in lists by its first three letters.
  private var beginnings: [String: [(start: String, substance: String)]] = [:]
  /// The canonical name of each ingredient by any of its names.
  private(set) var ingredientOfName: [String: String] = [:]

  private var ingredientsOfATC: [String: [String]] = [:]
  /// Ingredients of one word by their first letter and consonants, where no other has the same.
  private var nameOfConsonants: [String: String] = [:]

  private static let leastLetters = 6

  private init() {
    for line in BuiltInDrugList.names {
      for name in [line.ingredient] + line.synonyms { add(name, [line.ingredient]) }
      for code in line.atc where ingredientsOfATC[code]?.contains(line.ingredient) != true {
        ingredientsOfATC[code, default: []].append(line.ingredient)
      }
    }
    for (ingredient, names) in Self.table(OtherNames.spellings) {
      for name in names { add(name, [ingredient]) }
    }
    addCombinations()
    for line in BrandNames.lines { add(line) }
    for (ingredient, names) in Self.table(OtherNames.short) {
      addShort(ingredient, names.joined(separator: ";"))
    }
    addPartners()
    addCutOffNames()
    for first in phrases.keys { phrases[first]?.sort { $0.words.count > $1.words.count } }
  }

  /// The longest phrase at a place of a name, with the substances that stand there.
  func phrase(in name: ProductName, at position: Int) -> Phrase? {
    let token = name.tokens[position]
    if let candidates = phrases[token] {
      for phrase in candidates
      where name.has(phrase.words, at: position) && (!phrase.isAtStart || position == 0) {
        return phrase
      }
    }
    guard token.utf8.count >= 4 else { return nil }
    if let start = beginnings[String(token.prefix(3))]?.first(where: { token.hasPrefix($0.start) }) {
      return Phrase(words: [token], substances: [start.substance])
    }
    return (ofShortened(token) ?? ofSalt(token)).map { Phrase(words: [token], substances: [$0]) }
  }

  /// The ingredient whose name a word is with vowels left out: `buprenorphn`.
  private func ofShortened(_ word: String) -> String? {
    guard word.utf8.count >= Self.leastLetters, let name = nameOfConsonants[Self.consonants(word)] else {
      return nil
    }
    guard word.utf8.count < name.utf8.count, 5 * word.utf8.count >= 3 * name.utf8.count,
      word.prefix(4) == name.prefix(4)
    else { return nil }
    var rest = name[...]
    for letter in word {
      guard let place = rest.firstIndex(of: letter) else { return nil }
      rest = rest[rest.index(after: place)...]
    }
    return name
  }

  /// The ingredient whose name a word begins with, where a salt or a form follows: `morphinhydrochlorid`.
  private func ofSalt(_ word: String) -> String? {
    guard word.utf8.count >= 12 else { return nil }
    for place in word.indices.dropFirst(5) where Self.salts.contains(where: { word[place...].hasPrefix($0) })
    {
      let name = String(word[..<place])
      let phrase = phrases[name]?.first { $0.words.count == 1 && !$0.isAtStart && $0.beside.isEmpty }
      if let phrase { return phrase.substances.first }
    }
    return nil
  }

  private static let salts = [
    "hydrochl", "hydrogen", "chlorhydr", "clorhydr", "sulfat", "sulphat", "phosphat", "citrat", "tartrat",
    "maleat", "mesilat",
    "tablet", "kapsel", "retard", "tropfen", "pflaster",
  ]

  /// A word's first letter and its consonants.
  private static func consonants(_ word: String) -> String {
    String(word.prefix(1)) + word.dropFirst().filter { !"aeiou".contains($0) }
  }

  /// The name of an ingredient in the built-in list, where that has it under any name; else in small letters.
  func canonical(_ ingredient: String) -> String {
    let text = ProductName(ingredient).tokens.joined(separator: " ")
    return ingredientOfName[text] ?? text
  }

  /// The ingredients of the built-in list that have an ATC code, in small letters, or have it in a combination.
  func ingredients(ofATC code: String) -> [String] { ingredientsOfATC[code] ?? [] }

  private mutating func add(_ name: String, _ substances: [String]) {
    let words = ProductName(name).tokens
    add(Phrase(words: words, substances: substances))
    if substances.count == 1 { ingredientOfName[words.joined(separator: " ")] = substances[0] }
  }

  private mutating func add(_ phrase: Phrase) {
    guard let first = phrase.words.first else { return }
    // The first of two stands: a spelling of an ingredient before a brand.
    let isKnown = phrases[first, default: []].contains { $0.words == phrase.words && $0.beside.isEmpty }
    if !isKnown || !phrase.beside.isEmpty { phrases[first, default: []].append(phrase) }
  }

  /// British names of combinations, each with two substances (British Approved Names).
  private mutating func addCombinations() {
    let names = [
      ("codamol", "codeine", "paracetamol"), ("codaprin", "codeine", "aspirin"),
      ("dydramol", "dihydrocodeine", "paracetamol"), ("proxamol", "propoxyphene", "paracetamol"),
    ]
    for (name, ingredient, partner) in names {
      for words in [["co", name], ["co\(name)"]] {
        add(Phrase(words: words, substances: [ingredient, partner], isBrand: true))
      }
    }
  }

  private mutating func add(_ line: BrandNames.Line) {
    for brand in line.brands {
      let isAtStart = brand.first == "^"
      add(
        Phrase(
          words: ProductName(brand).tokens, substances: line.ingredients + line.partners,
          drugClass: line.drugClass, form: line.form, isAtStart: isAtStart, isBrand: true))
    }
  }

  private mutating func addShort(_ ingredient: String, _ text: String) {
    let parts = text.split(separator: "@")
    guard parts.count == 2 else { return }
    add(
      Phrase(
        words: ProductName(String(parts[0])).tokens, substances: [ingredient], beside: NameItems.of(parts[1]))
    )
  }

  private mutating func addPartners() {
    for (substance, names) in Self.table(OtherNames.partners) {
      for name in names {
        let words = ProductName(name).tokens
        if name.last == "*", let word = words.first {
          beginnings[String(word.prefix(3)), default: []].append((word, substance))
        } else {
          add(Phrase(words: words, substances: [substance]))
        }
      }
    }
  }

  /// A name of one word that is cut off: six letters of it or more, three fifths at least, which no other name begins
  /// with, listed or not.
  private mutating func addCutOffNames() {
    let whole = BuiltInDrugList.names.map(\.ingredient).filter { !$0.contains(" ") }
    for (consonants, names) in Dictionary(grouping: Set(whole), by: Self.consonants) where names.count == 1 {
      nameOfConsonants[consonants] = names.first
    }
    // The beginnings of names, with the names that begin so.
    var owners: [String: Set<String>] = [:]
    var others: [String: Set<String>] = [:]
    for name in NameItems.of(OtherNames.unlike) + ingredientOfName.keys where name.count >= Self.leastLetters
    {
      for length in Self.leastLetters...name.count {
        others[String(name.prefix(length)), default: []].insert(ingredientOfName[name] ?? "")
      }
    }
    for name in whole {
      let least = max(Self.leastLetters, (name.count * 3 + 4) / 5)
      guard least < name.count else { continue }
      for length in least..<name.count { owners[String(name.prefix(length)), default: []].insert(name) }
    }
    for (start, names) in owners {
      guard names.count == 1, let name = names.first, phrases[start] == nil else { continue }
      if others[start]?.subtracting([name]).isEmpty ?? true {
        add(Phrase(words: [start], substances: [name]))
      }
    }
  }

  private static func table(_ text: String) -> [(key: String, items: [String])] {
    text.split(separator: "\n").compactMap { line in
      guard let colon = line.firstIndex(of: ":") else { return nil }
      return (
        String(NameItems.trimmed(line[..<colon])), NameItems.of(line[line.index(after: colon)...])
      )
    }
  }
}
