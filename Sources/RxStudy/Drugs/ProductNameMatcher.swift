import RxModel

/// A finder of a drug list's ingredients in product names such as `Oxycodone-Acetaminophen 5-325 MG`.
///
/// An ingredient occurs in a name if its words follow each other there as whole words, case and diacritics
/// ignored. So `morphine` is not in `apomorphine`, and salts and strengths don't matter. A change
/// between letters and digits parts words too (`DIAZEPAM5MG`). Brands, short forms and other spellings stand for their
/// ingredients (see `Vocabulary`); where several names begin at a word, the longest counts. A product that is no drug
/// (a test strip) has none.
///
/// Of the rows of one ingredient, a name takes one per class: the one with most of its form words in the
/// name, then that of the brand's form, the first listed if none has any. The classes `opioid`, `opioid-use-disorder`,
/// `opioid-antitussive` and `opioid-anaesthetic` exclude each other within one ingredient: the name's words decide
/// (naloxone beside buprenorphine, guaifenesin beside codeine), then the brand, else the class listed first. Any other
/// classes of one ingredient stand beside each other.
package struct ProductNameMatcher: Sendable {
  /// A row of a drug list, as far as names are concerned.
  package struct Entry: Sendable {
    /// The row's number in the list.
    package let index: Int
    /// The ingredient, one word or several. A row without any word in it is never found.
    package let ingredient: String
    /// Other names of the ingredient, for all rows of the same ingredient.
    package let synonyms: [String]
    /// The name of the class.
    package let drugClass: String
    /// The form group.
    package let form: String
    /// Terms that speak for this row among the rows of the same ingredient and class; see `NameTerm`.
    package let formWords: [String]
    /// Terms that say that a product is of this class, beside those that hold for every drug of the class.
    package let purposeWords: [String]

    /// A row with an ingredient and a class, and what more the list says.
    package init(
      index: Int, ingredient: String, synonyms: [String] = [], drugClass: String, form: String = "",
      formWords: [String] = [], purposeWords: [String] = []
    ) {
      self.index = index
      self.ingredient = ingredient
      self.synonyms = synonyms
      self.drugClass = drugClass
      self.form = form
      self.formWords = formWords
      self.purposeWords = purposeWords
    }

    /// The items of a field that holds a list parted by semicolons.
    package static func items(of field: String) -> [String] { NameItems.of(field) }
  }

  /// A row that a name stands for.
  package struct Found: Sendable {
    /// The row's number in the list.
    package let index: Int
    /// The substances that the product holds beside, by its canonical name; empty for a product of one substance.
    package let partners: Set<String>
    /// The strength of the row's ingredient, where the name tells it.
    package let strength: Strength?
  }

  private struct Mention {
    let tokens: Range<Int>
    let phrase: Vocabulary.Phrase
  }

  private let vocabulary: Vocabulary
  private var ingredients: [Ingredient] = []
  /// The list's own names, by their first words.
  private var own: [String: [Vocabulary.Phrase]] = [:]
  /// By substance the list's ingredient.
  private var numbers: [String: Int] = [:]

  /// A matcher for the rows of one drug list.
  package init(entries: [Entry]) {
    vocabulary = Vocabulary.builtIn
    var numberOfWords: [[String]: Int] = [:]
    for entry in entries {
      let words = ProductName(entry.ingredient).tokens
      guard !words.isEmpty else { continue }
      let number = numberOfWords[words] ?? ingredients.count
      if number == ingredients.count {
        numberOfWords[words] = number
        ingredients.append(Ingredient())
        // A list that has an ingredient under two names means two by it.
        let text = words.joined(separator: " ")
        let known = vocabulary.ingredientOfName[text] ?? text
        let substance = numbers[known] == nil ? known : "the list's \(text)"
        numbers[substance] = number
        ingredients[number].substance = substance
        add(words, substance)
      }
      for synonym in entry.synonyms { add(ProductName(synonym).tokens, ingredients[number].substance) }
      ingredients[number].add(entry)
    }
    for first in own.keys { own[first]?.sort { $0.words.count > $1.words.count } }
  }

  /// The rows whose ingredient occurs in `name`, ascending, none twice; empty where none does.
  package func find(_ name: String) -> [Found] {
    let product = ProductName(name)
    let mentions = mentions(in: product)
    guard mentions.contains(where: { $0.phrase.substances.contains { numbers[$0] != nil } }),
      !OtherNames.devices.contains(where: { $0.holds(in: product, end: 0) })
    else { return [] }
    let strengths = StrengthReader(product, mentions.map { ($0.tokens, $0.phrase.substances) }).strengths
    let substances = Set(mentions.flatMap(\.phrase.substances))
    var found: [Found] = []
    for substance in substances {
      guard let number = numbers[substance],
        let mention = mentions.first(where: { $0.phrase.substances.contains(substance) })
      else { continue }
      let brand = mentions.first { $0.phrase.isBrand && $0.phrase.substances.contains(substance) }?.phrase
      for index in ingredients[number].rows(in: product, end: mention.tokens.upperBound, brand: brand) {
        found.append(
          Found(index: index, partners: substances.subtracting([substance]), strength: strengths[substance]))
      }
    }
    return found.sorted { $0.index < $1.index }
  }

  private mutating func add(_ words: [String], _ substance: String) {
    guard let first = words.first else { return }
    let isKnown = own[first, default: []].contains { $0.words == words }
    if !isKnown { own[first, default: []].append(Vocabulary.Phrase(words: words, substances: [substance])) }
  }

  /// The mentions of substances in a product's name, from its beginning on.
  private func mentions(in product: ProductName) -> [Mention] {
    var mentions: [Mention] = []
    var place = 0
    while place < product.tokens.count {
      let listed = own[product.tokens[place]]?.first { product.has($0.words, at: place) }
      let known = vocabulary.phrase(in: product, at: place)
      let longer = (known?.words.count ?? 0) > (listed?.words.count ?? 0) ? known : listed
      guard let phrase = longer else {
        place += 1
        continue
      }
      mentions.append(Mention(tokens: place..<(place + phrase.words.count), phrase: phrase))
      place += phrase.words.count
    }
    // Short forms stand for an ingredient only beside another substance.
    let substances = Set(mentions.filter(\.phrase.beside.isEmpty).flatMap(\.phrase.substances))
    return mentions.filter { $0.phrase.beside.isEmpty || !substances.isDisjoint(with: $0.phrase.beside) }
  }
}

