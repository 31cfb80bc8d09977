import RxModel
import Synchronization

/// Codes, case ignored, with the entries that they stand for.
struct CodeIndex: Sendable {
  private var table: [String: [Int]] = [:]

  /// An index of the codes of entries; a code can stand for several.
  init(_ codes: [(codes: [String], entry: Int)]) {
    for (codes, entry) in codes {
      for code in codes where !code.isEmpty { table[code.lowercased(), default: []].append(entry) }
    }
  }

  /// The entries of a code, in order.
  func entries(of value: String) -> [Int] { table[value.lowercased()] ?? [] }
}

/// The lookup of a prescription's drug in the built-in list: by ATC code or RxNorm ingredient, and by name.
struct BuiltInLookup: Sendable {
  /// The list's rows; with `match: atc` also a row for each code above ingredients that is of one class.
  private(set) var entries: [DrugEntry]
  private let match: DrugSource.Match
  private let names: ProductNameMatcher
  private var codes: CodeIndex

  private static let groupLengths = [1, 3, 4, 5]

  /// A lookup of the list's rows.
  init(_ listed: [DrugEntry], _ names: ProductNameMatcher, _ match: DrugSource.Match) {
    entries = listed
    self.match = match
    self.names = names
    if match == .atc { entries += Self.groups(listed) }
    codes = CodeIndex(entries.enumerated().map { ($1.atc + [match == .atc ? "" : $1.rxcui], $0) })
  }

  /// The rows that a value of the data stands for.
  func matches(_ value: String) -> [DrugMatch] {
    let code = ATCCodes.current(value)
    // One ATC code can stand for rows of several classes (methadone): the ingredient's first row holds.
    let byCode = match == .name ? [] : firstOfEachIngredient(codes.entries(of: code))
    if !byCode.isEmpty {
      return byCode.map { index in
        let isATC = entries[index].atc.contains { $0.lowercased() == code }
        return DrugMatch(entry: index, codes: isATC ? [code] : codesOfProduct(index, partners: []))
      }
    }
    guard match == .auto || match == .name else { return [] }
    return names.find(value).map {
      DrugMatch(
        entry: $0.index, codes: codesOfProduct($0.index, partners: $0.partners), strength: $0.strength)
    }
  }

  /// The listed drug that a value which stands for none looks like.
  func resembled(_ value: String) -> String? {
    if match != .auto, match != .name, let found = names.find(value).first {
      return entries[found.index].ingredient
    }
    let code = value.uppercased()
    let isGroup = (3...5).contains(code.count) && entries.contains { $0.atc.contains { $0.hasPrefix(code) } }
    if isGroup { return "ATC group \(code)" }
    if ATCCodes.isWhole(code) {
      let group = code.prefix(5)
      return entries.contains { $0.atc.contains { $0.hasPrefix(group) } } ? "ATC group \(group)" : nil
    }
    return LookAlikes.builtIn.resembled(by: ProductName(value))
  }

  /// The codes of a row that a product has which holds `partners` beside the ingredient: the row's first always.
  private func codesOfProduct(_ index: Int, partners: Set<String>) -> [String] {
    entries[index].atc.enumerated().filter { $0 == 0 || ATCCodes.holds($1, partners: partners) }.map {
      $1.lowercased()
    }
  }

  private func firstOfEachIngredient(_ indices: [Int]) -> [Int] {
    var seen: Set<String> = []
    return indices.filter { seen.insert(entries[$0].ingredient).inserted }
  }

  /// A row without an ingredient for each code above ingredients under which every ingredient is of one class.
  private static func groups(_ entries: [DrugEntry]) -> [DrugEntry] {
    var classes: [String: [String: Set<String>]] = [:]
    for entry in entries {
      for code in entry.atc {
        for length in groupLengths where length < code.count {
          classes[String(code.prefix(length)), default: [:]][entry.ingredient, default: []].insert(
            entry.drugClass)
        }
      }
    }
    let order = entries.map(\.drugClass).distinct()
    return classes.sorted { $0.key < $1.key }.compactMap { code, ofIngredient in
      guard
        let drugClass = order.first(where: { name in ofIngredient.values.allSatisfy { $0.contains(name) } })
      else { return nil }
      var group = DrugEntry()
      group.code = code
      group.atc = [code]
      group.drugClass = drugClass
      return group
    }
  }
}

/// The lookup of a prescription's drug in a list of the study's own.
final class OwnListLookup: Sendable {
  private let entries: [DrugEntry]
  private let match: DrugSource.Match
  private let codes: CodeIndex
  /// Rows by class and ingredient, in small letters.
  private let products: [String: [Int]]
  private let names = Mutex<NamesOfList?>(nil)

  /// A lookup of the rows of a list.
  init(_ entries: [DrugEntry], _ match: DrugSource.Match) {
    self.entries = entries
    self.match = match
    codes = CodeIndex(
      entries.enumerated().map { index, entry in
        let current = match == .atc ? [ATCCodes.current(entry.code)] : []
        let code = match == .ndc ? NationalDrugCode.compared(entry.code) : entry.code.lowercased()
        return (([code] + current).distinct(), index)
      })
    let coded = entries.indices.filter { !entries[$0].ingredient.isEmpty && !entries[$0].code.isEmpty }
    products = Dictionary(grouping: coded) { Self.key(entries[$0]) }
  }

