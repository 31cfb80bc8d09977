/// A finder of a drug list's ingredients in product names such as `Oxycodone-Acetaminophen 5-325 MG`.
///
/// An ingredient occurs in a name if its words follow each other there as whole words, case and diacritics
/// ignored. So `morphine` is not in `apomorphine`, and salts, strengths and brands don't matter. A change
/// between letters and digits parts words too (`DIAZEPAM5MG`).
///
/// Of the rows of one ingredient, a name takes one per class: the one with most of its form words in the
/// name, the first listed if none has any. The classes `opioid`, `opioid-use-disorder`, `opioid-antitussive`
/// and `opioid-anaesthetic` exclude each other within one ingredient: the name's words decide (naloxone
/// beside buprenorphine, guaifenesin beside codeine), else the class listed first. Any other classes of one
/// ingredient stand beside each other.
package struct ProductNameMatcher: Sendable {
  /// A row of a drug list, as far as names are concerned.
  ///
  /// Form and purpose words are terms. A term is one or more words that follow each other in the name
  /// (`opioid treatment`, ending in `*` for any ending), or `>=1 mg`, `<1 mg`: the first strength behind the
  /// ingredient; `&` asks for several at once, `!` in front for absence (`>=1 mg & !patch*`).
  package struct Entry: Sendable {
    /// The index that `match` returns for this row.
    package let index: Int
    /// The ingredient, one word or several. A row without any word in it is never found.
    package let ingredient: String
    /// Other names of the ingredient, for all rows of the same ingredient.
    package let synonyms: [String]
    /// The name of the class.
    package let drugClass: String
    /// Terms that speak for this row among the rows of the same ingredient and class.
    package let formWords: [String]
    /// Terms that say that a product is of this class, beside those that hold for every drug of the class.
    package let purposeWords: [String]

    /// A row with an ingredient and a class, and what more the list says.
    package init(
      index: Int, ingredient: String, synonyms: [String] = [], drugClass: String, formWords: [String] = [],
      purposeWords: [String] = []
    ) {
      self.index = index
      self.ingredient = ingredient
      self.synonyms = synonyms
      self.drugClass = drugClass
      self.formWords = formWords
      self.purposeWords = purposeWords
    }

    /// The items of a field that holds a list parted by semicolons.
    package static func items(of field: String) -> [String] {
      field.split(separator: ";").map { String(ProductNameMatcher.trimmed($0)) }.filter { !$0.isEmpty }
    }
  }

  private struct Phrase {
    let words: [String]
    let ingredient: Int
  }

  private var ingredients: [Ingredient] = []
  /// The phrases of the ingredients and synonyms, by their first word.
  private var phrases: [String: [Phrase]] = [:]

  /// A matcher for the rows of one drug list.
  package init(entries: [Entry]) {
    var numbers: [[String]: Int] = [:]
    for entry in entries {
      let words = ProductName(entry.ingredient).tokens
      guard !words.isEmpty else { continue }
      let number = numbers[words] ?? ingredients.count
      if number == ingredients.count {
        numbers[words] = number
        ingredients.append(Ingredient())
        add(words, number)
      }
      for synonym in entry.synonyms { add(ProductName(synonym).tokens, number) }
      ingredients[number].add(entry)
    }
  }

  /// Indices of the entries whose ingredient occurs in `name`; empty where none does. Ascending, none twice.
  package func match(_ name: String) -> [Int] {
    let product = ProductName(name)
    var ends: [(ingredient: Int, end: Int)] = []
    for (position, token) in product.tokens.enumerated() {
      guard let candidates = phrases[token] else { continue }
      for phrase in candidates where product.has(phrase.words, at: position) {
        if !ends.contains(where: { $0.ingredient == phrase.ingredient }) {
          ends.append((phrase.ingredient, position + phrase.words.count))
        }
      }
    }
    var found: Set<Int> = []
    for (number, end) in ends { found.formUnion(ingredients[number].rows(in: product, end: end)) }
    return found.sorted()
  }

  private mutating func add(_ words: [String], _ ingredient: Int) {
    guard let first = words.first else { return }
    let known = phrases[first, default: []].contains { $0.ingredient == ingredient && $0.words == words }
    if !known { phrases[first, default: []].append(Phrase(words: words, ingredient: ingredient)) }
  }

  fileprivate static func trimmed(_ text: Substring) -> Substring {
    var rest = text.drop(while: \.isWhitespace)
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return rest
  }
}