/// An ingredient's classes, in the order they are listed.
private struct Ingredient {
  /// Its canonical name.
  var substance = ""
  private var classes: [DrugClass] = []
  /// Places in `classes` of those that exclude each other; empty unless there are several.
  private var exclusive: [Int] = []

  mutating func add(_ entry: ProductNameMatcher.Entry) {
    let row = DrugClass.Row(
      index: entry.index, formName: entry.form, form: entry.formWords.map(NameTerm.init))
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

  /// The rows for a name in which the ingredient's words end before `end`, or its brand's.
  func rows(in name: ProductName, end: Int, brand: Vocabulary.Phrase?) -> [Int] {
    // The class listed first is what a product is unless its name says otherwise: only the others are asked.
    let ofBrand = exclusive.first { classes[$0].name == brand?.drugClass }
    let named = exclusive.dropFirst().first { classes[$0].isNamed(in: name, end: end) }
    let chosen = ofBrand ?? named ?? exclusive.first
    return classes.indices.filter { $0 == chosen || !exclusive.contains($0) }.compactMap { place in
      classes[place].row(in: name, end: end, form: brand?.form ?? "")
    }
  }
}

/// The rows of one ingredient in one class.
private struct DrugClass {
  struct Row {
    let index: Int
    let formName: String
    let form: [NameTerm]
  }

  let name: String
  var purpose: [NameTerm]
  var rows: [Row]

  /// True if the product's name says that it is of this class.
  func isNamed(in name: ProductName, end: Int) -> Bool { purpose.contains { $0.holds(in: name, end: end) } }

  /// The row with most of its form words in the name, then that of a form, then the first listed.
  func row(in name: ProductName, end: Int, form: String) -> Int? {
    var best = (rows.first { !form.isEmpty && $0.formName == form } ?? rows.first)?.index
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
    "opioid": NameTerm.terms("pain; analges*"),
    "opioid-use-disorder": NameTerm.terms(
      """
      nalox*; oud; otp; use disorder; opioid treatment; opiate treatment; depend*; addict*; substitut*; \
      maintenance; detox*
      """),
    "opioid-antitussive": NameTerm.terms(
      """
      cough*; antituss*; tuss*; linct*; cold; expect*; guaif*; guaiph*; guaiac*; gg; prometh*; phenergan; homatrop*; \
      polist*; polst*; chlorphen*; cpm; bromphen*; dexbrom*; dexchlor*; pyril*; triprol*; carbinox*; \
      pseudoeph*; pse; phenyleph*; phenylprop*; terpin*; iodinat*; \
      syrup & !acet* & !paracet* & !apap & !aspirin & !asa & !ibu*
      """),
    "opioid-anaesthetic": NameTerm.terms("anaesth*; anesth*"),
  ]
}