  /// The rows that a value of the data stands for.
  func matches(_ value: String) -> [DrugMatch] {
    if match == .atc { return byATC(value) }
    let code = match == .ndc ? NationalDrugCode.compared(value) : value
    let byCode = match == .name ? [] : codes.entries(of: code)
    guard byCode.isEmpty, match != .code, match != .ndc, Self.canBeName(value) else {
      return byCode.map { DrugMatch(entry: $0) }
    }
    return byName.matcher.find(value).map { found in
      DrugMatch(entry: found.index, strength: found.strength, facts: facts(of: found.index, found.strength))
    }
  }

  /// The listed drug that a value which stands for none looks like: one that its name holds, or nearly.
  func resembled(_ value: String) -> String? {
    guard Self.canBeName(value) else { return nil }
    if match == .code || match == .ndc || match == .atc, let found = byName.matcher.find(value).first {
      return entries[found.index].ingredient
    }
    guard let name = LookAlikes.builtIn.resembled(by: ProductName(value)),
      let listed = byName.ofIngredient[Vocabulary.builtIn.canonical(name)]?.first
    else { return nil }
    return entries[listed].ingredient
  }

  /// True if a value has letters enough for a name: most codes have not, and need no names.
  private static func canBeName(_ value: String) -> Bool { value.utf8.count { $0 > 0x40 } >= 3 }

  /// What names need of the list, made when the first is looked up.
  private var byName: NamesOfList {
    names.withLock { made in
      let names = made ?? NamesOfList(entries)
      made = names
      return names
    }
  }

  /// The rows whose codes an ATC code begins with, of each class those of the longest, and of other classes the rows of
  /// its ingredients.
  private func byATC(_ value: String) -> [DrugMatch] {
    let forms = [value.lowercased(), ATCCodes.current(value)].distinct()
    var longest: [String: Int] = [:]
    var lengths: [Int: Int] = [:]
    for form in forms {
      for length in 1...max(1, form.count) {
        for entry in codes.entries(of: String(form.prefix(length))) {
          lengths[entry] = max(lengths[entry] ?? 0, length)
          let drugClass = entries[entry].drugClass
          longest[drugClass] = max(longest[drugClass] ?? 0, length)
        }
      }
    }
    var found = lengths.filter { longest[entries[$0.key].drugClass] == $0.value }.map {
      DrugMatch(entry: $0.key)
    }
    for ingredient in ATCCodes.isWhole(value)
      ? Vocabulary.builtIn.ingredients(ofATC: ATCCodes.current(value)) : []
    {
      var added: Set<String> = []
      for entry in byName.ofIngredient[ingredient] ?? []
      where longest[entries[entry].drugClass] == nil && added.insert(entries[entry].drugClass).inserted {
        found.append(DrugMatch(entry: entry, facts: facts(of: entry, nil)))
      }
    }
    return found.sorted { $0.entry < $1.entry }
  }

  /// The facts of a product that was found by its ingredient and not by its code: those that all products of the ingredient in
  /// the list share, or those of its strength where the list has them. Nil where the row is an ingredient's own.
  private func facts(of index: Int, _ strength: Strength?) -> DrugEntry? {
    guard !entries[index].code.isEmpty else { return nil }
    let all = (products[Self.key(entries[index])] ?? []).map { entries[$0] }
    let alike = all.filter { entry in
      guard case .milligrams(let number) = strength, let listed = entry.strengthMg else { return false }
      return ExactDecimal(listed) == number
    }
    let rows = alike.isEmpty ? all : alike
    func shared<Value: Equatable>(_ fact: (DrugEntry) -> Value?) -> Value? {
      rows.first.flatMap { first in rows.allSatisfy { fact($0) == fact(first) } ? fact(first) : nil }
    }
    var facts = entries[index]
    facts.strengthMg = alike.first?.strengthMg
    facts.dddMg = shared(\.dddMg)
    facts.mmeFactor = shared(\.mmeFactor)
    facts.diazepamMg = shared(\.diazepamMg)
    facts.daysFactor = shared { $0.daysFactor } ?? 1
    return facts
  }

  private static func key(_ entry: DrugEntry) -> String {
    "\(entry.drugClass.lowercased())\0\(entry.ingredient.lowercased())"
  }
}

/// The names of a list's ingredients.
private struct NamesOfList: Sendable {
  let matcher: ProductNameMatcher
  /// Rows by their ingredient's canonical name.
  let ofIngredient: [String: [Int]]

  /// The names of the rows of a list.
  init(_ entries: [DrugEntry]) {
    let named = entries.indices.filter { !entries[$0].ingredient.isEmpty }
    matcher = ProductNameMatcher(
      entries: named.map {
        ProductNameMatcher.Entry(
          index: $0, ingredient: entries[$0].ingredient, drugClass: entries[$0].drugClass)
      })
    ofIngredient = Dictionary(grouping: named) { Vocabulary.builtIn.canonical(entries[$0].ingredient) }
  }
}