/// An ingredient's classes, in the order they are listed.
private struct Ingredient {
  private var classes: [DrugClass] = []
  /// Places in `classes` of those that exclude each other; empty unless there are several.
  private var exclusive: [Int] = []

  mutating func add(_ entry: ProductNameMatcher.Entry) {
    let row = DrugClass.Row(index: entry.index, form: entry.formWords.map(NameTerm.init))
    let purpose = entry.purposeWords.map(NameTerm.init)
    if let place = classes.firstIndex(where: { $0.name == entry.drugClass }) {
      classes[place].rows.append(row)
      classes[place].purpose += purpose
    } else {
      let general = PurposeWords.byClass[entry.drugClass] ?? []
      classes.append(DrugClass(name: entry.drugClass, purpose: general + purpose, rows: [row]))
      let excluding = classes.indices.filter { PurposeWords.byClass[classes[$0].name] != nil }
      exclusive = excluding.count > 1 ? excluding : []
    }
  }

  /// The rows for a name in which the ingredient's words end before `end`.
  func rows(in name: ProductName, end: Int) -> [Int] {
    // The class listed first is what a product is unless its name says otherwise: only the others are asked.
    let named = exclusive.dropFirst().first { classes[$0].isNamed(in: name, end: end) }
    let chosen = named ?? exclusive.first
    return classes.indices.filter { $0 == chosen || !exclusive.contains($0) }.compactMap { place in
      classes[place].row(in: name, end: end)
    }
  }
}

/// The rows of one ingredient in one class.
private struct DrugClass {
  struct Row {
    let index: Int
    let form: [NameTerm]
  }

  let name: String
  var purpose: [NameTerm]
  var rows: [Row]

  /// True if the product's name says that it is of this class.
  func isNamed(in name: ProductName, end: Int) -> Bool { purpose.contains { $0.holds(in: name, end: end) } }

  /// The row with most of its form words in the name, the first listed of several.
  func row(in name: ProductName, end: Int) -> Int? {
    var best = rows.first?.index
    var most = 0
    for row in rows {
      let hits = row.form.count { $0.holds(in: name, end: end) }
      if hits > most { (best, most) = (row.index, hits) }
    }
    return best
  }
}

/// The words in a name that say that a product is of a class that excludes others, whatever its ingredient.
private enum PurposeWords {
  static let byClass: [String: [NameTerm]] = [
    "opioid": terms("pain; analges*"),
    "opioid-use-disorder": terms(
      """
      nalox*; oud; otp; use disorder; opioid treatment; opiate treatment; depend*; addict*; substitut*; \
      maintenance; detox*
      """),
    "opioid-antitussive": terms(
      """
      cough*; antituss*; tuss*; linctus; cold; expect*; guaif*; guaiph*; guaiac*; gg; prometh*; homatrop*; \
      polist*; polst*; chlorphen*; cpm; bromphen*; dexbrom*; dexchlor*; pyril*; triprol*; carbinox*; \
      pseudoeph*; pse; phenyleph*; phenylprop*; terpin*; iodinat*; \
      syrup & !acet* & !paracet* & !apap & !aspirin & !asa & !ibu*
      """),
    "opioid-anaesthetic": terms("anaesth*; anesth*"),
  ]

  private static func terms(_ list: String) -> [NameTerm] {
    ProductNameMatcher.Entry.items(of: list).map(NameTerm.init)
  }
}

/// A condition on a product's name; see `ProductNameMatcher.Entry` for how it is written.
private struct NameTerm: Sendable {
  private enum Test {
    case words([String], anyEnding: [Bool])
    case atLeast(Double)
    case below(Double)
  }

  private var tests: [(test: Test, wanted: Bool)] = []

  init(_ text: String) {
    for part in text.split(separator: "&") {
      var part = ProductNameMatcher.trimmed(part)
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

/// A name cut into words and numbers, all in lower case and without diacritics.
private struct ProductName {
  private(set) var tokens: [String] = []

  /// Prefixes that make another substance of what stands behind their hyphen, as in levo-methadone.
  private static let chemicalPrefixes: Set<String> = [
    "des", "desmethyl", "dextro", "dihydro", "es", "levo", "nor",
  ]

  init(_ text: String) {
    var token = ""
    var gap = ""
    let scalars = Array(text.lowercased().unicodeScalars)
    for (place, scalar) in scalars.enumerated() {
      let next = place + 1 < scalars.count ? scalars[place + 1] : " "
      if let letters = Self.letters(scalar) {
        if Self.isNumber(token) { close(&token, &gap) }
        token += letters
      } else if Self.isDigit(scalar) {
        if !token.isEmpty, !Self.isNumber(token) { close(&token, &gap) }
        token.unicodeScalars.append(scalar)
      } else if scalar == "." || scalar == ",", Self.isDigit(next),
        Self.isNumber(token) ? !token.contains(".") : token.isEmpty && scalar == "."
      {
        // `.5` is a number without its nought; a comma between digits is a decimal comma.
        token += token.isEmpty ? "0." : "."
      } else if !Self.isMark(scalar) {
        close(&token, &gap)
        gap.unicodeScalars.append(scalar)
      }
    }
    close(&token, &gap)
  }

  /// True if these words stand here, one behind the other.
  func has(_ words: [String], at position: Int) -> Bool {
    guard position + words.count <= tokens.count else { return false }
    for (offset, word) in words.enumerated() where tokens[position + offset] != word { return false }
    return true
  }

  /// True if these words stand anywhere, those marked with any ending.
  func has(_ words: [String], _ anyEnding: [Bool]) -> Bool {
    guard !words.isEmpty, words.count <= tokens.count else { return false }
    return (0...(tokens.count - words.count)).contains { position in
      words.indices.allSatisfy {
        anyEnding[$0] ? tokens[position + $0].hasPrefix(words[$0]) : tokens[position + $0] == words[$0]
      }
    }
  }

  /// The first strength in mg behind a place, or if none is there, in the whole name.
  func milligrams(from position: Int) -> Double? { strength(from: position) ?? strength(from: 0) }

  private func strength(from position: Int) -> Double? {
    var first: Double?
    for token in tokens[min(position, tokens.count)...] {
      if Self.isNumber(token) {
        // `8-2 MG`: the first number is the ingredient's, the unit stands behind the last.
        first = first ?? Double(token)
      } else {
        if let first, let factor = Self.milligramsPer[token] { return first * factor }
        first = nil
      }
    }
    return nil
  }

  private static let milligramsPer: [String: Double] = [
    "g": 1000, "mg": 1, "milligram": 1, "milligrams": 1, "mcg": 0.001, "ug": 0.001, "microgram": 0.001,
    "micrograms": 0.001,
  ]

  private mutating func close(_ token: inout String, _ gap: inout String) {
    guard !token.isEmpty else { return }
    if gap == "-", let last = tokens.last, Self.chemicalPrefixes.contains(last), !Self.isNumber(token) {
      tokens[tokens.count - 1] = last + token
    } else {
      tokens.append(token)
    }
    token = ""
    gap = ""
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  private static func isNumber(_ token: String) -> Bool { token.unicodeScalars.first.map(isDigit) ?? false }

  /// Combining marks: they leave their letter as it is.
  private static func isMark(_ scalar: Unicode.Scalar) -> Bool { (0x300...0x36F).contains(scalar.value) }

  /// A letter as it is compared, nil for anything else.
  private static func letters(_ scalar: Unicode.Scalar) -> String? {
    if scalar.isASCII { return ("a"..."z").contains(scalar) ? String(scalar) : nil }
    if let plain = plainLetters[scalar] { return plain }
    return scalar.properties.isAlphabetic && !isMark(scalar) ? String(scalar) : nil
  }

  private static let plainLetters: [Unicode.Scalar: String] = {
    var plain: [Unicode.Scalar: String] = [
      "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "µ": "u", "μ": "u",
    ]
    let families = [
      "a": "àáâãäåāăą", "c": "çćč", "d": "ďđ", "e": "èéêëēėęě", "g": "ğ", "i": "ìíîïīį", "l": "ĺľ",
      "n": "ñńň", "o": "òóôõöōő", "r": "ŕř", "s": "śšşș", "t": "ťţț", "u": "ùúûüūůűų", "y": "ýÿ",
      "z": "źżž",
    ]
    for (letter, family) in families {
      for scalar in family.unicodeScalars { plain[scalar] = letter }
    }
    return plain
  }()
}
